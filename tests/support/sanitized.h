#pragma once
// Whether this is a build with the address sanitizer, in which everything takes ten to twenty
// times as long. Tests that repeat one thing in many variations do fewer of them then: the plain
// build does them all.

namespace tocsin {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool k_is_sanitized = true;
#elif defined(__has_feature)
inline constexpr bool k_is_sanitized = __has_feature(address_sanitizer);
#else
inline constexpr bool k_is_sanitized = false;
#endif

}  // namespace tocsin
