#include "bot/inc/inc.h"

#include "bot/domain/incident_name.h"
#include "bot/net/http_client.h"
#include "bot/net/loop.h"
#include "bot/serve/clock.h"
#include "bot/serve/engine_settings.h"
#include "bot/serve/random_text.h"
#include "bot/serve/web_side.h"
#include "bot/slack/destination.h"
#include "bot/web/api.h"
#include "bot/web/people.h"
#include "commands/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>

namespace tocsin {

namespace {

constexpr int k_tries = 3;

// Where the running bot listens, seen from this machine.
std::optional<std::string> url_of(const Config& config) {
  const auto address = read_http_address(config.http_address);
  if (!address) return std::nullopt;
  const bool is_any = address->host == "0.0.0.0" || address->host == "::";
  const std::string host = is_any ? "127.0.0.1" : address->host;
  const std::string name = host.find(':') != std::string::npos ? "[" + host + "]" : host;
  return fmt::format("http://{}:{}/api/v1/commands", name, address->port);
}

net::HttpResponse ask_once(const net::HttpRequest& request, const net::Surroundings& surroundings) {
  net::Loop loop;
  net::HttpResponse answer;
  net::HttpClient client(loop, surroundings, {.timeout = std::chrono::seconds(5)});
  client.send(request, [&](net::HttpResponse given) {
    answer = std::move(given);
    loop.stop();
  });
  loop.run();
  return answer;
}

int print(const web::CommandAnswer& answer) {
  std::FILE* const where = answer.is_saved ? stdout : stderr;
  fmt::print(where, "{}\n", answer.text);
  for (const web::CommandAnswer::Choice& choice : answer.choices) {
    fmt::print(where, "  {}: tocsin inc {}\n", choice.label, choice.line);
  }
  return answer.is_saved ? 0 : 1;
}

// Nothing: no bot listens there.
std::optional<int> ask_bot(const web::TypedOutside& typed, const Config& config,
                           const net::Surroundings& surroundings) {
  const auto url = url_of(config);
  if (!url) return std::nullopt;
  net::HttpRequest request;
  request.method = "POST";
  request.url = *url;
  request.headers = {{"Content-Type", "application/json"}};
  if (!config.http_token.empty()) {
    request.headers.push_back({"Authorization", "Bearer " + config.http_token});
  }
  request.body = web::command_body(typed);
  // The same key: what was carried out, but not answered, is not carried out again.
  for (int i = 0; i < k_tries; ++i) {
    const net::HttpResponse answer = ask_once(request, surroundings);
    // On a later try the earlier one may have been carried out by a bot that has ended since.
    if (answer.transport == net::Transport::never_sent && i == 0) return std::nullopt;
    if (answer.transport != net::Transport::answered) continue;
    const auto given = web::read_command_answer(answer.body);
    if (given && answer.status == 504) continue;
    if (given) return print(*given);
    fmt::print(stderr,
               "tocsin: what answers at {} is not Tocsin. Set TOCSIN_HTTP to the bot's "
               "address, or to off when none runs.\n",
               config.http_address);
    return 1;
  }
  fmt::print(stderr,
             "tocsin: not confirmed: the bot does not answer. See with `tocsin inc timeline` "
             "whether it went through before you type it again.\n");
  return 1;
}

// Without the bot: one step of the engine, from which nothing leaves.
int run_by_itself(const web::TypedOutside& typed, const Config& config, Store& store) {
  try {
    const auto user = web::person_meant(typed.as, store);
    if (!user) {
      fmt::print(stderr, "tocsin: not saved. {}\n", user.error());
      return 1;
    }
    const slack::SlackDestination nowhere{slack::SlackSettings{}};
    EngineSettings settings = engine_settings(config);
    settings.waits_for_slack = true;
    settings.only_records = true;
    Engine engine(store, nowhere, std::move(settings));
    engine.start(read_clocks());
    input::Command command;
    command.key = typed.input_key(*user);
    command.user = *user;
    command.text = typed.line();
    command.token = 1;
    command.is_from_outside = true;
    const Effects effects = engine.step({std::move(command)}, read_clocks());
    web::CommandAnswer answer;
    for (const Ack& ack : effects.acks) {
      answer = web::plain_answer(ack.reply, ack.saved && !ack.is_refused);
    }
    return print(answer);
  } catch (const StorageError& error) {
    fmt::print(stderr, "tocsin: not saved: {}\n", error.what());
    return 1;
  }
}

}  // namespace

IncOptions with_name_taken_out(IncOptions options) {
  const auto found = std::ranges::find(options.words, "--as");
  if (found == options.words.end() || found + 1 == options.words.end()) return options;
  options.as = *(found + 1);
  options.words.erase(found, found + 2);
  return options;
}

std::string typed_line(const std::vector<std::string>& words) {
  std::vector<std::string> ordered = words;
  if (ordered.size() > 1 && is_certain_incident_name(ordered[1])) {
    const Verb* verb = find_verb(ordered[0]);
    const bool takes_one =
        verb != nullptr && verb->arguments.find("INC-") != std::string_view::npos;
    if (!takes_one) std::swap(ordered[0], ordered[1]);
  }
  return fmt::format("{}", fmt::join(ordered, " "));
}

int run_inc(const IncOptions& given, const Config& config, const std::string& login_name,
            const net::Surroundings& surroundings, const WithStore& with_store) {
  const IncOptions options = with_name_taken_out(given);
  web::TypedOutside typed;
  typed.as = !options.as.empty()        ? options.as
             : !config.cli_user.empty() ? config.cli_user
                                        : login_name;
  typed.text = typed_line(options.words);
  typed.key = random_text(26);
  if (const auto status = ask_bot(typed, config, surroundings)) return *status;
  return with_store([&](Store& store) { return run_by_itself(typed, config, store); });
}

}  // namespace tocsin
