#pragma once
// For our own reasoning: a condition that can only be false when this program is wrong. On in every
// build, because a bot that goes on with a broken idea of an incident does more harm than one that
// stops and is restarted. Never for anything that a person, a peer or the disk can cause.

namespace tocsin {

[[noreturn]] void ensure_failed(const char* condition, const char* file, int line);

}  // namespace tocsin

#define ENSURE(condition)                              \
  (static_cast<bool>(condition) ? static_cast<void>(0) \
                                : ::tocsin::ensure_failed(#condition, __FILE__, __LINE__))
