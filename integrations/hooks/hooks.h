#pragma once
// Requests of monitoring systems and pagers to /hooks/…, as values: who may come in, and what a
// body says. Called by bot/serve on the loop's thread; pure.

#include "bot/domain/alert.h"
#include "bot/domain/hook.h"
#include "bot/domain/result.h"
#include "bot/net/http.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// Somebody has acknowledged or ended a page of this bot's in the pager itself.
struct AnsweredPage {
  std::string key;        // the same for every redelivery
  std::string pager;      // as people call it
  std::string dedup_key;  // "INC-7-P1"
  std::string by;         // as the pager names them; may be empty
  Moment at;
  bool is_end = false;  // ended, not acknowledged
};

struct Reported {
  std::string key;  // the same for every redelivery; empty: its source gives none
  std::vector<Alert> alerts;
  std::vector<AnsweredPage> answers;
};

// Whether whoever sends this has shown the hook's token (as bearer, or as the password of basic
// authentication) or has signed it with its secret just now.
bool may_come_in(std::string_view name, const Hook& hook, const net::HttpRequest& request,
                 Moment now);

// What the body says, by the name of the hook; else what is wrong with it.
Result<Reported, std::string> read_report(std::string_view name, const Hook& hook,
                                          const net::HttpRequest& request, Moment now);

}  // namespace tocsin
