#pragma once
// The program's log. Any thread may call it. Everything passes one filter that blanks out secrets
// (Slack tokens, socket tickets, response addresses), so that no caller has to remember to.
// Callers never log what a person typed.

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

namespace tocsin {

enum class LogLevel { debug, info, warn, error, off };

// Writes to standard error. Called once by main before any thread is started.
void start_log(LogLevel level);

bool log_enabled(LogLevel level);
void write_log(LogLevel level, std::string_view line);

// Replaces everything that looks like a secret by "[secret]". Also used for texts of errors.
std::string redact(std::string_view text);

template <class... Args>
void log_debug(fmt::format_string<Args...> format, Args&&... args) {
  if (log_enabled(LogLevel::debug)) {
    write_log(LogLevel::debug, fmt::format(format, std::forward<Args>(args)...));
  }
}

template <class... Args>
void log_info(fmt::format_string<Args...> format, Args&&... args) {
  if (log_enabled(LogLevel::info)) {
    write_log(LogLevel::info, fmt::format(format, std::forward<Args>(args)...));
  }
}

template <class... Args>
void log_warn(fmt::format_string<Args...> format, Args&&... args) {
  write_log(LogLevel::warn, fmt::format(format, std::forward<Args>(args)...));
}

template <class... Args>
void log_error(fmt::format_string<Args...> format, Args&&... args) {
  write_log(LogLevel::error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace tocsin
