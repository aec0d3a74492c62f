#pragma once
// GitHub Issues and Statuspage as their public documents say they behave, as far as the bot asks
// them: what was created can be listed and read at once, and stays when its answer is lost.

#include "bot/net/http.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin {

class PlayedOutlets {
 public:
  struct Issue {
    std::int64_t number = 0;
    std::string title;
    std::string body;
    std::string state = "open";
    std::string state_reason;  // empty: null
  };
  struct PublicIncident {
    std::string id;
    std::string name;
    std::string status;
    std::string mark;
    std::vector<std::string> updates;  // "identified: text", the first one first
    std::vector<std::string> times;
  };

  std::vector<Issue> issues;
  std::vector<PublicIncident> incidents;
  std::string now_iso = "2026-03-10T14:41:00Z";  // of what happens there
  int answers_with = 0;                          // this status instead of acting; 0: it works
  int requests = 0;

  net::HttpResponse perform(const net::HttpRequest& request);

 private:
  net::HttpResponse issues_asked(const net::HttpRequest& request);
  net::HttpResponse incidents_asked(const net::HttpRequest& request);
};

}  // namespace tocsin
