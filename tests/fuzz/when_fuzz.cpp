// Any bytes as a WHEN. The first eight choose the moment, the zone and the incident's begin; the
// rest is the text that was typed.

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bot/domain/when.h"

namespace {

using namespace tocsin;

void hold(bool condition) {
  if (!condition) std::abort();
}

std::uint64_t number_of(const std::uint8_t* bytes) {
  std::uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8U | bytes[i];
  return number;
}

WhenContext context_of(std::uint64_t choice) {
  constexpr std::array<const char*, 8> zones{
      "UTC",          "EST",           "Europe/Berlin", "America/St_Johns",
      "Asia/Kolkata", "Asia/Shanghai", "Pacific/Apia",  "Australia/Lord_Howe"};
  WhenContext context;
  context.zone = find_zone(zones[choice % 8]).value_or(Zone());
  context.now = from_stored(static_cast<std::int64_t>(choice / 64 % 2'208'988'800'000U));
  if (choice & 8U) context.since = context.now - std::chrono::minutes{choice / 16 % 100'000};
  if (choice & 16U) context.latest_entry = context.now - std::chrono::minutes{choice / 32 % 90'000};
  return context;
}

void check_taken(std::string_view text, const WhenContext& context) {
  const auto when = take_when(text, context);
  if (!when || !*when) return;
  const When& taken = **when;
  hold(taken.consumed <= text.size());

  const auto again = take_when(print_moment(taken.at, taken.zone) + " text", context);
  hold(again && *again);
  hold((*again)->at == taken.at);

  if (taken.consumed == 0) return;  // a range, which stays in the text
  const std::string front = std::string(text.substr(0, taken.consumed)) + " ";
  const auto same = take_when(front + "text", context);
  hold(same && *same);
  hold((*same)->at == taken.at);
  hold((*same)->consumed == front.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 8) return 0;
  const WhenContext context = context_of(number_of(bytes));
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 8, size - 8);
  check_taken(text, context);
  const auto due = read_due(text, context);
  if (due) hold(due->at >= context.now && due->consumed == text.size());
  find_zone(text);
  return 0;
}
