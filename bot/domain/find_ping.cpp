#include "bot/domain/find_ping.h"

namespace tocsin {

std::optional<Ping> find_ping(std::string_view word) {
  for (const Ping ping : {Ping::nobody, Ping::here, Ping::channel}) {
    if (name_of(ping) == word) return ping;
  }
  return std::nullopt;
}

}  // namespace tocsin
