#include "tests/e2e/findings.h"

#include "bot/domain/corrections.h"

#include "bot/domain/timeline.h"
#include "bot/json.h"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace tocsin::e2e {

namespace {

using sandbox::Message;
using sandbox::Server;

constexpr std::string_view k_word = "word";

// The words in this text, as often as they stand there.
std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = text.find(k_word); at != std::string_view::npos;) {
    std::size_t end = at + k_word.size();
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    words.emplace_back(text.substr(at, end - at));
    at = text.find(k_word, end);
  }
  return words;
}

struct Stored {
  IncidentNumber incident;
  EntryNumber entry;
  int count = 0;
  bool is_declaration = false;
};

std::map<std::string, Stored> stored_words(const Store& record) {
  std::map<std::string, Stored> all;
  for (const IncidentNumber number : record.all_incidents()) {
    for (const Event& event : record.events_of(number)) {
      if (event.entry.value == 0) continue;  // the channel's name has the title in it
      for (const std::string& word : words_in(timeline_text(event.body))) {
        Stored& stored = all[word];
        ++stored.count;
        stored.incident = number;
        stored.entry = event.entry;
        stored.is_declaration = std::holds_alternative<event::Declared>(event.body);
      }
    }
  }
  return all;
}

// The bot's own note on a message, which Slack keeps for it.
struct Label {
  std::string op;
  std::string kind;
};

Label label_of(const Message& message) {
  const auto json = parse_json(message.metadata());
  if (!json) return {};
  const Json payload = json->value("event_payload", Json::object());
  return {payload.value("op", ""), payload.value("kind", "")};
}

const std::string& whole_text(const Message& message) {
  return message.blocks().empty() ? message.text() : message.blocks();
}

// The triggers for which some acknowledgement said that it is saved, whenever it came.
std::set<std::string> called_saved(Server& slack) {
  std::set<std::string> triggers;
  for (const sandbox::AckRecord& ack : slack.hub().acks()) {
    const bool saved = ack.payload.find("\"Saved ") != std::string::npos ||
                       ack.payload.find("\"Closed ") != std::string::npos;
    if (saved) triggers.insert(ack.key);
  }
  return triggers;
}

// Where each word is posted as an entry of the incident's channel.
struct Posted {
  EntryNumber entry;
  std::int64_t micros = 0;
};

void look_at_order(std::vector<Posted> posted, const std::string& incident, Findings& findings) {
  std::ranges::sort(posted, {}, [](const Posted& one) { return one.entry; });
  for (std::size_t i = 1; i < posted.size(); ++i) {
    if (posted[i].micros >= posted[i - 1].micros) continue;
    findings.push_back(incident + " " + handle(posted[i].entry) + " stands before " +
                       handle(posted[i - 1].entry));
  }
}

std::ptrdiff_t channels_of(Server& slack, IncidentNumber number) {
  const std::string prefix = "inc-" + std::to_string(number.value) + "-";
  const auto channels = slack.workspace().channels();
  return std::ranges::count_if(
      channels, [&](const auto* channel) { return channel->name.starts_with(prefix); });
}

std::ptrdiff_t announcements_of(Server& slack, IncidentNumber number) {
  const auto* place = slack.workspace().channel_named("incidents");
  if (place == nullptr) return 0;
  const auto messages = slack.workspace().messages_of_app(place->id);
  return std::ranges::count_if(messages, [&](const Message* message) {
    const auto json = parse_json(message->metadata());
    if (!json || label_of(*message).kind != "announcement") return false;
    return (*json)["event_payload"].value("incident", "") == handle(number);
  });
}

std::ptrdiff_t files_of(Server& slack, IncidentNumber number) {
  const std::string name = handle(number) + "-postmortem.md";
  const auto files = slack.workspace().files();
  return std::ranges::count_if(
      files, [&](const auto* file) { return file->completed && file->name == name; });
}

}  // namespace

Findings stored_wrongly(Server& slack, const Store& record, const std::vector<TypedWord>& typed) {
  Findings findings;
  const auto words = stored_words(record);
  const std::set<std::string> promised = called_saved(slack);
  for (const TypedWord& line : typed) {
    const auto stored = words.find(line.word);
    const int count = stored == words.end() ? 0 : stored->second.count;
    if (promised.contains(line.trigger) && count == 0) {
      findings.push_back(line.word + " was called saved and is not stored");
    }
    if (count > 1) {
      findings.push_back(line.word + " is stored " + std::to_string(count) + " times");
    }
  }
  return findings;
}

