// Answers that need no channel membership: the payload of a command's ack, and response_url.

#include "bot/domain/whole_number.h"
#include "integrations/sandbox/block_kit.h"
#include "integrations/sandbox/call.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

constexpr int k_most_uses = 5;
constexpr Duration k_address_lives{30 * 60 * 1000};

bool flag_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

void look_for_unknown_fields(State& state, const Json& answer) {
  constexpr std::array<std::string_view, 13> k_known{"text",
                                                     "blocks",
                                                     "attachments",
                                                     "response_type",
                                                     "replace_original",
                                                     "delete_original",
                                                     "thread_ts",
                                                     "mrkdwn",
                                                     "unfurl_links",
                                                     "unfurl_media",
                                                     "parse",
                                                     "link_names",
                                                     "metadata"};
  for (const auto& [key, value] : answer.items()) {
    if (std::find(k_known.begin(), k_known.end(), key) == k_known.end()) {
      state.complain("answer: unknown field " + key);
    }
  }
}

// The content, or what is wrong with it.
std::string take_content(State& state, const Json& answer, MessageVersion& content) {
  content.text = cut_to_utf16(text_in(answer, "text"), k_longest_text);
  if (answer.contains("text") && !answer["text"].is_string()) return "text must be a text";
  if (!is_utf8(content.text)) return "text is not UTF-8";
  if (answer.contains("blocks") && !answer["blocks"].empty()) {
    Json blocks = answer["blocks"];
    const auto errors = block_kit_errors(blocks, Surface::message);
    if (!errors.empty()) return "invalid_blocks " + errors.front();
    complete_ids(state, blocks);
    content.blocks = dump_json(blocks);
    if (content.text.empty()) state.complain("answer: blocks without fallback text");
  }
  if (answer.contains("attachments")) content.attachments = dump_json(answer["attachments"]);
  look_for_hostile_text(state, "answer", content);
  return "";
}

void show_to_one(State& state, const ResponseAddress& address, MessageVersion content,
                 Ephemeral::Way way, const std::string& thread, Moment now) {
  Ephemeral ephemeral;
  ephemeral.way = way;
  ephemeral.channel = address.channel;
  ephemeral.user = address.user;
  ephemeral.thread = MessageTs{thread};
  ephemeral.at = now;
  ephemeral.text = std::move(content.text);
  ephemeral.blocks = std::move(content.blocks);
  ephemeral.address = address.number;
  state.add_ephemeral(std::move(ephemeral));
}

void show_to_all(State& state, Channel& channel, MessageVersion content, const std::string& thread,
                 Moment now) {
  Message message;
  message.user = state.setup.bot_user;
  message.by_app = true;
  message.thread = MessageTs{thread};
  const Message& added = state.add_message(channel, std::move(message), std::move(content), now);
  state.emit_message(channel, message_json(state, channel, added, true), now);
}

// What an answer through this address would replace or delete.
struct Original {
  Message* message = nullptr;
  Ephemeral* ephemeral = nullptr;
};

Original original_of(State& state, Channel& channel, const ResponseAddress& address) {
  Original original;
  if (!address.message.empty() && address.message[0] == 'e') {
    const auto number = whole_number(std::string_view(address.message).substr(1));
    for (Ephemeral& ephemeral : state.ephemerals) {
      if (number && ephemeral.number == *number) original.ephemeral = &ephemeral;
    }
  } else if (!address.message.empty()) {
    original.message = state.message(channel, MessageTs{address.message});
  } else {
    for (Ephemeral& ephemeral : state.ephemerals) {
      if (ephemeral.address == address.number) original.ephemeral = &ephemeral;
    }
  }
  return original;
}

}  // namespace

std::string show_answer(State& state, const ResponseAddress& address, const Json& answer,
                        Ephemeral::Way way, Moment now) {
  if (!answer.is_object()) return "an answer must be an object";
  look_for_unknown_fields(state, answer);
  const std::string type = text_in(answer, "response_type");
  if (!type.empty() && type != "ephemeral" && type != "in_channel") {
    return "invalid_response_type " + type;
  }
  Channel* channel = state.channel(address.channel);
  if (channel == nullptr) return "channel_not_found";
  MessageVersion content;
  std::string trouble = take_content(state, answer, content);
  if (!trouble.empty()) return trouble;
  const bool is_empty =
      content.text.empty() && content.blocks.empty() && content.attachments.empty();
  const bool deletes = flag_in(answer, "delete_original");
  const bool replaces = flag_in(answer, "replace_original");
  const Original original =
      deletes || replaces ? original_of(state, *channel, address) : Original{};
  if (deletes && original.message != nullptr) state.erase(*channel, *original.message, now);
  if ((deletes || replaces) && original.ephemeral != nullptr) original.ephemeral->replaced = true;
  if (is_empty) return deletes || way == Ephemeral::Way::ack ? "" : "no_text";
  if (replaces && !deletes && original.message != nullptr) {
    content.metadata = original.message->metadata();
    state.revise(*channel, *original.message, std::move(content), now);
    return "";
  }
  const std::string thread = text_in(answer, "thread_ts");
  if (!thread.empty() && type != "in_channel") return "thread_ts needs in_channel";
  if (type != "in_channel") {
    show_to_one(state, address, std::move(content), way, "", now);
  } else if (channel->archived) {
    return "is_archived";
  } else {
    show_to_all(state, *channel, std::move(content), thread, now);
  }
  return "";
}

net::HttpResponse respond(State& state, const net::HttpRequest& request, std::string_view path,
                          Moment now) {
  ++state.calls["response_url"];
  const auto refuse = [&state](int status, const std::string& code) {
    ++state.refusals["response_url " + code];
    return json_answer(state, refused(code), status);
  };
  const auto address = state.response_address(path);
  if (!address || request.method != "POST") return refuse(404, "no_service");
  if (now - address->at > k_address_lives) return refuse(404, "expired_url");
  int& uses = state.used_response_addresses[address->number];
  if (uses >= k_most_uses) return refuse(404, "used_url");
  ++uses;
  const auto answer = parse_json(request.body);
  if (!answer || !answer->is_object() || !is_utf8(request.body)) {
    return refuse(400, "invalid_payload");
  }
  const std::string trouble =
      show_answer(state, *address, *answer, Ephemeral::Way::response_url, now);
  // Nobody has written down which status Slack gives here; 200 is the one that is easily missed.
  if (!trouble.empty()) return refuse(200, trouble.substr(0, trouble.find(' ')));
  net::HttpResponse response;
  response.status = 200;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
  response.body = "ok";
  return response;
}

}  // namespace tocsin::sandbox
