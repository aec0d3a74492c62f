#pragma once
// A short text with the few things that must not be flattened early: people, moments, links, code.
// Everything that the bot says is built as RichText; what a person typed goes in through plain()
// only, and is escaped by the one function of the surface that shows it (Slack, terminal, page).

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tocsin {

// Whom a message calls besides those whom it names. On disk and in the configuration.
enum class Ping { nobody, here, channel };
std::string_view name_of(Ping ping);

namespace span {
struct Plain {
  std::string text;
  bool operator==(const Plain&) const = default;
};
struct Bold {
  std::string text;
  bool operator==(const Bold&) const = default;
};
struct Italic {
  std::string text;
  bool operator==(const Italic&) const = default;
};
struct Code {
  std::string text;
  bool operator==(const Code&) const = default;
};
struct User {
  UserId user;
  bool operator==(const User&) const = default;
};
// A user group of Slack; where it is shown in a channel its members are notified.
struct Group {
  std::string group;  // Slack's id
  std::string name;   // "@payments-oncall", for surfaces that cannot resolve the id
  bool operator==(const Group&) const = default;
};
// All members of the channel that it is shown in, or those who are there now. Never from what a
// person typed: only the operator decides that the bot may call everybody.
struct Everyone {
  Ping ping = Ping::here;
  bool operator==(const Everyone&) const = default;
};
struct Channel {
  ChannelId channel;
  std::string name;  // without '#', for surfaces that cannot resolve the id
  bool operator==(const Channel&) const = default;
};
// Shown in each reader's own zone where the surface can, else as `otherwise`.
struct Instant {
  Moment moment;
  enum class Show { clock, date_and_clock } show;
  std::string otherwise;
  bool operator==(const Instant&) const = default;
};
struct Link {
  std::string url;
  std::string text;
  bool operator==(const Link&) const = default;
};
}  // namespace span

using Span = std::variant<span::Plain, span::Bold, span::Italic, span::Code, span::User,
                          span::Channel, span::Instant, span::Link, span::Group, span::Everyone>;

struct RichText {
  std::vector<Span> spans;

  RichText() = default;
  RichText(std::string_view plain_text);  // NOLINT: a sentence is a rich text
  RichText(const char* plain_text) : RichText(std::string_view(plain_text)) {}
  RichText(const std::string& plain_text) : RichText(std::string_view(plain_text)) {}

  RichText& plain(std::string_view text);
  RichText& bold(std::string_view text);
  RichText& italic(std::string_view text);
  RichText& code(std::string_view text);
  RichText& user(const UserId& user);
  RichText& group(std::string_view group, std::string_view name);
  RichText& everyone(Ping ping);
  RichText& channel(const ChannelId& channel, std::string_view name);
  RichText& clock(Moment moment, std::string otherwise);
  RichText& date_and_clock(Moment moment, std::string otherwise);
  RichText& moment(Moment moment);  // date and clock, in UTC where a surface knows no zone
  RichText& link(std::string_view url, std::string_view text);
  RichText& append(const RichText& other);

  bool empty() const { return spans.empty(); }
  bool operator==(const RichText&) const = default;
};

// For terminals, logs of tests and fallbacks: no markup, people as "@U123", moments as `otherwise`.
std::string to_plain(const RichText& text);

}  // namespace tocsin