Findings posted_wrongly(Server& slack, const Store& record) {
  Findings findings;
  const auto words = stored_words(record);
  for (const IncidentNumber number : record.all_incidents()) {
    std::map<std::string, std::vector<std::int64_t>> places;
    for (const auto* message :
         slack.workspace().messages_of_app(record.incident(number)->channel)) {
      if (label_of(*message).kind != "entry") continue;
      for (const std::string& word : words_in(whole_text(*message))) {
        places[word].push_back(message->micros);
      }
    }
    std::vector<Posted> posted;
    for (const auto& [word, stored] : words) {
      if (stored.incident != number || stored.is_declaration) continue;
      const auto& found = places[word];
      if (found.size() == 1) {
        posted.push_back({stored.entry, found.front()});
      } else {
        findings.push_back(word + " (" + handle(number) + " " + handle(stored.entry) +
                           ") is posted " + std::to_string(found.size()) + " times");
      }
    }
    look_at_order(std::move(posted), handle(number), findings);
  }
  return findings;
}

Findings said_twice(Server& slack) {
  Findings findings;
  std::map<std::string, int> ops;
  for (const auto* channel : slack.workspace().channels()) {
    for (const auto* message : slack.workspace().messages_of_app(channel->id)) {
      const Label label = label_of(*message);
      if (!label.op.empty()) {
        if (++ops[label.op] == 2) findings.push_back("twice: " + label.op + " " + label.kind);
      } else if (message->files.empty() && message->subtype.empty()) {
        findings.push_back("a message without a label in #" + channel->name);
      }
    }
  }
  return findings;
}

Findings things_not_single(Server& slack, const Store& record) {
  Findings findings;
  const auto expect = [&](IncidentNumber number, const char* what, std::ptrdiff_t found,
                          std::ptrdiff_t wanted) {
    if (found == wanted) return;
    findings.push_back(handle(number) + " has " + std::to_string(found) + " " + what +
                       " instead of " + std::to_string(wanted));
  };
  for (const IncidentNumber number : record.all_incidents()) {
    const auto incident = record.incident(number);
    expect(number, "channels", channels_of(slack, number), 1);
    expect(number, "announcements", announcements_of(slack, number), 1);
    expect(number, "write-up files", files_of(slack, number),
           incident->state == State::closed ? 1 : 0);
    const auto* channel = slack.workspace().channel(incident->channel);
    if (channel == nullptr) continue;
    expect(number, "pins", std::ssize(channel->pins), 1);
    const auto messages = slack.workspace().messages_of_app(channel->id);
    expect(number, "cards",
           std::ranges::count_if(
               messages, [](const auto* message) { return label_of(*message).kind == "card"; }),
           1);
  }
  return findings;
}

Findings rows_that_differ_from_events(const Store& record) {
  Findings findings;
  for (const IncidentNumber number : record.all_incidents()) {
    if (fold(number, record.events_of(number)) != *record.incident(number)) {
      findings.push_back(handle(number) + ": its events do not add up to its row");
    }
  }
  return findings;
}

Findings all_findings(Server& slack, const Store& record, const std::vector<TypedWord>& typed) {
  Findings all = slack.workspace().complaints();
  for (Findings more :
       {stored_wrongly(slack, record, typed), posted_wrongly(slack, record), said_twice(slack),
        things_not_single(slack, record), rows_that_differ_from_events(record)}) {
    std::ranges::move(more, std::back_inserter(all));
  }
  return all;
}

Counts count(Server& slack, const Store& record, const std::vector<TypedWord>& typed) {
  Counts counts;
  counts.typed = typed.size();
  std::set<std::string> acked;
  for (const sandbox::AckRecord& ack : slack.hub().acks()) acked.insert(ack.key);
  const std::set<std::string> saved = called_saved(slack);
  const auto stored = stored_words(record);
  for (const TypedWord& line : typed) {
    counts.acked += acked.contains(line.trigger) ? 1 : 0;
    counts.saved += saved.contains(line.trigger) ? 1 : 0;
    counts.stored += stored.contains(line.word) ? 1 : 0;
  }
  for (const auto* channel : slack.workspace().channels()) {
    counts.posts += slack.workspace().messages_of_app(channel->id).size();
  }
  for (const char* method :
       {"conversations.history", "conversations.replies", "users.conversations"}) {
    const auto& calls = slack.workspace().calls();
    if (const auto found = calls.find(method); found != calls.end()) {
      counts.looked_for += found->second;
    }
  }
  return counts;
}

std::int64_t unsettled_deliveries(const std::string& database) {
  sqlite3* connection = nullptr;
  sqlite3_stmt* query = nullptr;
  std::int64_t count = -1;
  const bool is_open =
      sqlite3_open_v2(database.c_str(), &connection, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK;
  const char* const sql = "SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending')";
  if (is_open && sqlite3_prepare_v2(connection, sql, -1, &query, nullptr) == SQLITE_OK &&
      sqlite3_step(query) == SQLITE_ROW) {
    count = sqlite3_column_int64(query, 0);
  }
  sqlite3_finalize(query);
  sqlite3_close(connection);
  return count;
}

}  // namespace tocsin::e2e
