// What is the same for every file that has an Incident, compiled here once.

#include "bot/domain/incident.h"

namespace tocsin {

Incident::Incident() = default;
Incident::Incident(const Incident&) = default;
Incident::Incident(Incident&&) noexcept = default;
Incident& Incident::operator=(const Incident&) = default;
Incident& Incident::operator=(Incident&&) noexcept = default;
Incident::~Incident() = default;
bool Incident::operator==(const Incident&) const = default;

}  // namespace tocsin
