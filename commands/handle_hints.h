#pragma once
// What to say when a verb needs a handle of one kind (E12, H2) and got another word: the commonest
// mistakes are a handle of another kind, a bare number, and the incident behind the verb.

#include "commands/catalog.h"

#include <string_view>

namespace tocsin {

// `kind` is what the verb takes, as in "an entry, like E12".
Refusal refuse_handle(const Request& request, const Verb& verb, std::string_view word,
                      std::string_view kind);

}  // namespace tocsin
