#pragma once
// Incidents as plain text files: who types, writes, marks and presses what, and what they are
// shown. The end-to-end tests read them, act them out in a local Slack against the real program,
// and check what is shown. One act or check a line; "//" begins a remark.
//
//   [log]                                   a new case: ana declares an incident, what follows is
//                                           about it
//   ana types: log Rolled back              the slash command, in the incident's channel
//   ana in #general types: INC-1 log Hm     the same elsewhere
//   ana writes: !log Rolled back            a message there; "@tocsin …" is a mention
//   ana replies: !log Rolled back           the same, in the thread of the last message that a
//                                           person wrote
//   ana marks :pushpin:                     a reaction to that last message
//   ana unmarks :pushpin:
//   ana edits: Other words                  of that message
//   ana erases
//   ana presses: Yes, run that              a button of the last answer that she saw
//   ben presses in dm: Acknowledge          a button of the bot's last direct message to him
//   -> Saved E2                             the last answer holds these words
//   channel: E2                             the incident's channel shows soon
//   #incidents: INC-1                       another channel shows soon
//   dm ben: You are now lead                his direct messages with the bot show soon
//
// In all of them INC stands for the case's own incident: "INC-?" is its number.

#include "tests/e2e/typing.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::e2e {

struct ScriptLine {
  int number = 0;  // in the file, from 1
  std::string text;
};

struct ScriptCase {
  std::string name;
  std::vector<ScriptLine> lines;
};

// What stands before the first "[…]" is a case without a name.
std::vector<ScriptCase> read_script(const std::string& path);

class ScriptPlayer {
 public:
  explicit ScriptPlayer(LocalSlack& slack) : slack_(slack) {}

  // Declares the case's incident first, unless the case begins with its own declaration (a case
  // without a name). Checks with doctest; a failed check names the line.
  void play(const ScriptCase& one);

  const ChannelId& channel() const { return channel_; }
  // An answer was "not confirmed yet": the machine was too slow for what follows to mean anything.
  bool was_too_slow() const { return was_too_slow_; }
  // Everything that was done and answered, one line each.
  const std::string& record() const { return record_; }

 private:
  void act(const ScriptLine& line);
  void act_of_person(const std::string& who, std::string_view rest);
  void check_shown(const ChannelId& place, const std::string& words);
  void type(const UserId& user, const ChannelId& channel, const std::string& line);
  void write(const UserId& user, const std::string& text, bool in_thread);
  void mark(const UserId& user, std::string_view emoji, bool is_on);
  void press_in_dm(const UserId& user, const std::string& label);
  void take_answer(const UserId& user, std::int64_t before);
  void wait_until_posted();
  void adopt_declared();
  UserId user_named(std::string_view name);
  ChannelId channel_named(std::string_view name);
  std::int64_t last_answer_number(const UserId& user);
  std::string with_number(std::string_view text) const;

  LocalSlack& slack_;
  std::string incident_;  // "INC-3"
  ChannelId channel_;
  MessageTs last_message_;
  std::string answer_;
  std::string record_;
  bool was_too_slow_ = false;
};

// A transcript in which every clock and date reads the same, whenever it was made. What Slack adds
// in between by itself (who joined, which topic was set) is left out: its order is not ours.
std::string without_times(std::string text);

}  // namespace tocsin::e2e
