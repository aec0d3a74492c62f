#pragma once
// What goes into the engine and what comes out: values only, made and carried out by the loop's
// shell.

#include "bot/domain/alert.h"
#include "bot/domain/delivery.h"
#include "bot/domain/form.h"
#include "bot/domain/ids.h"
#include "bot/domain/person.h"
#include "bot/domain/reply.h"
#include "bot/domain/work.h"
#include "bot/net/http.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tocsin {

using AckToken = std::uint64_t;       // the shell's name for "whoever waits for this answer"
using RequestNumber = std::uint64_t;  // the engine's name for one request on its way

namespace input {

// A `token` of what nobody waits for an answer to is only told that it was saved, so that Slack
// hears "received" after the commit and not before.

// A command line, typed or behind a button.
struct Command {
  std::string key;  // the same for every redelivery of the same act
  UserId user;
  ChannelId channel;
  std::string text;
  AckToken token = 0;               // 0: nobody waits for an answer
  std::optional<Place> whisper_to;  // where the answer goes when the ack cannot carry it
  // Slack has delivered one message under several event ids: a second name of the same act. Empty:
  // it has none.
  std::string second_key{};
  std::string trigger{};    // opens a form within three seconds; empty: none can be opened
  bool is_chatter = false;  // an ordinary message, which is a command only if it reads like one
  bool from_home = false;   // pressed on the home tab, which shall show what has changed
  // Typed on the web page or the command line: who it is was said and not proven, so private
  // incidents do not exist for them. A refusal is not remembered.
  bool is_from_outside = false;
};
// A form was submitted. Answered like a command; a refusal is shown next to the field it is about.
struct FormFilled {
  std::string key;
  UserId user;
  FilledForm form;
  Place place;  // where it was asked for
  AckToken token = 0;
};
// Slack did not open the form (its three seconds were over): offer it again.
struct FormRefused {
  UserId user;
  Place place;
  std::string command_line;  // that asks for the form
};
// The shortcut of the whole workspace (`message` empty) or that of a message.
struct Shortcut {
  std::string key;
  UserId user;
  std::string trigger;
  std::string callback;  // the verb that it stands for: "declare", "keep-message", "task-message"
  ChannelId channel;
  MessageTs message;
  MessageTs thread;
  AckToken token = 0;
};
struct Reacted {
  std::string key;
  std::string second_key;
  UserId user;
  bool is_added = true;
  std::string emoji;  // without colons
  ChannelId channel;
  MessageTs message;
  bool is_about_us = false;  // the message is one of ours
  AckToken token = 0;
};
// A message of a person was edited or deleted.
struct MessageChanged {
  std::string key;
  std::string second_key;
  ChannelId channel;
  MessageTs message;
  UserId user;  // who edited it; may be empty
  bool is_deleted = false;
  std::string text;
  AckToken token = 0;
};
struct ChannelChanged {
  std::string key;
  ChannelChange change = ChannelChange::renamed;
  ChannelId channel;
  std::string name;
  UserId user;
  AckToken token = 0;
};
struct ChannelMoved {
  std::string key;
  ChannelId from;
  ChannelId to;
  AckToken token = 0;
};
struct MemberMoved {
  std::string key;
  UserId user;
  ChannelId channel;
  bool is_member = true;
  bool was_invited_by_us = false;
  AckToken token = 0;
};
struct HomeOpened {
  std::string key;
  UserId user;
  AckToken token = 0;
};
struct PersonChanged {
  std::string key;
  Person person;
  AckToken token = 0;
};
struct Answered {
  RequestNumber request = 0;
  net::HttpResponse answer;
};
struct Connected {};            // Slack can reach us
struct Lost {                   // it cannot
  std::optional<Moment> since;  // earlier than now, when this machine slept
};
// The announcement channel was looked for. Empty: there is none that we can use.
struct AnnouncementChannel {
  ChannelId channel;
};

// Slack has told us which workspace it is and who we are: what waits in the outbox may leave.
struct SlackKnown {
  std::string team;  // kept, so that the record is never posted into another workspace
};
// Somebody asks whether the record can be written; a little is.
struct Probe {
  AckToken token = 0;
};

// Somebody acknowledged or resolved a page in the pager service itself.
struct PagerAnswered {
  std::string key;
  std::string pager;      // the service's name, as people read it
  std::string dedup_key;  // of the page: "INC-7-P1"
  std::string by;         // as the service names them; may be empty
  Moment at;
  AckToken token = 0;
  bool is_end = false;  // they have ended it: nobody is to be called, and nobody has said they come
};

// A monitoring system reports.
struct Alerts {
  std::string key{};  // the same for every redelivery; empty: its source gives none
  std::vector<Alert> alerts;
  AckToken token = 0;
};
// The channel for alerts was looked for. Empty: there is none that we can use.
struct AlertChannel {
  ChannelId channel;
};

// The program is about to end: what is under way is settled, nothing more leaves.
struct Stopping {};

}  // namespace input

using Input =
    std::variant<input::Command, input::FormFilled, input::FormRefused, input::Shortcut,
                 input::Reacted, input::MessageChanged, input::ChannelChanged, input::ChannelMoved,
                 input::MemberMoved, input::HomeOpened, input::PersonChanged, input::Answered,
                 input::Connected, input::Lost, input::AnnouncementChannel, input::SlackKnown,
                 input::Probe, input::PagerAnswered, input::Alerts, input::AlertChannel,
                 input::Stopping>;

struct Ack {
  AckToken token = 0;
  bool saved = true;  // false: nothing of it is stored, a redelivery would run it
  bool with_reply = true;
  Reply reply;
  // Of a form or of a line from outside: it was refused and changed nothing. `field` is the one of
  // the form that the refusal is about; empty: the whole form.
  bool is_refused = false;
  std::string field{};
};

// A form to be shown. Not in the outbox: its trigger lives for three seconds, and nothing is lost
// when it is too late.
struct FormToOpen {
  UserId user;
  std::string trigger;
  std::string command_line;  // that asks for the form again
  Form form;
};

struct Outgoing {
  RequestNumber number = 0;
  net::HttpRequest request;
};

struct Effects {
  std::vector<Ack> acks;
  std::vector<FormToOpen> forms;
  std::vector<Outgoing> requests;
};

}  // namespace tocsin
