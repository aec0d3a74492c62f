// How things look in Slack's JSON, and the small readings of texts and blocks that go with it.

#include "integrations/sandbox/state.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <utility>

namespace tocsin::sandbox {

namespace {

constexpr const char* k_other_team = "T0ELSEWHERE";

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

void add_thread_fields(Json& json, const Message& message) {
  if (!message.thread.empty()) {
    json["thread_ts"] = message.thread.value;
  } else if (!message.replies.empty()) {
    json["thread_ts"] = message.ts.value;
    json["reply_count"] = message.replies.size();
    json["latest_reply"] = message.replies.back().value;
  }
}

// What `@word` means, as Slack's client resolves it; empty when it names nothing.
std::string mention(const State& state, std::string_view word) {
  if (word == "here" || word == "channel" || word == "everyone") {
    return "<!" + std::string(word) + ">";
  }
  for (const auto& [id, person] : state.people) {
    if (person.name == word) return "<@" + id + ">";
  }
  for (const auto& [id, group] : state.user_groups) {
    if (group.handle == word) return "<!subteam^" + id + "|@" + group.handle + ">";
  }
  return "";
}

std::string channel_mention(const State& state, std::string_view word) {
  const auto found = state.channel_names.find(std::string(word));
  if (found == state.channel_names.end()) return "";
  const Channel& channel = state.channels.at(found->second);
  return "<#" + channel.id.value + "|" + (channel.kind == ChannelKind::open ? channel.name : "") +
         ">";
}

// A token that is already in wire form and names something that exists stays as it is, so that
// tests may write ids. Length of it, 0 when it is plain text.
std::size_t known_token(const State& state, std::string_view rest) {
  const std::size_t end = rest.find('>');
  if (end == std::string_view::npos || end < 3) return 0;
  const std::string_view inner = rest.substr(1, end - 1);
  const std::string_view name = inner.substr(0, inner.find('|'));
  const bool known =
      (name[0] == '@' && state.people.contains(std::string(name.substr(1)))) ||
      (name[0] == '#' && state.channels.contains(std::string(name.substr(1)))) ||
      (name.substr(0, 9) == "!subteam^" && state.user_groups.contains(std::string(name.substr(9))));
  return known ? end + 1 : 0;
}

void look_through(State& state, const std::string& where, const Json& json) {
  if (json.is_array()) {
    for (const Json& item : json) look_through(state, where, item);
    return;
  }
  if (!json.is_object()) return;
  const std::string type = text_in(json, "type");
  if (type == "broadcast") state.complain(where + ": an active broadcast in rich text");
  const bool is_text = json.contains("text") && json["text"].is_string();
  if (is_text && (type == "mrkdwn" || type == "markdown")) {
    for (const std::string& mark : hostile_marks(json["text"].get<std::string>())) {
      // Markdown has its own meaning for & and <, so these are no sign of a missing escape there.
      if (type == "markdown" && mark.substr(0, 6) == "a bare") continue;
      state.complain(where + ": " + mark);
    }
  } else if (is_text && has_control_characters(json["text"].get<std::string>())) {
    state.complain(where + ": a control character");
  }
  for (const auto& [key, value] : json.items()) look_through(state, where, value);
}

bool shows(const Json& element, std::string_view label_or_action) {
  if (!element.is_object()) return false;
  if (text_in(element, "action_id") == label_or_action) return true;
  const auto text = element.find("text");
  return text != element.end() && text->is_object() && text_in(*text, "text") == label_or_action;
}

}  // namespace

std::string text_in(const Json& json, const char* key) {
  if (!json.is_object()) return "";
  const auto found = json.find(key);
  return found == json.end() || !found->is_string() ? "" : found->get<std::string>();
}

Json parsed_or_null(const std::string& json_text) {
  return json_text.empty() ? Json() : parse_json(json_text).value_or(Json());
}

Json message_json(const State& state, const Channel& channel, const Message& message,
                  bool all_metadata) {
  Json json = {{"type", "message"},
               {"user", message.user.value},
               {"text", message.text()},
               {"ts", message.ts.value},
               {"team", state.setup.team_id}};
  if (!message.subtype.empty()) json["subtype"] = message.subtype;
  if (message.by_app) {
    json["bot_id"] = state.setup.bot_id;
    json["app_id"] = state.setup.app_id;
    json["bot_profile"] = {{"id", state.setup.bot_id},
                           {"app_id", state.setup.app_id},
                           {"name", state.setup.bot_name},
                           {"team_id", state.setup.team_id}};
  } else if (message.subtype.empty()) {
    json["client_msg_id"] = state.seal(channel.id.value + message.ts.value);
  }
  if (!message.blocks().empty()) json["blocks"] = parsed_or_null(message.blocks());
  const MessageVersion& shown = message.current();
  if (!shown.attachments.empty()) json["attachments"] = parsed_or_null(shown.attachments);
  if (!shown.metadata.empty()) {
    Json metadata = parsed_or_null(shown.metadata);
    if (!all_metadata) metadata = {{"event_type", metadata["event_type"]}};
    json["metadata"] = std::move(metadata);
  }
  add_thread_fields(json, message);
  if (message.versions.size() > 1 && shown.text != message.versions.front().text) {
    json["edited"] = {{"user", message.user.value}, {"ts", ts_text(to_stored(shown.at) * 1000)}};
  }
  for (const Reaction& reaction : message.reactions) {
    Json users = Json::array();
    for (const UserId& user : reaction.users) users.push_back(user.value);
    json["reactions"].push_back(
        {{"name", reaction.name}, {"users", users}, {"count", reaction.users.size()}});
  }
  for (const std::string& id : message.files) {
    json["files"].push_back(file_json(state, state.files.at(id)));
  }
  if (std::find(channel.pins.begin(), channel.pins.end(), message.ts) != channel.pins.end()) {
    json["pinned_to"] = Json::array({channel.id.value});
  }
  return json;
}

Json channel_json(const State& state, const Channel& channel) {
  const bool is_conversation =
      channel.kind == ChannelKind::open || channel.kind == ChannelKind::closed;
  Json json = {{"id", channel.id.value},
               {"created", to_stored(channel.created) / 1000},
               {"creator", channel.creator.value},
               {"is_archived", channel.archived},
               {"is_general", channel.is_general},
               {"is_channel", channel.kind == ChannelKind::open},
               {"is_group", channel.kind == ChannelKind::closed},
               {"is_im", channel.kind == ChannelKind::direct},
               {"is_mpim", channel.kind == ChannelKind::group_direct},
               {"is_private", channel.kind != ChannelKind::open},
               {"is_member", state.bot_is_in(channel)},
               {"is_shared", false},
               {"is_ext_shared", false},
               {"is_org_shared", false},
               {"context_team_id", state.setup.team_id}};
  if (is_conversation) {
    json["name"] = channel.name;
    json["name_normalized"] = channel.name;
    json["previous_names"] = channel.previous_names;
    json["topic"] = {{"value", channel.topic}, {"creator", ""}, {"last_set", 0}};
    json["purpose"] = {{"value", channel.purpose}, {"creator", ""}, {"last_set", 0}};
  }
  if (!channel.canvas.empty()) {
    json["properties"]["canvas"] = {{"file_id", channel.canvas}, {"is_empty", false}};
  }
  if (channel.kind == ChannelKind::direct) {
    for (const UserId& member : channel.members) {
      if (member != state.setup.bot_user) json["user"] = member.value;
    }
  }
  return json;
}

Json person_json(const State& state, const PersonSetup& person) {
  Json profile = {{"real_name", person.real_name},
                  {"display_name", person.name},
                  {"real_name_normalized", person.real_name},
                  {"display_name_normalized", person.name},
                  {"team", state.setup.team_id}};
  if (!person.email.empty() && state.scopes.contains("users:read.email")) {
    profile["email"] = person.email;
  }
  if (person.is_bot && person.id == state.setup.bot_user) {
    profile["bot_id"] = state.setup.bot_id;
    profile["api_app_id"] = state.setup.app_id;
  }
  Json json = {{"id", person.id.value},
               {"team_id", person.is_stranger ? std::string(k_other_team) : state.setup.team_id},
               {"name", person.name},
               {"deleted", person.deleted},
               {"is_bot", person.is_bot},
               {"is_app_user", false},
               {"profile", profile}};
  if (person.deleted) return json;  // Slack leaves these out for people who have left
  json["real_name"] = person.real_name;
  json["tz"] = person.zone;
  json["tz_label"] = person.zone;
  json["tz_offset"] = person.zone_offset_seconds;
  json["is_restricted"] = person.is_restricted;
  json["is_ultra_restricted"] = false;
  if (person.is_stranger) json["is_stranger"] = true;
  json["is_admin"] = false;
  json["is_owner"] = false;
  return json;
}

Json file_json(const State& state, const File& file) {
  Json json = {{"id", file.id},
               {"name", file.name},
               {"title", file.title},
               {"size", file.bytes.size()},
               {"user", state.setup.bot_user.value},
               {"mode", "hosted"},
               {"is_external", false},
               {"url_private", state.setup.http_base + "/files-pri/" + file.id + "/" + file.name},
               {"permalink", "https://" + state.setup.team_domain + ".slack.com/files/" + file.id},
               {"channels", Json::array()},
               {"shares", Json::object()}};
  const auto found = state.channels.find(file.channel.value);
  if (file.share.empty() || found == state.channels.end()) return json;
  json["channels"].push_back(file.channel.value);
  const char* kind = found->second.kind == ChannelKind::open ? "public" : "private";
  json["shares"][kind][file.channel.value] = Json::array({{{"ts", file.share.value}}});
  return json;
}

Json view_json(const State& state, const View& view) {
  Json json = parsed_or_null(view.json);
  json["id"] = view.id;
  json["team_id"] = state.setup.team_id;
  json["app_id"] = state.setup.app_id;
  json["bot_id"] = state.setup.bot_id;
  json["app_installed_team_id"] = state.setup.team_id;
  json["hash"] = view.hash;
  json["root_view_id"] = view.root_id;
  json["previous_view_id"] = view.previous_id.empty() ? Json() : Json(view.previous_id);
  json["external_id"] = view.external_id;
  for (const char* key : {"private_metadata", "callback_id"}) {
    if (!json.contains(key)) json[key] = "";
  }
  if (!json.contains("state")) json["state"] = {{"values", Json::object()}};
  return json;
}

Json bookmark_json(const Channel& channel, const Bookmark& bookmark) {
  return {{"id", bookmark.id},     {"channel_id", channel.id.value}, {"title", bookmark.title},
          {"link", bookmark.link}, {"emoji", bookmark.emoji},        {"type", "link"}};
}

std::string channel_name_for_payload(const Channel& channel) {
  switch (channel.kind) {
    case ChannelKind::open:
      return channel.name;
    case ChannelKind::closed:
      return "privategroup";
    case ChannelKind::direct:
      return "directmessage";
    case ChannelKind::group_direct:
      return "mpdm-several-1";
  }
  return "";
}

std::string permalink(const State& state, const Channel& channel, const Message& message) {
  std::string digits = message.ts.value;
  std::erase(digits, '.');
  std::string link = "https://" + state.setup.team_domain + ".slack.com/archives/" +
                     channel.id.value + "/p" + digits;
  if (!message.thread.empty()) {
    link += "?thread_ts=" + message.thread.value + "&cid=" + channel.id.value;
  }
  return link;
}

std::string channel_name_trouble(std::string_view name) {
  if (name.empty()) return "invalid_name_required";
  if (utf16_length(name) > 80) return "invalid_name_maxlength";
  bool has_letter = false;
  for (const char c : name) {
    // A dot is a letter of handles, not of channel names.
    if (!is_name_character(c) || c == '.') return "invalid_name_specials";
    has_letter = has_letter || (c != '-' && c != '_');
  }
  return has_letter ? "" : "invalid_name_punctuation";
}

void look_for_hostile_text(State& state, const std::string& where, const MessageVersion& content) {
  for (const std::string& mark : hostile_marks(content.text)) {
    state.complain(where + ": " + mark + " in text");
  }
  look_through(state, where, parsed_or_null(content.blocks));
  look_through(state, where, parsed_or_null(content.attachments));
}

std::string typed_to_wire(const State& state, std::string_view typed) {
  std::string out;
  out.reserve(typed.size());
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const std::string_view rest = typed.substr(i);
    const bool begins_word =
        i == 0 || typed[i - 1] == ' ' || typed[i - 1] == '\n' || typed[i - 1] == '(';
    std::string found;
    std::size_t length = 0;
    if (rest[0] == '<') {
      length = known_token(state, rest);
      found = rest.substr(0, length);
    } else if ((rest[0] == '@' || rest[0] == '#') && begins_word) {
      length = 1;
      while (length < rest.size() && is_name_character(rest[length])) ++length;
      while (length > 1 && rest[length - 1] == '.') --length;  // the end of a sentence
      const std::string_view word = rest.substr(1, length - 1);
      found = rest[0] == '@' ? mention(state, word) : channel_mention(state, word);
    } else if (begins_word && (rest.substr(0, 8) == "https://" || rest.substr(0, 7) == "http://")) {
      length = std::min(rest.find_first_of(" \n\t<>"), rest.size());
      found = "<" + escape_typed(rest.substr(0, length)) + ">";
    }
    if (found.empty()) {
      out += escape_typed(rest.substr(0, 1));
    } else {
      out += found;
      i += length - 1;
    }
  }
  return out;
}

