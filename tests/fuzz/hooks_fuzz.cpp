// Any bytes as the body of a hook, whatever its source, and as the headers that open it: what comes
// out keeps within the limits of an alert or is an answer to a page of ours, and nobody comes in
// who does not know the secret. Seeds: tests/fixtures/services.
#include "bot/domain/work.h"
#include "integrations/hooks/hooks.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace tocsin;

constexpr const char* k_secret = "a secret that no bytes of a fuzzer are";

void demand(bool is_so) {
  if (!is_so) std::abort();
}

void check(const Reported& reported, std::string_view name, Moment now) {
  for (const Alert& alert : reported.alerts) {
    demand(alert.source == name);
    demand(!alert.fingerprint.empty() && alert.fingerprint.size() <= 200);
    demand(!alert.title.empty() && alert.title.size() <= 300);
    demand(alert.text.size() <= 3'000 && alert.url.size() <= 1'500 && alert.labels.size() <= 40);
    demand(alert.started_at <= now);
    for (const auto& [label, value] : alert.labels) {
      demand(label.size() <= 100 && value.size() <= 300);
    }
  }
  for (const AnsweredPage& answer : reported.answers) {
    demand(read_dedup_key(answer.dedup_key).has_value());
    demand(!answer.key.empty() && !answer.pager.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const Moment now = from_stored(1'773'153'660'000);
  Hook hook{k_secret, k_secret};
  hook.fields.page = "alert.alias";
  Hook nested{k_secret, k_secret};
  nested.fields.alerts = "alerts.0.items";
  nested.fields.fingerprint = "labels.alertname";
  nested.fields.time = "startsAt";
  const net::HttpRequest request{"POST", "/hooks/x", {}, text};
  for (const char* name : {"alertmanager", "grafana", "pagerduty", "generic"}) {
    if (const auto reported = read_report(name, hook, request, now)) check(*reported, name, now);
    net::HttpRequest opened = request;
    for (const char* header :
         {"Authorization", "X-PagerDuty-Signature", "X-Tocsin-Timestamp", "X-Tocsin-Signature"}) {
      opened.headers.push_back({header, text});
    }
    demand(!may_come_in(name, hook, opened, now));
    opened.headers[0].value = "Basic " + text;
    demand(!may_come_in(name, hook, opened, now));
  }
  if (const auto reported = read_report("generic", nested, request, now)) {
    check(*reported, "generic", now);
  }
  return 0;
}
