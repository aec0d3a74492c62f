#pragma once
// `task` and `followup`: the same lines, but for the kind of what is new. Their handles share the
// numbers, so each changes those of the other too.

#include "commands/catalog.h"

#include <string>
#include <string_view>

namespace tocsin {

Outcome run_task(const Request& request, const Verb& verb, TaskKind kind);

Form task_form(const Request& request, const Verb& verb, std::string_view name);
std::string task_arguments(const FilledForm& form);

}  // namespace tocsin
