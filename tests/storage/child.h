#pragma once
// Runs a part of a test in a process of its own: to be killed, to meet limits, to be someone else.

#include <sys/types.h>

#include <functional>

namespace tocsin {

// `body` must not use doctest; what it returns is the exit status. An exception is status 99.
pid_t start_child(const std::function<int()>& body);

// The exit status, or 128 + the number of the signal that ended it.
int wait_for_child(pid_t child);

int run_child(const std::function<int()>& body);

}  // namespace tocsin
