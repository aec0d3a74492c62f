// JSON of any shape: where each thing is stands in the configuration ([hooks.generic.fields]).

#include "bot/domain/ascii.h"
#include "bot/domain/whole_number.h"
#include "bot/domain/work.h"
#include "integrations/hooks/readers.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

namespace tocsin {

namespace {

constexpr std::int64_t k_first_in_milliseconds = 100'000'000'000;  // in seconds: the year 5138

// "alert.tags.0"; null when there is nothing.
const Json* at_path(const Json& json, std::string_view path) {
  const Json* value = &json;
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string name(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
    if (value->is_array()) {
      const auto index = whole_number(name);
      if (!index || std::cmp_greater_equal(*index, value->size())) return nullptr;
      value = &(*value)[static_cast<std::size_t>(*index)];
    } else {
      const auto found = value->is_object() ? value->find(name) : value->end();
      if (found == value->end()) return nullptr;
      value = &*found;
    }
  }
  return value;
}

std::string text_at(const Json& json, const std::string& path) {
  const Json* value = path.empty() ? nullptr : at_path(json, path);
  if (value == nullptr) return "";
  if (value->is_string()) return value->get<std::string>();
  return value->is_number() || value->is_boolean() ? dump_json(*value) : "";
}

std::optional<Moment> time_at(const Json& json, const std::string& path) {
  const std::string text = text_at(json, path);
  if (auto moment = read_iso(text)) return moment;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = end == text.data() + text.size() || *end == '.';  // 1700000000.25
  if (text.empty() || error != std::errc{} || !is_whole || number <= 0) return std::nullopt;
  if (number < k_first_in_milliseconds) return from_stored(number * 1000);
  // Of what counts finer: microseconds, nanoseconds.
  while (number > k_first_in_milliseconds * 1000) number /= 1000;
  return from_stored(number);
}

bool is_one_of(const std::string& state, const std::vector<std::string>& words) {
  return std::ranges::any_of(words,
                             [&](const std::string& word) { return same_name(word, state); });
}

// Nothing is reported of a page of ours but its answer: it is no alert.
bool read_page(const Json& item, const HookFields& fields, Moment now, Reported& reported) {
  const std::string key = text_at(item, fields.page);
  if (!read_dedup_key(key)) return false;
  const std::string state = text_at(item, fields.state);
  const bool is_end = is_one_of(state, fields.ended);
  if (is_end || is_one_of(state, fields.acknowledged)) {
    // A page that was opened anew is acknowledged anew; only the same words again are the same
    // answer.
    std::string same =
        fmt::format("generic:{}:{:x}", key, std::hash<std::string>()(dump_json(item)));
    reported.answers.push_back(
        {std::move(same), "the pager", key, text_at(item, fields.by), now, is_end});
  }
  return true;
}

}  // namespace

ReportResult read_generic(const Json& body, const HookFields& fields, Moment now) {
  const Json* all = fields.alerts.empty() ? &body : at_path(body, fields.alerts);
  if (all == nullptr) return failure("There is nothing at “" + fields.alerts + "”.");
  std::vector<const Json*> items;
  if (all->is_array()) {
    for (const Json& item : *all) items.push_back(&item);
  } else {
    items.push_back(all);
  }
  Reported reported;
  for (const Json* const item : items) {
    if (!item->is_object()) return failure(std::string("An alert has to be a JSON object."));
    if (read_page(*item, fields, now, reported)) continue;
    Alert alert;
    alert.source = "generic";
    alert.fingerprint = text_at(*item, fields.fingerprint);
    if (alert.fingerprint.empty()) {
      return failure("There is no text at “" + fields.fingerprint +
                     "”, which tells one alert from another.");
    }
    alert.title = text_at(*item, fields.title);
    alert.text = text_at(*item, fields.text);
    alert.url = text_at(*item, fields.url);
    if (const Json* labels = at_path(*item, fields.labels)) alert.labels = labels_of(*labels);
    alert.started_at = time_at(*item, fields.time).value_or(now);
    if (is_one_of(text_at(*item, fields.state), fields.ended)) alert.ended_at = now;
    reported.alerts.push_back(finished(std::move(alert), now));
  }
  return reported;
}

}  // namespace tocsin
