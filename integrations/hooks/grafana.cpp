// Grafana: the webhook of a contact point, and an outgoing webhook of Grafana OnCall (IRM), by
// which an acknowledgement there comes back to the page that this bot has opened.

#include "bot/domain/work.h"
#include "integrations/hooks/readers.h"

#include <utility>

namespace tocsin {

namespace {

// `alert_payload` is what the alert was opened with: for a page of ours, with our key.
ReportResult read_oncall(JsonReader& reader, Moment now) {
  JsonReader event = reader.object("event");
  const std::string type = event.text("type");
  const std::string time = event.text_or("time", "");
  const Moment at = read_iso(time).value_or(now);
  std::string key;
  if (auto payload = reader.maybe_object("alert_payload")) key = payload->text_or("alert_uid", "");
  std::string by;
  if (auto user = reader.maybe_object("user")) by = user->text_or("username", "");
  if (reader.failed()) return failure(reader.error());
  Reported reported;
  // A group that ended by itself names no user, and nobody has dealt with it.
  const bool is_end = type == "resolve" && !by.empty();
  if ((is_end || type == "acknowledge") && read_dedup_key(key)) {
    // With its time: a page that was opened anew is acknowledged anew.
    std::string same = "grafana:" + key + ":" + type + ":" + time;
    reported.answers.push_back(
        {std::move(same), "Grafana OnCall", std::move(key), std::move(by), at, is_end});
  }
  return reported;
}

}  // namespace

ReportResult read_grafana(const Json& body, Moment now) {
  JsonReader reader(body);
  if (reader.has("event") && reader.has("alert_group")) return read_oncall(reader, now);
  return read_alert_list("grafana", body, {"panelURL", "dashboardURL", "generatorURL"}, now);
}

}  // namespace tocsin
