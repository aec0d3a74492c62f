#include "tests/e2e/asking.h"

#include "bot/net/http_client.h"
#include "bot/net/loop.h"

#include <doctest/doctest.h>

#include <utility>

namespace tocsin::e2e {

std::string port_of(const BotProcess& bot) {
  const std::string words = "HTTP on 127.0.0.1, port ";
  REQUIRE_MESSAGE(bot.says(words), bot.said());
  const std::string said = bot.said();
  const std::size_t at = said.find(words) + words.size();
  return said.substr(at, said.find_first_not_of("0123456789", at) - at);
}

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

}  // namespace tocsin::e2e
