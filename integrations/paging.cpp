#include "integrations/paging.h"

#include "bot/domain/markdown.h"
#include "bot/domain/whole_letters.h"
#include "bot/ensure.h"

#include <fmt/core.h>

#include <utility>

namespace tocsin::paging {

namespace {

void add(std::vector<Line>& facts, std::string label, std::string_view text) {
  if (!text.empty()) facts.push_back({std::move(label), std::string(text)});
}

}  // namespace

const delivery::CallPager& call_of(const DeliveryContext& context) {
  const auto* call = std::get_if<delivery::CallPager>(&context.delivery);
  ENSURE(call != nullptr);
  return *call;
}

PageText page_text(const DeliveryContext& context) {
  const delivery::CallPager& call = call_of(context);
  ENSURE(context.incident.has_value());
  const Incident& incident = *context.incident;
  PageText text;
  text.key = dedup_key(incident.number, call.page);
  text.is_drill = incident.is_drill;
  const std::string drill = incident.is_drill ? "DRILL, not real: " : "";
  if (incident.is_private) {
    text.headline = drill + handle(incident.number) + ": private incident";
    return text;
  }
  const Page* page = find(incident, call.page);
  const std::string title = on_one_line(incident.title);
  const std::string reason = page != nullptr ? on_one_line(page->reason) : "";
  text.headline = drill + handle(incident.number) +
                  (incident.severity ? fmt::format(" ({})", name_of(*incident.severity)) : "") +
                  " " + title + (reason.empty() || reason == title ? "" : ": " + reason);
  text.severity = incident.severity;
  text.link = context.where;
  add(text.facts, "Reason", reason);
  add(text.facts, "Called", page != nullptr ? page->target : "");
  add(text.facts, "Severity", incident.severity ? name_of(*incident.severity) : "not set");
  add(text.facts, "State", name_of(incident.state));
  add(text.facts, "Impact", incident.impact);
  add(text.facts, "Lead", context.lead_name.empty() ? "nobody" : context.lead_name);
  return text;
}

std::string plain_text(const PageText& text) {
  std::string lines = text.headline + "\n";
  for (const Line& fact : text.facts) lines += fmt::format("\n{}: {}", fact.label, fact.text);
  if (!text.link.empty()) lines += "\n\n" + text.link;
  return lines + "\n";
}

std::string shortened(std::string_view text, std::size_t most_bytes) {
  constexpr std::string_view k_more = "…";
  if (text.size() <= most_bytes) return std::string(text);
  return std::string(whole_letters(text, most_bytes - k_more.size())) + std::string(k_more);
}

Verdict told(Verdict verdict, const DeliveryContext& context) {
  auto* refused = std::get_if<verdict::Refused>(&verdict);
  if (refused == nullptr) return verdict;
  const auto* call = std::get_if<delivery::CallPager>(&context.delivery);
  if (call != nullptr && call->call == PagerCall::trigger) {
    refused->facts.push_back(fact::PagerRefused{call->pager, call->page, refused->why});
  }
  return verdict;
}

}  // namespace tocsin::paging
