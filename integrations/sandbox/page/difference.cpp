#include "integrations/sandbox/page/difference.h"

#include <cstddef>
#include <string>
#include <utility>

namespace tocsin::sandbox {

namespace {

// Tabs that are open at once, some times over. A look has some hundred KB at most.
constexpr std::size_t k_most_remembered = 64;

bool have_same_keys(const Json& one, const Json& other) {
  if (one.size() != other.size()) return false;
  for (const auto& [key, value] : one.items()) {
    if (!other.contains(key)) return false;
  }
  return true;
}

// Only the members that are not as they were.
Json changed_members(const Json& before, const Json& now) {
  Json changed = Json::object();
  for (const auto& [key, value] : now.items()) {
    if (before.at(key) != value) changed[key] = value;
  }
  return changed;
}

std::string name_of(const Json& item, const char* by) {
  const auto found = item.find(by);
  return found == item.end() ? std::string() : dump_json(*found);
}

// The order of all, and those that are new or read differently. `by` tells one from the other.
Json changed_items(const Json& before, const Json& now, const char* by) {
  std::map<std::string, const Json*> known;
  for (const Json& item : before) known[name_of(item, by)] = &item;
  Json order = Json::array();
  Json items = Json::array();
  for (const Json& item : now) {
    order.push_back(item.at(by));
    const auto found = known.find(name_of(item, by));
    if (found == known.end() || *found->second != item) items.push_back(item);
  }
  return {{"order", std::move(order)}, {"items", std::move(items)}};
}

Json changed_channel(const Json& before, const Json& now) {
  Json changed = changed_members(before, now);
  changed["id"] = now.at("id");
  if (changed.contains("messages")) {
    changed["messages"] = changed_items(before.at("messages"), now.at("messages"), "ts");
  }
  if (changed.contains("notices")) {
    changed["notices"] = changed_items(before.at("notices"), now.at("notices"), "key");
  }
  return changed;
}

}  // namespace

Json Told::differing(std::int64_t number, Json seen, Moment now) {
  const auto known = told_.find(number);
  Json answer;
  if (known == told_.end() || !have_same_keys(known->second, seen)) {
    answer = seen;
    answer["based_on"] = 0;
  } else {
    const Json& before = known->second;
    answer = changed_members(before, seen);
    const Json& channel = before.at("channel");
    if (answer.contains("channel") && channel.is_object() && answer["channel"].is_object() &&
        channel.at("id") == answer["channel"].at("id")) {
      answer["channel"] = changed_channel(channel, seen.at("channel"));
      answer["same_channel"] = true;
    }
    answer["based_on"] = number;
  }
  if (last_ == 0) last_ = to_stored(now) * 100;
  // Not the one that was asked with is let go, but the oldest: an answer may get lost on its way.
  answer["number"] = ++last_;
  told_.emplace(last_, std::move(seen));
  if (told_.size() > k_most_remembered) told_.erase(told_.begin());
  return answer;
}

}  // namespace tocsin::sandbox
