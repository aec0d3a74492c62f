#pragma once
// An incident that a command names besides the one it is about: "link INC-3". What the typist may
// not see is answered like what does not exist, by the same words.

#include "commands/catalog.h"

#include <string_view>

namespace tocsin {

Refusal refuse_no_such_incident(const Request& request, IncidentNumber number);

struct OtherIncident {
  Incident incident;
  std::string_view rest;  // what followed its name
};

// The incident that the arguments begin with. Refuses a missing one, one that the typist cannot
// see, and the incident of the command itself.
Result<OtherIncident, Refusal> read_other_incident(const Request& request, const Verb& verb);

}  // namespace tocsin
