#include "integrations/rest.h"

#include "bot/domain/markdown.h"
#include "bot/domain/whole_letters.h"
#include "bot/domain/whole_number.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin::rest {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t k_most_words = 200;
constexpr Duration k_longest_wait = 1h;
constexpr Duration k_between_looks = 30s;
constexpr Duration k_unsaid_wait = 60s;

std::optional<std::int64_t> number_in(const net::HttpResponse& answer, std::string_view header) {
  const std::string* text = net::find_header(answer.headers, header);
  return text == nullptr ? std::nullopt : whole_number(*text);
}

// What the service asks for: seconds, or the moment at which its limit starts anew. 0: nothing.
Duration asked_for(const net::HttpResponse& answer, Moment now) {
  Duration wait{0};
  const auto after = number_in(answer, "Retry-After");
  if (after && *after > 0) {
    wait = std::chrono::seconds(std::min<std::int64_t>(*after, 3600));
  } else if (number_in(answer, "X-RateLimit-Remaining") == 0) {
    const auto reset = number_in(answer, "X-RateLimit-Reset");
    if (reset && *reset > 0 && *reset < 100'000'000'000) wait = from_stored(*reset * 1000) - now;
  }
  return std::clamp(wait, Duration{0}, k_longest_wait);
}

// One line of reasonable length in which our secret does not stand.
std::string harmless(std::string words, const std::string& secret) {
  if (!secret.empty()) {
    for (std::size_t at = 0; (at = words.find(secret, at)) != std::string::npos;) {
      words.replace(at, secret.size(), "…");
    }
  }
  words = on_one_line(words);
  const std::string_view cut = whole_letters(words, k_most_words);
  return cut.size() < words.size() ? std::string(cut) + "…" : words;
}

std::string own_words(const net::HttpResponse& answer, const Manners& manners) {
  const auto json = parse_json(answer.body);
  if (!json || manners.words == nullptr) return "";
  return harmless(manners.words(*json), manners.secret);
}

// Some services refuse with 403 whom they want to be slower.
bool is_limit(const net::HttpResponse& answer, const Manners& manners) {
  if (answer.status == 429 || answer.status == 420) return true;
  if (answer.status != 403) return false;
  if (net::find_header(answer.headers, "Retry-After") != nullptr) return true;
  if (number_in(answer, "X-RateLimit-Remaining") == 0) return true;
  return own_words(answer, manners).find("rate limit") != std::string::npos;
}

}  // namespace

Manners manners_of(const Service& service, std::string_view secret_key, std::string_view place_key,
                   std::string (*words)(const Json&)) {
  const ServiceKind* kind = find_service_kind(service.role, service.kind);
  return {kind != nullptr ? std::string(kind->title) : service.kind,
          fmt::format("[{}.{}]", section_of(service.role), service.name),
          secret_key,
          place_key,
          service.value(secret_key),
          words};
}

net::HttpRequest plain_request(std::string_view method, std::string url) {
  return {std::string(method),
          std::move(url),
          {{"Accept", "application/json"}, {"User-Agent", "tocsin"}},
          ""};
}

net::HttpRequest json_request(std::string_view method, std::string url, const Json& body) {
  net::HttpRequest request = plain_request(method, std::move(url));
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = dump_json(body);
  return request;
}

std::optional<Verdict> trouble_of(const net::HttpResponse& answer, const Manners& manners,
                                  Moment now) {
  const std::string status = fmt::format("{} answers {}", manners.title, answer.status);
  if (answer.transport == net::Transport::never_sent) {
    return verdict::Wait{Duration{0}, manners.title + " cannot be reached: " + answer.trouble};
  }
  if (answer.transport == net::Transport::lost) {
    return verdict::Unknown{"no answer from " + manners.title + ": " + answer.trouble};
  }
  if (answer.status >= 200 && answer.status < 300) return std::nullopt;
  if (is_limit(answer, manners)) {
    Duration wait = asked_for(answer, now);
    if (wait == Duration{0} && answer.status == 403) wait = k_unsaid_wait;
    return verdict::Wait{wait, status, true};
  }
  if (answer.status >= 500 || answer.status == 408) return verdict::Unknown{status};
  const std::string words = own_words(answer, manners);
  const std::string said = words.empty() ? "" : " It says: " + words;
  if (answer.status == 401) {
    return refused(manners, "not_authorised",
                   fmt::format("{} does not accept our key: check `{}` of {}.{}", manners.title,
                               manners.secret_key, manners.section, said));
  }
  if (answer.status == 403) {
    return refused(manners, "forbidden",
                   fmt::format("{} does not allow it: check what the key in `{}` of {} may do.{}",
                               manners.title, manners.secret_key, manners.section, said));
  }
  if (answer.status == 404 || answer.status == 410) {
    return refused(
        manners, "not_found",
        fmt::format("{} does not know it, or hides it from us: check `{}` of {}, and "
                    "that the key in `{}` may see it.{}",
                    manners.title, manners.place_key, manners.section, manners.secret_key, said));
  }
  if (answer.status >= 300 && answer.status < 400) {
    return refused(manners, "moved",
                   fmt::format("{} sends us elsewhere: check `{}` and `url` of {}.", manners.title,
                               manners.place_key, manners.section));
  }
  return refused(manners, fmt::format("http_{}", answer.status),
                 fmt::format("{} refuses it ({}).{}", manners.title, answer.status, said));
}

verdict::Unknown not_understood(const Manners& manners, std::string_view what) {
  return {fmt::format("the answer of {} has no {}", manners.title, what)};
}

verdict::Refused refused(const Manners& manners, std::string code, const std::string& why) {
  // Told once for each incident and reason; another service's same reason is another one.
  return {manners.section + " " + std::move(code), why, {}};
}

std::optional<Look> look_trouble(const net::HttpResponse& answer, const Manners& manners,
                                 Moment now) {
  const auto trouble = trouble_of(answer, manners, now);
  if (!trouble) return std::nullopt;
  if (const auto* wait = std::get_if<verdict::Wait>(&*trouble)) {
    return look::Failed{wait->after, wait->why};
  }
  if (const auto* no = std::get_if<verdict::Refused>(&*trouble)) {
    return look::Failed{k_between_looks, no->why};
  }
  return look::Failed{Duration{0}, fmt::format("{} does not answer the look", manners.title)};
}

look::Failed look_not_understood(const Manners& manners) {
  return {k_between_looks, "the answer of " + manners.title + " to the look is not understood"};
}

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
    if (is_plain) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return encoded;
}

}  // namespace tocsin::rest
