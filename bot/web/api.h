#pragma once
// The readable part of the API, /api/v1/…: JSON for programs, made from the record as somebody from
// outside may see it. Pure: what is asked and the record in, the answer out. On the web page's
// reading thread. deploy/openapi.json describes it, and a test holds the two together.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"
#include "bot/domain/reply.h"
#include "bot/domain/result.h"
#include "bot/net/http.h"
#include "bot/web/target.h"
#include "storage/reader.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::web {

// The write-up of an incident ("INC-7") in a format ("md", "html", "json"); a failure is a
// sentence.
using PrintWriteup = std::function<Result<std::string, std::string>(
    const std::string& incident, const std::string& format, const Reader& record)>;

// `record` shows what the asker may see (storage/outside_reader.h).
net::HttpResponse api_answer(const Target& target, const Reader& record,
                             const PrintWriteup& print_writeup, Moment now);

// What is asked of POST /api/v1/commands.
struct TypedOutside {
  std::string as;        // "@ana", "ana" or a member ID
  std::string incident;  // "INC-7"; empty: the line names it, or there is none
  std::string text;
  std::string key;  // the same for every repetition of the same act

  // By which the engine knows the act again, whoever else uses the same key.
  std::string input_key(const UserId& user) const { return "http:" + user.value + ":" + key; }
  std::string line() const { return incident.empty() ? text : incident + " " + text; }
};

// The failure is a sentence for whoever wrote the client.
Result<TypedOutside, std::string> read_typed(std::string_view body);

// The answer to it: {"saved": true, "text": "…", "buttons": [{"label": "…", "line": "…"}]}.
struct CommandAnswer {
  bool is_saved = false;
  std::string text;
  struct Choice {
    std::string label;
    std::string line;
  };
  std::vector<Choice> choices;
};
// What the bot answered, for outside of Slack: forms cannot be opened there, so their buttons are
// left out.
CommandAnswer plain_answer(const Reply& reply, bool is_saved);
net::HttpResponse command_answer(int status, const CommandAnswer& answer);
std::optional<CommandAnswer> read_command_answer(std::string_view body);
std::string command_body(const TypedOutside& typed);

}  // namespace tocsin::web
