#pragma once
// SHA-256 of a file's bytes, to know it again.

#include <string>
#include <string_view>

namespace tocsin {

std::string fingerprint_of(std::string_view bytes);  // 64 small hexadecimal digits

}  // namespace tocsin
