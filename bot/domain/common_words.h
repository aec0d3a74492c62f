#pragma once
// How much a word tells about an incident before any history is known. A record of five incidents
// cannot say by itself that "outage" is in every one and "kafka" is not, and one of a hundred
// thousand counts better than any list: so this is only where the counting starts
// (bot/domain/similar.h).

#include <string_view>

namespace tocsin {

enum class Commonness {
  everywhere,  // "the", "outage", "users", "failed": says nothing
  in_many,     // "database", "timeout": says something, but carries no match by itself
  rare,        // any other
};

Commonness commonness_of(std::string_view stem);  // as stem_of() makes it

}  // namespace tocsin
