#include "bot/domain/whole_letters.h"
#include "integrations/hooks/readers.h"
#include "integrations/signature.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_longest_fingerprint = 200;
constexpr std::size_t k_longest_title = 300;
constexpr std::size_t k_longest_text = 3'000;
constexpr std::size_t k_longest_url = 1'500;
constexpr std::size_t k_longest_label_name = 100;
constexpr std::size_t k_longest_label = 300;
constexpr std::size_t k_most_labels = 40;

}  // namespace

std::map<std::string, std::string, std::less<>> labels_of(const Json& object) {
  std::map<std::string, std::string, std::less<>> labels;
  if (!object.is_object()) return labels;
  for (const auto& [name, value] : object.items()) {
    if (value.is_string()) {
      labels[name] = value.get<std::string>();
    } else if (value.is_number() || value.is_boolean()) {
      labels[name] = dump_json(value);
    }
  }
  return labels;
}

Alert finished(Alert alert, Moment now) {
  const auto cut = [](std::string& text, std::size_t longest) {
    text.resize(whole_letters(text, longest).size());
  };
  if (alert.fingerprint.size() > k_longest_fingerprint) {
    alert.fingerprint = hmac_sha256_hex("", alert.fingerprint);
  }
  cut(alert.title, k_longest_title);
  if (alert.title.find_first_not_of(" \t\r\n") == std::string::npos) {
    alert.title = "An alert without a title";
  }
  cut(alert.text, k_longest_text);
  if (alert.url.size() > k_longest_url) alert.url.clear();  // a part of one leads nowhere
  std::map<std::string, std::string, std::less<>> labels;
  for (auto& [name, value] : alert.labels) {
    if (labels.size() == k_most_labels || name.size() > k_longest_label_name) continue;
    cut(value, k_longest_label);
    labels[name] = std::move(value);
  }
  alert.labels = std::move(labels);
  alert.started_at = std::min(alert.started_at, now);
  return alert;
}

ReportResult read_report(std::string_view name, const Hook& hook, const net::HttpRequest& request,
                         Moment now) {
  const std::optional<Json> body = parse_json(request.body);
  if (!body) return failure(std::string("The body is no JSON."));
  if (name == "alertmanager") return read_alertmanager(*body, now);
  if (name == "grafana") return read_grafana(*body, now);
  if (name == "pagerduty") return read_pagerduty(*body, now);
  ReportResult reported = read_generic(*body, hook.fields, now);
  const std::string* signature = net::find_header(request.headers, k_signature_header);
  // What was signed once and comes twice was sent twice, by whomever.
  if (reported && !hook.secret.empty() && signature != nullptr) {
    reported->key = "generic:" + *signature;
  }
  return reported;
}

}  // namespace tocsin
