#pragma once
// GitHub Issues, Jira Cloud and Linear on loopback, as their public documents describe them: an
// issue that was made stays when its answer is lost, and can be looked for the way each of them
// offers. Test thread.

#include "tests/e2e/local_server.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin::e2e {

class LocalTracker {
 public:
  struct Issue {
    std::int64_t number = 0;
    std::string id;
    std::string title;
    Json text;                        // as it was sent
    std::vector<std::string> labels;  // Jira's
    std::int64_t made_at = 0;         // seconds since 1970
    enum class State { open, done, dropped } state = State::open;
  };

  virtual ~LocalTracker() = default;

  virtual std::string kind() const = 0;      // of the configuration
  virtual std::string settings() const = 0;  // the rest of its section, TOML
  virtual std::string key_of(const Issue& issue) const = 0;
  virtual LocalServer& server() = 0;

  std::vector<Issue> issues();   // that were made through the interface
  bool has(std::size_t issues);  // waits for that many
  void settle(std::size_t index, Issue::State state);

 protected:
  Issue& make(std::string title);
  Issue* by(const std::string& id);

  std::vector<Issue> issues_;
  // Other people have made issues before.
  std::int64_t last_number_ = 3;
};

// Limits come as 403 with words, as for whoever makes too much in a short time.
class LocalGitHub : public LocalTracker {
 public:
  LocalGitHub();
  std::string kind() const override { return "github"; }
  std::string settings() const override;
  std::string key_of(const Issue& issue) const override;
  LocalServer& server() override { return server_; }

 private:
  net::HttpResponse answer(const net::HttpRequest& request);
  net::HttpResponse list(const net::HttpRequest& request) const;

  LocalServer server_;
};

// What was made lately is not in its search yet.
class LocalJira : public LocalTracker {
 public:
  LocalJira();
  std::string kind() const override { return "jira"; }
  std::string settings() const override;
  std::string key_of(const Issue& issue) const override;
  LocalServer& server() override { return server_; }

 private:
  net::HttpResponse answer(const net::HttpRequest& request);
  net::HttpResponse create(const Json& body);
  net::HttpResponse search(const Json& body) const;
  net::HttpResponse fetch(const Json& body) const;

  LocalServer server_;
};

// One address for everything; errors come with status 200 or 400.
class LocalLinear : public LocalTracker {
 public:
  LocalLinear();
  std::string kind() const override { return "linear"; }
  std::string settings() const override;
  std::string key_of(const Issue& issue) const override;
  LocalServer& server() override { return server_; }

 private:
  net::HttpResponse answer(const net::HttpRequest& request);
  net::HttpResponse create(const Json& input);

  LocalServer server_;
};

}  // namespace tocsin::e2e
