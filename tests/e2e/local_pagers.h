#pragma once
// Opsgenie and Grafana OnCall on loopback, as their public documents describe them. Test thread.

#include "tests/e2e/local_server.h"

#include <string>
#include <utility>
#include <vector>

namespace tocsin::e2e {

class LocalPager {
 public:
  virtual ~LocalPager() = default;

  virtual std::string kind() const = 0;      // of the configuration
  virtual std::string settings() const = 0;  // the rest of its section, TOML
  virtual std::string schedule() const = 0;  // in which Dee is on call
  virtual LocalServer& server() = 0;

  // "create INC-1-P1", "acknowledge INC-1-P1": what took effect, in order.
  std::vector<std::string> heard();
  std::vector<std::string> woken();     // the keys for which somebody was woken, once each
  bool hears(const std::string& what);  // waits for it
  std::string last_body();

 protected:
  bool is_open(const std::string& key) const;

  std::vector<std::string> heard_;
  std::vector<std::string> woken_;
  std::vector<std::string> open_;
  std::string last_body_;
};

// It takes everything first and looks at it later: an alert is asked for by the number of its
// request, which is not known right away.
class LocalOpsgenie : public LocalPager {
 public:
  LocalOpsgenie();
  std::string kind() const override { return "opsgenie"; }
  std::string settings() const override;
  std::string schedule() const override { return "Payments"; }
  LocalServer& server() override { return server_; }

 private:
  struct Request {
    std::string id;
    int asked = 0;
  };

  net::HttpResponse answer(const net::HttpRequest& request);
  net::HttpResponse take(const net::HttpRequest& request);
  net::HttpResponse became(const std::string& id);
  net::HttpResponse taken();

  std::vector<Request> requests_;
  LocalServer server_;
};

// A formatted webhook, of which everybody who knows its address is one who may page.
class LocalGrafana : public LocalPager {
 public:
  LocalGrafana();
  std::string kind() const override { return "grafana"; }
  std::string settings() const override;
  std::string schedule() const override { return "SBM7DV7BKFUYU"; }
  LocalServer& server() override { return server_; }

 private:
  net::HttpResponse answer(const net::HttpRequest& request);
  net::HttpResponse alert(const net::HttpRequest& request);

  LocalServer server_;
};

}  // namespace tocsin::e2e
