#include "tests/e2e/asking.h"

#include "bot/net/http_client.h"
#include "bot/net/loop.h"

#include <doctest/doctest.h>

#include <utility>

namespace tocsin::e2e {

net::HttpResponse ask(net::HttpRequest request) {
  net::Loop loop;
  net::HttpClient client(loop, net::Surroundings{});
  net::HttpResponse answer;
  client.send(std::move(request), [&](net::HttpResponse given) {
    answer = std::move(given);
    loop.stop();
  });
  loop.run();
  return answer;
}

Variables with_http(const Stage& stage, const std::string& address) {
  Variables variables = stage.variables();
  variables["TOCSIN_HTTP"] = address;
  return variables;
}

std::string port_of(const BotProcess& bot) {
  const std::string words = "HTTP on 127.0.0.1, port ";
  REQUIRE_MESSAGE(bot.says(words), bot.said());
  const std::string said = bot.said();
  const std::size_t at = said.find(words) + words.size();
  return said.substr(at, said.find_first_not_of("0123456789", at) - at);
}

Asker::Asker(const std::string& port) : base_("http://127.0.0.1:" + port) {}

net::HttpResponse Asker::get(const std::string& target) const {
  return ask({"GET", base_ + target, {}, ""});
}

Json Asker::type(const std::string& line, const std::string& key) const {
  const Json body{{"as", k_ana.value}, {"text", line}, {"key", key}};
  const net::HttpResponse answer = ask({"POST",
                                        base_ + "/api/v1/commands",
                                        {{"Content-Type", "application/json"}},
                                        dump_json(body)});
  const auto json = parse_json(answer.body);
  REQUIRE_MESSAGE(json.has_value(), answer.status << " " << answer.trouble << answer.body);
  return *json;
}

}  // namespace tocsin::e2e
