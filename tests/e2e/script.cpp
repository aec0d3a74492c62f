#include "tests/e2e/script.h"

#include "bot/domain/whole_letters.h"

#include <doctest/doctest.h>

#include <fstream>
#include <regex>

namespace tocsin::e2e {

namespace {

using sandbox::Server;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// What follows this beginning; nothing when the text does not begin so.
std::optional<std::string> after(std::string_view text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return std::nullopt;
  return std::string(trimmed(text.substr(beginning.size())));
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

// Where a long answer is cut depends on the length of the times in it, and so on the time of day.
std::string whole_or_begun(const std::string& answer) {
  constexpr std::size_t k_sure = 200;
  if (!answer.ends_with("…")) return answer;
  const std::string timeless = without_times(answer);
  return std::string(whole_letters(timeless, k_sure)) + "…";
}

}  // namespace

std::vector<ScriptCase> read_script(const std::string& path) {
  std::ifstream in(path);
  REQUIRE_MESSAGE(in.good(), path);
  std::vector<ScriptCase> cases;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::string text(trimmed(line));
    if (text.empty() || text.starts_with("//")) continue;
    if (text.front() == '[' && text.back() == ']') {
      cases.push_back({text.substr(1, text.size() - 2), {}});
      continue;
    }
    if (cases.empty()) cases.emplace_back();
    cases.back().lines.push_back({number, text});
  }
  return cases;
}

void ScriptPlayer::play(const ScriptCase& one) {
  CAPTURE(one.name);
  incident_.clear();
  channel_ = {};
  if (!one.name.empty()) {
    type(k_ana, k_general, "declare sev2 The case of " + one.name);
    adopt_declared();
  }
  for (const ScriptLine& line : one.lines) act(line);
}

void ScriptPlayer::act(const ScriptLine& line) {
  CAPTURE(line.number);
  CAPTURE(line.text);
  const std::string text = with_number(line.text);
  if (const auto words = after(text, "->")) {
    if (contains(answer_, "Not confirmed yet")) return;
    CHECK_MESSAGE(contains(answer_, *words),
                  "line " << line.number << ": " << *words << " is not in the answer: " << answer_);
    return;
  }
  if (const auto words = after(text, "channel:")) return check_shown(channel_, *words);
  if (const auto rest = after(text, "dm ")) {
    const std::size_t colon = rest->find(':');
    REQUIRE(colon != std::string::npos);
    ChannelId direct;
    const UserId user = user_named(rest->substr(0, colon));
    slack_.with(
        [&](Server& server) { direct = server.workspace().direct_channel(user, server.now()); });
    return check_shown(direct, std::string(trimmed(rest->substr(colon + 1))));
  }
  if (text.front() == '#') {
    const std::size_t colon = text.find(':');
    REQUIRE(colon != std::string::npos);
    return check_shown(channel_named(text.substr(1, colon - 1)),
                       std::string(trimmed(text.substr(colon + 1))));
  }
  const std::string_view who = first_word(text);
  act_of_person(std::string(who), trimmed(std::string_view(text).substr(who.size())));
}

void ScriptPlayer::act_of_person(const std::string& who, std::string_view rest) {
  const UserId user = user_named(who);
  if (const auto line = after(rest, "types:")) return type(user, channel_, *line);
  if (const auto text = after(rest, "writes:")) return write(user, *text, false);
  if (const auto text = after(rest, "replies:")) return write(user, *text, true);
  if (const auto emoji = after(rest, "marks :")) return mark(user, *emoji, true);
  if (const auto emoji = after(rest, "unmarks :")) return mark(user, *emoji, false);
  if (const auto label = after(rest, "presses in dm:")) return press_in_dm(user, *label);
  if (const auto label = after(rest, "presses:")) {
    const std::int64_t before = last_answer_number(user);
    record_ += who + " presses “" + *label + "”\n";
    slack_.press_in_answer(user, *label);
    return take_answer(user, before);
  }
  if (const auto elsewhere = after(rest, "in #")) {
    const std::string name(first_word(*elsewhere));
    const auto line = after(trimmed(std::string_view(*elsewhere).substr(name.size())), "types:");
    REQUIRE_MESSAGE(line.has_value(), rest);
    type(user, channel_named(name), *line);
    if (channel_.empty()) adopt_declared();
    return;
  }
  if (const auto text = after(rest, "edits:")) {
    slack_.with([&](Server& server) {
      static_cast<void>(
          server.workspace().edit(user, channel_, last_message_, *text, server.now()));
    });
    record_ += who + " edits that message: " + *text + "\n";
    return;
  }
  if (rest == "erases") {
    slack_.with([&](Server& server) {
      static_cast<void>(server.workspace().erase(user, channel_, last_message_, server.now()));
    });
    record_ += who + " deletes that message\n";
    return;
  }
  FAIL("no such act: " << who << " " << rest);
}

void ScriptPlayer::check_shown(const ChannelId& place, const std::string& words) {
  CHECK_MESSAGE(slack_.channel_shows(place, words), "not shown: " << words << "\n"
                                                                  << slack_.transcript(place));
}

void ScriptPlayer::type(const UserId& user, const ChannelId& channel, const std::string& line) {
  const Shown shown = slack_.type(user, channel, line);
  answer_ = shown.text;
  was_too_slow_ = was_too_slow_ || contains(answer_, "Not confirmed yet");
  slack_.with([&](Server& server) {
    for (const auto& person : server.workspace().setup().people) {
      if (person.id == user) record_ += person.name;
    }
  });
  record_ += ": /incident " + line + "\n   → " + whole_or_begun(answer_) + "\n";
  wait_until_posted();
}

void ScriptPlayer::write(const UserId& user, const std::string& text, bool in_thread) {
  const std::int64_t before = last_answer_number(user);
  MessageTs ts;
  std::string trouble;
  slack_.with([&](Server& server) {
    auto& workspace = server.workspace();
    if (!workspace.channel(channel_)->members.contains(user)) {
      static_cast<void>(workspace.join(user, channel_, server.now()));
    }
    const auto posted =
        workspace.post(user, channel_, text, server.now(), in_thread ? last_message_ : MessageTs{});
    if (posted) {
      ts = *posted;
    } else {
      trouble = posted.error().why;
    }
  });
  REQUIRE_MESSAGE(trouble.empty(), trouble);
  if (!in_thread) last_message_ = ts;
  const bool is_command = text.front() == '!' || text.front() == '@';
  record_ += std::string(in_thread ? "(thread) " : "") + text + "\n";
  if (is_command) take_answer(user, before);
}

void ScriptPlayer::mark(const UserId& user, std::string_view emoji, bool is_on) {
  if (emoji.ends_with(':')) emoji.remove_suffix(1);
  slack_.with([&](Server& server) {
    auto& workspace = server.workspace();
    if (is_on) {
      static_cast<void>(workspace.react(user, channel_, last_message_, emoji, server.now()));
    } else {
      static_cast<void>(workspace.unreact(user, channel_, last_message_, emoji, server.now()));
    }
  });
  record_ += std::string(is_on ? "marks" : "unmarks") +
             " that message with :" + std::string(emoji) + ":\n";
}

void ScriptPlayer::press_in_dm(const UserId& user, const std::string& label) {
  std::size_t before = 0;
  std::string trouble = "no direct message has that button";
  const bool was_pressed = slack_.eventually([&](Server& server) {
    auto& workspace = server.workspace();
    const ChannelId direct = workspace.direct_channel(user, server.now());
    const auto messages = workspace.messages_of_app(direct);
    before = messages.size();
    for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
      if (!contains((*message)->blocks(), "\"" + label + "\"")) continue;
      const auto pressed = workspace.press(user, direct, (*message)->ts, label, server.now());
      trouble = pressed ? "" : pressed.error().why;
      return true;
    }
    return false;
  });
  CHECK_MESSAGE((was_pressed && trouble.empty()), trouble);
  record_ += "presses “" + label + "” in a direct message\n";
  // The answer comes in the direct messages too, and other notices may come beside it.
  const bool came = slack_.eventually([&](Server& server) {
    auto& workspace = server.workspace();
    const ChannelId direct = workspace.direct_channel(user, server.now());
    const auto messages = workspace.messages_of_app(direct);
    answer_.clear();
    for (std::size_t i = before; i < messages.size(); ++i) answer_ += messages[i]->text() + "\n";
    return contains(answer_, "Saved ");
  });
  CHECK_MESSAGE(came, "no answer");
}

