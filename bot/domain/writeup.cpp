#include "bot/domain/writeup.h"

#include "bot/domain/incident.h"

namespace tocsin {

std::string writeup_file_name(IncidentNumber incident) {
  return handle(incident) + "-postmortem.md";
}

}  // namespace tocsin
