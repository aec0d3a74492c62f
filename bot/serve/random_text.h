#pragma once
// Texts that nobody can guess, from the system's own randomness. Any thread.

#include <cstddef>
#include <string>

namespace tocsin {

// Lower-case letters and digits, five bits each, without those that are mistaken for one another.
std::string random_text(std::size_t length);

}  // namespace tocsin
