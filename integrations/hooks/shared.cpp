#include "bot/domain/whole_letters.h"
#include "integrations/hooks/readers.h"
#include "integrations/signature.h"

#include <algorithm>
#include <charconv>
#include <chrono>
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

// The next `digits` digits of the text, which loses them.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number);
  if (error != std::errc{} || end != text.data() + digits || number < 0) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// ".123456789": only the milliseconds count.
std::optional<Duration> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return Duration{0};
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0) return std::nullopt;
  std::string three(text.substr(0, std::min<std::size_t>(digits, 3)));
  three.resize(3, '0');
  text.remove_prefix(digits);
  std::string_view rest = three;
  return Duration{take_number(rest, 3).value_or(0)};
}

std::optional<Duration> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return Duration{0};
  const bool is_behind = text.starts_with('-');
  if (!is_behind && !text.starts_with('+')) return std::nullopt;
  text.remove_prefix(1);
  const auto hour = take_number(text, 2);
  take(text, ':');
  const auto minute = take_number(text, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  const Duration offset = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
  return is_behind ? -offset : offset;
}

}  // namespace

std::optional<Moment> read_iso_time(std::string_view text) {
  const auto year = take_number(text, 4);
  const bool has_month = take(text, '-');
  const auto month = take_number(text, 2);
  const bool has_day = take(text, '-');
  const auto day = take_number(text, 2);
  const bool has_time = take(text, 'T') || take(text, 't') || take(text, ' ');
  const auto hour = take_number(text, 2);
  const bool has_minute = take(text, ':');
  const auto minute = take_number(text, 2);
  const bool has_second = take(text, ':');
  const auto second = take_number(text, 2);
  const auto fraction = take_fraction(text);
  const auto offset = take_offset(text);
  const bool has_all = has_month && has_day && has_time && has_minute && has_second;
  if (!has_all || !year || !month || !day || !hour || !minute || !second || !fraction || !offset) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  const bool is_clock = *hour < 24 && *minute < 60 && *second < 61;
  if (!text.empty() || !date.ok() || !is_clock || *year < 1970) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch();
  const Duration since = std::chrono::duration_cast<Duration>(days) + std::chrono::hours(*hour) +
                         std::chrono::minutes(*minute) + std::chrono::seconds(*second) + *fraction;
  return from_stored((since - *offset).count());
}

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
