#pragma once
// Atlassian Statuspage on loopback, as its public documents describe it: incidents with their
// metadata and their updates, which stay when an answer is lost. Test thread.

#include "tests/e2e/local_server.h"

#include <string>
#include <vector>

namespace tocsin::e2e {

class LocalStatusPage {
 public:
  struct Incident {
    std::string id;
    std::string name;
    std::string status;
    Json metadata;
    Json updates = Json::array();  // the newest first, as it is shown
  };

  LocalStatusPage();

  std::string url() const { return server_.url(); }
  LocalServer& server() { return server_; }

  std::vector<Incident> incidents() const;
  // "investigating: We are looking", the oldest first; of all incidents.
  std::vector<std::string> shown() const;
  bool shows(const std::string& update) const;  // waits for it

 private:
  net::HttpResponse answer(const net::HttpRequest& request);
  net::HttpResponse create(const Json& wanted);
  net::HttpResponse list(const net::HttpRequest& request) const;
  std::vector<std::string> all_updates() const;

  std::vector<Incident> incidents_;
  LocalServer server_;  // the last: it ends first
};

}  // namespace tocsin::e2e