// A pressed button and a message are acknowledged without an answer; it comes as a whisper.
void ScriptPlayer::take_answer(const UserId& user, std::int64_t before) {
  const bool came = slack_.eventually([&](Server& server) {
    const auto* seen = server.workspace().last_ephemeral(user);
    if (seen == nullptr || seen->number <= before) return false;
    answer_ = seen->text;
    return true;
  });
  CHECK_MESSAGE(came, "no answer");
  record_ += "   → " + whole_or_begun(answer_) + "\n";
  wait_until_posted();
}

// The entry that was just saved is in the channel: so no two of them become one message, and the
// transcript does not depend on the machine's speed.
void ScriptPlayer::wait_until_posted() {
  static const std::regex saved(R"(^Saved .*\*?(E[0-9]+)\*?)");
  std::smatch found;
  if (channel_.empty() || !std::regex_search(answer_, found, saved)) return;
  slack_.channel_shows(channel_, "`" + found[1].str() + "`");
}

void ScriptPlayer::adopt_declared() {
  static const std::regex declared(R"(Saved \*(INC-([0-9]+))\*)");
  std::smatch found;
  REQUIRE_MESSAGE(std::regex_search(answer_, found, declared), answer_);
  incident_ = found[1].str();
  const std::string prefix = "inc-" + found[2].str() + "-";
  const bool came = slack_.eventually([&](Server& server) {
    for (const sandbox::Channel* channel : server.workspace().channels()) {
      if (channel->name.starts_with(prefix) && is_open_to_people(server, *channel)) {
        channel_ = channel->id;
      }
    }
    return !channel_.empty();
  });
  REQUIRE_MESSAGE(came, "no channel " << prefix);
}

