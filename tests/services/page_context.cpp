#include "tests/services/page_context.h"

#include <doctest/doctest.h>

#include <utility>

namespace tocsin::test {

Service pager(std::string kind, std::map<std::string, std::string, std::less<>> values) {
  return {ServiceRole::pager, "duty", std::move(kind), std::move(values)};
}

DeliveryContext page_context(PagerCall call) {
  DeliveryContext context;
  context.delivery = delivery::CallPager{"duty", PageNumber{1}, call};
  context.now = from_stored(1'795'687'200'000);  // 2026-11-26 10:00:00 UTC
  context.lead_name = "@ana";
  context.where = "https://slack.example/app_redirect?channel=C1";
  Incident incident;
  incident.number = IncidentNumber{7};
  incident.title = "Checkout is down";
  incident.severity = Severity::sev1;
  incident.impact = "Nobody can pay";
  Page page;
  page.number = PageNumber{1};
  page.target = "payments";
  page.reason = "cards are declined";
  page.opened_at = from_stored(1'795'687'190'000);
  incident.pages.push_back(page);
  context.incident = incident;
  return context;
}

DeliveryContext private_context(PagerCall call) {
  DeliveryContext context = page_context(call);
  context.incident->is_private = true;
  return context;
}

DeliveryContext drill_context() {
  DeliveryContext context = page_context();
  context.incident->is_drill = true;
  return context;
}

DeliveryContext on_call_context(std::string progress) {
  DeliveryContext context;
  context.delivery = delivery::AskOnCall{"duty", "PSCHED1"};
  context.progress = std::move(progress);
  context.now = from_stored(1'795'687'200'000);
  return context;
}

std::string said(const Verdict& verdict) {
  if (std::holds_alternative<verdict::Done>(verdict)) return "done";
  if (const auto* next = std::get_if<verdict::NextStep>(&verdict)) return "next " + next->progress;
  if (const auto* wait = std::get_if<verdict::Wait>(&verdict)) {
    return (wait->is_rate_limit ? "limit " : "wait ") + std::to_string(wait->after.count());
  }
  if (std::holds_alternative<verdict::Unknown>(verdict)) return "unknown";
  if (std::holds_alternative<verdict::Hold>(verdict)) return "hold";
  const auto& refused = std::get<verdict::Refused>(verdict);
  std::string text = "refused " + refused.code + ": " + refused.why;
  for (const Fact& fact : refused.facts) {
    const auto* of_page = std::get_if<fact::PagerRefused>(&fact);
    REQUIRE(of_page != nullptr);
    CHECK(of_page->pager == "duty");
    CHECK(of_page->page == PageNumber{1});
    CHECK(of_page->why == refused.why);
    text += " [page refused]";
  }
  return text;
}

net::HttpResponse answer(int status, std::string body, std::vector<net::Header> headers) {
  return {net::Transport::answered, status, std::move(headers), std::move(body), ""};
}

void check_answers(const Destination& service, const DeliveryContext& context,
                   const std::vector<Answered>& table) {
  for (const Answered& row : table) {
    CAPTURE(row.what);
    CHECK(said(service.judge(context, row.answer)) == row.verdict);
  }
}

void check_hush(const Destination& service, const std::vector<Answered>& table) {
  for (const PagerCall call : {PagerCall::trigger, PagerCall::acknowledge, PagerCall::resolve}) {
    for (const Answered& row : table) {
      const Verdict verdict = service.judge(page_context(call), row.answer);
      CHECK_MESSAGE(said(verdict).find("HUSH") == std::string::npos, row.what);
    }
  }
}

}  // namespace tocsin::test
