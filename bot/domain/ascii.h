#pragma once
// Letters and digits of ASCII, whatever the locale says: what people type is read byte by byte, and
// every byte of a longer letter is neither. Pure.

namespace tocsin {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace tocsin
