#include "bot/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>

namespace tocsin {

namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::off:
      return spdlog::level::off;
  }
  return spdlog::level::info;
}

// A secret starts with one of these and ends at the first character that cannot belong to it.
constexpr std::array<std::string_view, 9> k_secret_marks{
    "xoxb-", "xoxp-", "xoxa-", "xoxe-", "xoxe.", "xapp-", "xwfp-", "ticket=", "hooks.slack.com/"};

bool belongs_to_secret(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '/' || c == '%' || c == '+';
}

}  // namespace

void start_log(LogLevel level) {
  auto logger =
      std::make_shared<spdlog::logger>("tocsin", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  logger->set_level(spdlog_level(level));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

bool log_enabled(LogLevel level) { return spdlog::should_log(spdlog_level(level)); }

void write_log(LogLevel level, std::string_view line) {
  const std::string safe = redact(line);
  spdlog::log(spdlog_level(level), "{}", safe);
}

std::string redact(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    std::string_view found;
    for (const std::string_view mark : k_secret_marks) {
      if (text.substr(at).starts_with(mark)) found = mark;
    }
    if (found.empty()) {
      safe.push_back(text[at++]);
      continue;
    }
    at += found.size();
    std::size_t end = at;
    while (end < text.size() && belongs_to_secret(text[end])) ++end;
    safe.append(found);
    // "xoxb-" alone is how the tokens are named in messages to the operator; it is no secret.
    if (end > at) safe.append("[secret]");
    at = end;
  }
  return safe;
}

}  // namespace tocsin