std::optional<FoundElement> find_element(const Json& blocks, std::string_view label_or_action) {
  if (!blocks.is_array()) return std::nullopt;
  for (const Json& block : blocks) {
    const std::string block_id = text_in(block, "block_id");
    for (const char* place : {"accessory", "element"}) {
      if (block.contains(place) && shows(block[place], label_or_action)) {
        return FoundElement{block[place], block_id};
      }
    }
    if (!block.contains("elements")) continue;
    for (const Json& element : block["elements"]) {
      if (shows(element, label_or_action)) return FoundElement{element, block_id};
    }
  }
  return std::nullopt;
}

void complete_ids(State& state, Json& blocks) {
  const auto invent = [&state](Json& object, const char* key) {
    if (object.is_object() && !object.contains(key)) object[key] = state.new_id('b').substr(6);
  };
  if (!blocks.is_array()) return;
  for (Json& block : blocks) {
    invent(block, "block_id");
    const std::string type = text_in(block, "type");
    for (const char* place : {"accessory", "element"}) {
      if (block.contains(place) && text_in(block[place], "type") != "image") {
        invent(block[place], "action_id");
      }
    }
    if (type != "actions" && type != "context_actions") continue;
    for (Json& element : block["elements"]) invent(element, "action_id");
  }
}

}  // namespace tocsin::sandbox
