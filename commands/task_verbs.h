#pragma once
// `task` and `followup`: the same lines, but for the kind of what is new. Their handles share the
// numbers, so each changes those of the other too.

#include "commands/catalog.h"

namespace tocsin {

Outcome run_task(const Request& request, const Verb& verb, TaskKind kind);

}  // namespace tocsin
