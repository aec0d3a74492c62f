// Atlassian Statuspage as its public documents describe it.

#include "integrations/statuspage/statuspage.h"
#include "bot/domain/public_status.h"
#include "bot/json.h"
#include "integrations/signature.h"
#include "integrations/webhook/status_page.h"
#include "tests/services/served.h"

#include <doctest/doctest.h>

namespace statuspage_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

statuspage::Page page() {
  return statuspage::Page(service(ServiceRole::status_page, "statuspage",
                                  {{"page", "kctbh9vrtdwd"}, {"token", "sp_secret"}}));
}

DeliveryContext showing(const std::string& text, State state, const std::string& id) {
  DeliveryContext context = context_of(delivery::ShowStatus{"trust", text, state});
  context.incident->status_entries.push_back({"trust", id, "", "", k_now});
  return context;
}

const DeliveryContext k_first = showing("We found the cause", State::identified, "");
const DeliveryContext k_later = showing("A fix is out", State::mitigated, "p31zjtct2jer");

}  // namespace

TEST_CASE("the first update creates the incident there, the later ones are added to it") {
  const Prepared first = page().request(k_first);
  CHECK(line_of(first.request) == "POST https://api.statuspage.io/v1/pages/kctbh9vrtdwd/incidents");
  CHECK(*net::find_header(first.request.headers, "Authorization") == "OAuth sp_secret");
  const Json created = (*parse_json(first.request.body))["incident"];
  CHECK(created["name"] == "Checkout is failing");
  CHECK(created["status"] == "identified");
  CHECK(created["body"] == "We found the cause");
  CHECK(created["metadata"]["tocsin"]["mark"] == "tocsin a1b2c3 INC-7");
  const Prepared later = page().request(k_later);
  CHECK(line_of(later.request) ==
        "PATCH https://api.statuspage.io/v1/pages/kctbh9vrtdwd/incidents/p31zjtct2jer");
  const Json added = (*parse_json(later.request.body))["incident"];
  CHECK(added["status"] == "monitoring");
  CHECK_FALSE(added.contains("name"));
}

TEST_CASE("each answer of Statuspage has its meaning") {
  const std::pair<net::HttpResponse, std::string_view> rows[] = {
      {answered(201, "statuspage/created.json"),
       "done: trust shows “Identified: We found the cause” (p31zjtct2jer) at "
       "https://stspg.example/p31zjtct2jer"},
      {answered(401, "statuspage/unauthorized.json"),
       "refused [status_pages.trust] not_authorised: Statuspage does not accept our key: check "
       "`token` of [status_pages.trust]. It says: Could not authenticate"},
      {answered(404, "statuspage/not_found.json"),
       "refused [status_pages.trust] not_found: Statuspage does not know it, or hides it from us: "
       "check `page` of [status_pages.trust]"},
      {answered(422, "statuspage/invalid.json"),
       "refused [status_pages.trust] http_422: Statuspage refuses it (422). It says: Name is too "
       "long (maximum is 240 characters); Status is not included in the list"},
      {answered(420, "statuspage/limited.json"), "wait 0 s for all:"},
      {answered(429, "statuspage/limited.json", {{"Retry-After", "12"}}), "wait 12 s for all:"},
      {answered(500, ""), "unknown:"},
      {lost(), "unknown:"},
      {never_sent(), "wait 0 s:"},
      {answered(201, "statuspage/hostile.json"), "unknown:"}};
  for (const auto& [answer, means] : rows) {
    const std::string verdict = print(page().judge(k_first, answer));
    CAPTURE(verdict);
    CHECK(verdict.starts_with(means));
    CHECK(verdict.find("secret") == std::string::npos);
  }
}

TEST_CASE("an incident whose creation was lost is found by its mark, and never created twice") {
  CHECK(line_of(page().lookup(k_first, "")->request) ==
        "GET https://api.statuspage.io/v1/pages/kctbh9vrtdwd/incidents?limit=100&page=1");
  CHECK(
      print(page().found(k_first, answered(200, "statuspage/list_with_ours.json")))
          .starts_with("found done: trust shows “Identified: We found the cause” (p31zjtct2jer)"));
  CHECK(print(page().found(k_first, answered(200, "statuspage/list_without.json"))) == "not there");
  CHECK(print(page().found(k_first, answered(429, ""))).starts_with("failed"));
  CHECK(print(page().found(k_first, lost())).starts_with("failed"));
}

TEST_CASE("an update whose answer was lost is found by its words, state and time") {
  DeliveryContext context = k_later;
  context.first_sent_at = context.now = from_stored(to_stored(k_now) + 29 * 60'000);
  CHECK(line_of(page().lookup(context, "")->request) ==
        "GET https://api.statuspage.io/v1/pages/kctbh9vrtdwd/incidents/p31zjtct2jer");
  const net::HttpResponse there = answered(200, "statuspage/updated.json");
  CHECK(print(page().found(context, there)).starts_with("found done: trust shows “Monitoring:"));
  CHECK(print(page().found(context, answered(200, "statuspage/created.json"))) == "not there");
  // The same words an hour later are another update.
  context.first_sent_at = from_stored(to_stored(k_now) + 90 * 60'000);
  CHECK(print(page().found(context, there)) == "not there");
  CHECK(
      print(page().found(context, answered(200, "statuspage/hostile.json"))).starts_with("failed"));
}

TEST_CASE("a status page of one's own gets each update signed, with a key that stays the same") {
  const webhook::StatusPage own(
      service(ServiceRole::status_page, "webhook",
              {{"url", "https://status.example.com/hook"}, {"secret", "wh_secret"}}));
  DeliveryContext context = k_first;
  context.id = DeliveryId{42};
  const net::HttpRequest request = own.request(context).request;
  CHECK(line_of(request) == "POST https://status.example.com/hook");
  const auto header = [&](std::string_view name) {
    const std::string* value = net::find_header(request.headers, name);
    return value != nullptr ? *value : "";
  };
  CHECK(header("X-Tocsin-Timestamp") == "1773153660");
  CHECK(header("X-Tocsin-Signature") == webhook_signature("wh_secret", "1773153660", request.body));
  CHECK(header("Idempotency-Key") == "INC-7-status-42");
  const Json body = *parse_json(request.body);
  CHECK(body["event"] == "status.create");
  CHECK(body["status"] == "identified");
  CHECK(body["text"] == "We found the cause");
  CHECK((*parse_json(own.request(k_later).request.body))["event"] == "status.update");
  CHECK(
      (*parse_json(own.request(showing("Over", State::resolved, "INC-7")).request.body))["event"] ==
      "status.resolve");
  CHECK(print(own.judge(context, answered(200, ""))) ==
        "done: trust shows “Identified: We found the cause” (INC-7) at ");
  CHECK(print(own.judge(context, answered(401, "")))
            .starts_with("refused [status_pages.trust] not_authorised:"));
  CHECK(print(own.judge(context, lost())).starts_with("unknown:"));
  CHECK_FALSE(own.lookup(context, "").has_value());
}

}  // namespace statuspage_test
