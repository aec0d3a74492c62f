#pragma once
// A small service with channels and messages that behaves: SmallSlack keeps what was posted and
// finds it again, SmallDestination speaks its language. Just enough of Slack for the engine and its
// outbox; the real wire format has tests of its own and the simulator.
//
// A request is "slack:/<act>" with headers: op (which delivery), place, thread; its body is the
// text.

#include "integrations/destination.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

class SmallSlack {
 public:
  struct Message {
    std::string place;
    std::string thread;
    std::string op;
    std::string text;
    std::string ts;
  };

  net::HttpResponse perform(const net::HttpRequest& request);

  std::vector<Message> messages;      // in the order of posting
  std::vector<std::string> topics;    // "C1 <topic>"
  std::vector<std::string> invited;   // "C1 UANA,UBEN"
  std::vector<std::string> files;     // "C1 <name> <ticket>"
  std::vector<std::string> whispers;  // "UANA <place> <text>"
  std::vector<std::string> made;      // names of the channels
  std::vector<Person> people;
  std::string groups;               // of the workspace: "S1 payments-oncall"; empty: it tells none
  std::vector<std::string> paged;   // what pagers were told: "duty trigger INC-1-P1"
  std::string on_call;              // what a pager says of its schedules: "Ana Lopez +49 30 1234"
  std::map<std::string, int> acts;  // how often each was asked for

  std::string no_channels;                    // the code with which channels are refused
  std::map<std::string, std::string> closed;  // place → the code with which posts are refused
  std::string no_people;                      // the code with which reading people is refused
  bool refuses_everything = false;            // token revoked
  std::size_t page = 100;                     // messages on one page of a look

  // Texts of the messages in one place, in order; with replies when a thread is given.
  std::vector<std::string> texts(std::string_view place, std::string_view thread = {}) const;
  int count(std::string_view part) const;  // messages whose text contains it

 private:
  net::HttpResponse post(const net::HttpRequest& request);
  net::HttpResponse edit(const net::HttpRequest& request);
  net::HttpResponse look(const net::HttpRequest& request) const;
  net::HttpResponse make(const net::HttpRequest& request);
  net::HttpResponse read(const net::HttpRequest& request) const;

  int last_ts_ = 0;
};

// What the tests may tell it about pace.
struct SmallSettings {
  Duration spacing{0};           // between two posts in one place
  bool looks = true;             // false: every step is harmless to repeat
  std::set<std::string> gone{};  // services that are not configured any more
  // What is read of a channel after a gap, part by part.
  std::vector<std::vector<fact::MissedMessage>> missed{};
};

class SmallDestination final : public Destination {
 public:
  explicit SmallDestination(SmallSettings settings = {}) : settings_(settings) {}

  std::string_view name() const override { return "small"; }
  bool serves(const Delivery& delivery) const override;
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;
  std::optional<Prepared> lookup(const DeliveryContext& context,
                                 const std::string& cursor) const override;
  Look found(const DeliveryContext& context, const net::HttpResponse& answer) const override;

 private:
  Verdict done(const DeliveryContext& context, const net::HttpResponse& answer) const;

  SmallSettings settings_;
};

// Answers for tests that speak in the service's place.
net::HttpResponse answer_ok();
net::HttpResponse answer_lost();
net::HttpResponse answer_never_sent();
net::HttpResponse answer_rate_limited(int seconds);
net::HttpResponse answer_refused(const std::string& code);
net::HttpResponse answer_server_error();
net::HttpResponse answer_held();

std::string header(const std::vector<net::Header>& headers, std::string_view name);

}  // namespace tocsin
