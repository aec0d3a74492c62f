#pragma once
// The seam between the outbox and an outside service: five pure functions that turn a delivery into
// a request and an answer into a verdict. No implementation touches a socket, a clock or the
// database, so the simulator and the tests use the real ones. Called on the engine's thread.

#include "bot/domain/alert.h"
#include "bot/domain/delivery.h"
#include "bot/domain/event.h"
#include "bot/domain/incident.h"
#include "bot/domain/known_groups.h"
#include "bot/domain/person.h"
#include "bot/domain/reply.h"
#include "bot/domain/screen.h"
#include "bot/domain/writeup.h"
#include "bot/net/http.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tocsin {

// Everything a request is made from, gathered by the engine at the moment of sending.
struct DeliveryContext {
  DeliveryId id;
  Delivery delivery;
  std::string progress;  // from the last NextStep; stored
  std::string secret;    // from the last NextStep; never stored, empty after a restart
  std::string cursor;    // found(): of the look that is answered
  std::optional<Incident> incident;
  std::vector<Event> entries;         // PostEntry: this one and those joined to it, in order
  std::optional<Place> place;         // where a message goes
  std::optional<MessageRef> message;  // Edit…: the message to edit
  std::vector<MessageRef> parts;      // EditWriteup: the messages that it is posted in, by part
  std::optional<Reply> questions;     // PostQuestions, EditQuestions
  std::optional<Writeup> writeup;
  std::string file_name;
  std::optional<Screen> screen;     // PublishHome
  std::optional<AlertCard> alerts;  // PostAlerts, EditAlerts
  std::string lead_name;            // as people read it; empty: nobody, or no incident
  std::string owner_name;           // FileTask: of the task's owner; empty: nobody
  std::string where;                // a link to the incident's channel; empty: it has none
  std::string installation;         // a short random text of this database: two of them never meet
  std::string zone = "UTC";         // of the incident
  Moment now;
  Moment first_sent_at;  // when the first attempt of this step was committed
};

// A limit that a request counts against. Requests with the same key leave at least `spacing` apart.
struct Pace {
  std::string key;
  Duration spacing{0};
};

struct Prepared {
  net::HttpRequest request;
  std::vector<Pace> paces;
};

// What an answer taught us; the engine records it in the same transaction as the row's new state.
namespace fact {
struct MessagePosted {
  MessageRef message;
};
struct MessageEdited {  // it shows something else now
  MessageRef message;
};
struct MessageGone {  // a person deleted it, or it can no longer be edited: post a new one
  MessagePurpose purpose = MessagePurpose::card;
  std::int64_t part = 0;
};
struct ChannelCreated {
  ChannelId channel;
  std::string name;
};
struct ChannelRefused {
  std::string reason;
};
struct PeopleRead {
  std::vector<Person> people;
};
struct GroupsRead {  // all of them
  std::vector<KnownGroup> groups;
};
struct MessageRead {  // of ReadMessage
  bool is_there = true;
  std::string text;
  UserId author;            // empty: not a person
  std::string author_name;  // of what is not a person
  std::string link;
};
// A message of a channel that was read after a gap, with what may matter of it.
struct MissedMessage {
  ChannelId channel;
  MessageTs ts;
  MessageTs thread;  // empty: not in a thread
  UserId author;
  bool is_ours = false;
  // What was typed in the time of the gap, if it may be a command; with the name of the act, so
  // that it is not carried out again when Slack delivers it after all.
  std::string line;
  bool is_chatter = false;  // an ordinary message, which is a command only if it reads like one
  std::string typed_key;
  bool is_edited = false;  // in that time
  std::string text;        // as it reads now
  struct Mark {
    std::string emoji;
    UserId user;
  };
  std::vector<Mark> marks;
};
// A part of what ReadMissed reads, the oldest message first.
struct MissedRead {
  Moment from;
  Moment until;
  std::vector<MissedMessage> messages;
  bool is_last = false;
  std::string trouble;  // why nothing more could be read
};
// The pager did not take it: the page must reach people in another way.
struct PagerRefused {
  std::string pager;
  PageNumber page;
  std::string why;
};
struct OnCallPerson {
  std::string name;
  std::string mail;   // may be empty
  std::string phone;  // may be empty
};
struct OnCallRead {
  std::string pager;
  std::string schedule;
  std::vector<OnCallPerson> people;
  std::optional<Moment> until;
};
struct TaskFiled {
  TaskNumber task;
  std::string tracker;
  std::string id;
  std::string key;
  std::string url;
};
struct TaskStateRead {
  TaskNumber task;
  std::string state;
  bool is_done = false;
  bool is_dropped = false;  // it will not be done
};
struct StatusShown {
  std::string status_page;
  std::string text;
  std::string url;
  std::string id;
};
struct AlertsPosted {
  AlertCardNumber card;
  ChannelId channel;
  MessageTs ts;  // empty: the message is gone, it is posted anew
};
}  // namespace fact

using Fact =
    std::variant<fact::MessagePosted, fact::MessageEdited, fact::MessageGone, fact::ChannelCreated,
                 fact::ChannelRefused, fact::PeopleRead, fact::MessageRead, fact::MissedRead,
                 fact::PagerRefused, fact::OnCallRead, fact::TaskFiled, fact::TaskStateRead,
                 fact::StatusShown, fact::AlertsPosted, fact::GroupsRead>;

namespace verdict {
struct Done {
  std::vector<Fact> facts;
};
// This step is done; ask request() again with the new progress.
struct NextStep {
  std::string progress;
  std::string secret;
  std::vector<Fact> facts;
};
// Certainly not done, may be tried again after the time. A rate limit holds back all requests with
// the same paces.
struct Wait {
  Duration after{0};
  std::string why;
  bool is_rate_limit = false;
};
// Nobody knows whether it was done. The engine looks before it sends again.
struct Unknown {
  std::string why;
};
// The service as a whole refuses us (token revoked, app removed): nothing is lost, tried slowly,
// alarm.
struct Hold {
  std::string why;
};
// Refused for good. `why` is a sentence for people, `code` is the service's own word.
struct Refused {
  std::string code;
  std::string why;
  std::vector<Fact> facts;
};
}  // namespace verdict

using Verdict = std::variant<verdict::Done, verdict::NextStep, verdict::Wait, verdict::Unknown,
                             verdict::Hold, verdict::Refused>;

// What a look for a delivery of unknown outcome found.
namespace look {
struct Found {
  Verdict verdict;  // Done or NextStep, as if the lost answer had come
};
struct NotThere {};  // a whole look, and it was not there
struct More {        // ask lookup() again with this cursor
  std::string cursor;
};
struct Failed {  // the look itself did not work; look again after the time
  Duration after{0};
  std::string why;
};
}  // namespace look

using Look = std::variant<look::Found, look::NotThere, look::More, look::Failed>;

class Destination {
 public:
  virtual ~Destination() = default;

  virtual std::string_view name() const = 0;

  // False: what it is for is not configured any more, and it can only be refused.
  virtual bool serves(const Delivery&) const { return true; }

  virtual Prepared request(const DeliveryContext& context) const = 0;
  virtual Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const = 0;

  // Nothing when a look is impossible or needless: the step is harmless to repeat. So it is where a
  // service knows a repetition by its key.
  virtual std::optional<Prepared> lookup(const DeliveryContext&,
                                         const std::string& /*cursor*/) const {
    return std::nullopt;
  }
  virtual Look found(const DeliveryContext&, const net::HttpResponse&) const {
    return look::NotThere{};
  }
};

}  // namespace tocsin