UserId ScriptPlayer::user_named(std::string_view name) {
  UserId user;
  slack_.with([&](Server& server) { user = server.workspace().user_named(name); });
  REQUIRE_MESSAGE(!user.empty(), "nobody is called " << name);
  return user;
}

ChannelId ScriptPlayer::channel_named(std::string_view name) {
  ChannelId channel;
  slack_.with([&](Server& server) {
    const auto* found = server.workspace().channel_named(name);
    if (found != nullptr) channel = found->id;
  });
  REQUIRE_MESSAGE(!channel.empty(), "there is no channel #" << name);
  return channel;
}

std::int64_t ScriptPlayer::last_answer_number(const UserId& user) {
  std::int64_t number = 0;
  slack_.with([&](Server& server) {
    const auto* seen = server.workspace().last_ephemeral(user);
    if (seen != nullptr) number = seen->number;
  });
  return number;
}

std::string ScriptPlayer::with_number(std::string_view text) const {
  constexpr std::string_view k_own = "INC-?";
  std::string named(text);
  for (std::size_t at = 0; (at = named.find(k_own, at)) != std::string::npos;) {
    named.replace(at, k_own.size(), incident_);
  }
  return named;
}

std::string without_times(std::string text) {
  struct Rule {
    std::regex what;
    const char* with;
  };
  // Dates go altogether: whether one is said depends on how near midnight is, somewhere.
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> all;
    all.push_back({std::regex(R"(<!date\^[0-9]+\^[^|>]*\|([^>]*)>)"), "$1"});
    all.push_back({std::regex(R"([0-9]{4}-[0-9]{2}-[0-9]{2})"), "DATE"});
    all.push_back({std::regex(R"( *\*{1,2}DATE\*{1,2}\n( *\n)?)"), ""});
    all.push_back({std::regex("DATE "), ""});
    all.push_back({std::regex(R"([0-9]{2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?)"), "CLOCK"});
    // The day of what follows, inside of a list: its line is gone, and the blank one before it
    // goes.
    all.push_back({std::regex(R"((\n *- CLOCK [^\n]*\n) *\n(?= *- CLOCK ))"), "$1"});
    all.push_back({std::regex(R"((less than a second|[0-9]+ (second|minute|hour)s?)"
                              R"(( [0-9]+ (second|minute)s?)?))"),
                   "LENGTH"});
    // Whether an entry has a message of its own depends on how fast the next one came.
    all.push_back({std::regex(R"(\[CLOCK\] tocsin: (`E[0-9]+`))"), "    $1"});
    // Topics and invitations have lanes of their own, beside the messages.
    all.push_back({std::regex(R"(\[CLOCK\] [a-z]+: @[a-z]+ )"
                              R"((has joined the channel|set the channel topic: [^\n]*)\n)"),
                   ""});
    all.push_back({std::regex(R"(\bC[A-Z0-9]{10}\b)"), "CHANNEL"});
    all.push_back({std::regex(R"(/p[0-9]{10,})"), "/MESSAGE"});
    all.push_back({std::regex(R"([0-9]+ bytes)"), "SIZE"});
    all.push_back({std::regex(R"(\b[0-9a-f]{16}\b)"), "HASH"});
    return all;
  }();
  for (const Rule& rule : rules) text = std::regex_replace(text, rule.what, rule.with);
  return text;
}

}  // namespace tocsin::e2e
