#pragma once
// What goes into the engine and what comes out: values only, made and carried out by the loop's
// shell.

#include "bot/domain/delivery.h"
#include "bot/domain/ids.h"
#include "bot/domain/reply.h"
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

// A command line, typed or behind a button.
struct Command {
  std::string key;  // the same for every redelivery of the same act
  UserId user;
  ChannelId channel;
  std::string text;
  AckToken token = 0;
  std::optional<Place> whisper_to;  // where the answer goes when the ack cannot carry it
};
struct Answered {
  RequestNumber request = 0;
  net::HttpResponse answer;
};
struct Connected {};  // Slack can reach us
struct Lost {};       // it cannot
// The announcement channel was looked for. Empty: there is none that we can use.
struct AnnouncementChannel {
  ChannelId channel;
};

// The program is about to end: what is under way is settled, nothing more leaves.
struct Stopping {};

}  // namespace input

using Input = std::variant<input::Command, input::Answered, input::Connected, input::Lost,
                           input::AnnouncementChannel, input::Stopping>;

struct Ack {
  AckToken token = 0;
  bool saved = true;  // false: nothing of it is stored, a redelivery would run it
  bool with_reply = true;
  Reply reply;
};

struct Outgoing {
  RequestNumber number = 0;
  net::HttpRequest request;
};

struct Effects {
  std::vector<Ack> acks;
  std::vector<Outgoing> requests;
};

}  // namespace tocsin
