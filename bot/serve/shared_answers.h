#pragma once
// Many open pages ask for the same thing right after each change of the record. Whatever was asked
// since the last change is read once and given to all of them. Loop's thread.

#include "bot/net/http.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {

class SharedAnswers {
 public:
  using Give = std::function<void(const net::HttpResponse& answer)>;
  // Stands for one reading; its answer goes to whoever has asked for the same meanwhile.
  using Key = std::pair<std::uint64_t, std::string>;

  // The record may read differently from now on.
  void forget();

  // Calls `give` at once or later. The key of what has to be read now; nothing when it is known or
  // being read already.
  std::optional<Key> ask(const std::string& url, Give give);

  void answered(const Key& key, const net::HttpResponse& answer);

 private:
  struct Asked {
    std::vector<Give> waiting;
    std::optional<net::HttpResponse> answer;
  };

  std::uint64_t change_ = 0;
  std::map<Key, Asked> asked_;
};

}  // namespace tocsin
