// What people do with what the bot shows: buttons, menus, modals, shortcuts, the Home tab.

#include "integrations/sandbox/filled_in.h"
#include "integrations/sandbox/state.h"
#include "integrations/sandbox/wire.h"
#include "integrations/sandbox/workspace.h"

#include <algorithm>
#include <utility>

namespace tocsin::sandbox {

namespace {

std::string action_ts(Moment now) { return ts_text(to_stored(now) * 1000); }

// What all interactive payloads begin with.
Json payload_from(State& state, std::string_view type, const UserId& user,
                  const std::string& trigger) {
  const PersonSetup* person = state.person(user);
  const std::string name = person == nullptr ? "" : person->name;
  Json payload = {
      {"type", type},
      {"api_app_id", state.setup.app_id},
      {"token", "sandbox"},
      {"user",
       {{"id", user.value}, {"username", name}, {"name", name}, {"team_id", state.setup.team_id}}},
      {"team", {{"id", state.setup.team_id}, {"domain", state.setup.team_domain}}},
      {"enterprise", nullptr},
      {"is_enterprise_install", false}};
  if (!trigger.empty()) payload["trigger_id"] = trigger;
  return payload;
}

void send(State& state, Json payload, bool accepts_response, Interaction interaction) {
  Envelope envelope;
  envelope.kind = EnvelopeKind::interactive;
  envelope.accepts_response = accepts_response;
  envelope.key = interaction.trigger_id;
  envelope.type = interaction.type;
  envelope.payload = dump_json(payload);
  state.envelopes.push_back(std::move(envelope));
  state.note(std::move(interaction));
}

Interaction interaction_of(std::string_view type, const UserId& user, const std::string& trigger,
                           std::string text, Moment now) {
  Interaction interaction;
  interaction.type = type;
  interaction.user = user;
  interaction.trigger_id = trigger;
  interaction.text = std::move(text);
  interaction.at = now;
  return interaction;
}

// The `actions` entry for an element of these blocks, or why it cannot be used.
struct Pressed {
  Json action;
  std::string why;
};

Pressed press_element(const Json& blocks, std::string_view element, std::string_view value,
                      Moment now) {
  const auto found = find_element(blocks, element);
  if (!found) return {Json(), "nothing is labelled " + std::string(element)};
  FilledIn filled = filled_in(found->element, std::string(value));
  if (!filled.why.empty()) return {Json(), filled.why};
  Json action = std::move(filled.state);
  action["action_id"] = text_in(found->element, "action_id");
  action["block_id"] = found->block_id;
  action["action_ts"] = action_ts(now);
  for (const char* key : {"text", "value", "style", "placeholder"}) {
    const bool is_input = text_in(found->element, "type") != "button" && key[0] == 'v';
    if (found->element.contains(key) && !is_input) action[key] = found->element[key];
  }
  return {std::move(action), ""};
}

// Slack shows true in its documents and false in its fixtures: a client has to read the flag.
bool coin(State& state) { return state.dice.chance(0.5); }

}  // namespace

Act<std::string> Workspace::press(const UserId& user, const ChannelId& channel_id,
                                  const MessageTs& ts, std::string_view element, Moment now,
                                  std::string_view value) {
  State& state = *state_;
  Channel* channel = state.channel(channel_id);
  if (state.person(user) == nullptr) return impossible("nobody is " + user.value);
  if (channel == nullptr) return impossible("no channel " + channel_id.value);
  if (channel->kind != ChannelKind::open && !channel->members.contains(user)) {
    return impossible("cannot see the channel");
  }
  const Message* message = state.message(*channel, ts);
  if (message == nullptr || !message->by_app)
    return impossible("no message of the bot " + ts.value);
  Pressed pressed = press_element(parsed_or_null(message->blocks()), element, value, now);
  if (!pressed.why.empty()) return impossible(pressed.why);
  const std::string trigger = state.new_trigger(user, now);
  Json payload = payload_from(state, "block_actions", user, trigger);
  payload["container"] = {{"type", "message"},
                          {"message_ts", ts.value},
                          {"channel_id", channel_id.value},
                          {"is_ephemeral", false}};
  if (!message->thread.empty()) payload["container"]["thread_ts"] = message->thread.value;
  payload["channel"] = {{"id", channel_id.value}, {"name", channel_name_for_payload(*channel)}};
  payload["message"] = message_json(state, *channel, *message, true);
  payload["state"] = {{"values", Json::object()}};
  payload["response_url"] = state.new_response_url("actions", user, channel_id, ts.value, now);
  Interaction interaction =
      interaction_of("block_actions", user, trigger, text_in(pressed.action, "action_id"), now);
  interaction.channel = channel_id;
  interaction.response_url = text_in(payload, "response_url");
  payload["actions"] = Json::array({std::move(pressed.action)});
  send(state, std::move(payload), coin(state), std::move(interaction));
  return trigger;
}

Act<std::string> Workspace::press_ephemeral(std::int64_t number, std::string_view element,
                                            Moment now, std::string_view value) {
  State& state = *state_;
  const auto found =
      std::find_if(state.ephemerals.begin(), state.ephemerals.end(),
                   [number](const Ephemeral& ephemeral) { return ephemeral.number == number; });
  if (found == state.ephemerals.end() || found->replaced) return impossible("it is not shown");
  Pressed pressed = press_element(parsed_or_null(found->blocks), element, value, now);
  if (!pressed.why.empty()) return impossible(pressed.why);
  const Channel* channel = state.channel(found->channel);
  if (channel == nullptr) return impossible("the channel is gone");
  const std::string trigger = state.new_trigger(found->user, now);
  Json payload = payload_from(state, "block_actions", found->user, trigger);
  payload["container"] = {{"type", "message"},
                          {"message_ts", action_ts(found->at)},
                          {"channel_id", found->channel.value},
                          {"is_ephemeral", true}};
  payload["channel"] = {{"id", found->channel.value}, {"name", channel_name_for_payload(*channel)}};
  payload["state"] = {{"values", Json::object()}};
  payload["response_url"] = state.new_response_url("actions", found->user, found->channel,
                                                   "e" + std::to_string(number), now);
  Interaction interaction = interaction_of("block_actions", found->user, trigger,
                                           text_in(pressed.action, "action_id"), now);
  interaction.channel = found->channel;
  interaction.response_url = text_in(payload, "response_url");
  payload["actions"] = Json::array({std::move(pressed.action)});
  send(state, std::move(payload), coin(state), std::move(interaction));
  return trigger;
}

Act<std::string> Workspace::press_in_view(const std::string& view_id, std::string_view element,
                                          Moment now, std::string_view value) {
  State& state = *state_;
  const auto found = state.views.find(view_id);
  if (found == state.views.end() || found->second.state != View::State::open) {
    return impossible("the view is not open");
  }
  const View& view = found->second;
  Json shown = view_json(state, view);
  Pressed pressed = press_element(shown["blocks"], element, value, now);
  if (!pressed.why.empty()) return impossible(pressed.why);
  const std::string trigger = state.new_trigger(view.user, now);
  Json payload = payload_from(state, "block_actions", view.user, trigger);
  payload["container"] = {{"type", "view"}, {"view_id", view_id}};
  payload["view"] = std::move(shown);
  Interaction interaction = interaction_of("block_actions", view.user, trigger,
                                           text_in(pressed.action, "action_id"), now);
  interaction.view_id = view_id;
  payload["actions"] = Json::array({std::move(pressed.action)});
  send(state, std::move(payload), false, std::move(interaction));
  return trigger;
}

Act<std::string> Workspace::submit_view(const std::string& view_id,
                                        const std::vector<Filled>& filled, Moment now) {
  State& state = *state_;
  const auto found = state.views.find(view_id);
  if (found == state.views.end() || found->second.state != View::State::open) {
    return impossible("the view is not open");
  }
  View& view = found->second;
  if (view.type != "modal") return impossible("a Home tab is not submitted");
  Json shown = view_json(state, view);
  if (!shown.contains("submit")) return impossible("the modal has no submit button");
  std::string why;
  Json values = values_of(shown["blocks"], filled, why);
  if (!why.empty()) return impossible(why);
  view.errors.clear();
  view.trouble = false;
  const std::string trigger = state.new_trigger(view.user, now);
  Json payload = payload_from(state, "view_submission", view.user, trigger);
  shown["state"] = {{"values", std::move(values)}};
  payload["view"] = std::move(shown);
  payload["response_urls"] = Json::array();
  Interaction interaction = interaction_of("view_submission", view.user, trigger,
                                           text_in(payload["view"], "callback_id"), now);
  interaction.view_id = view_id;
  send(state, std::move(payload), true, std::move(interaction));
  return trigger;
}

Act<Done> Workspace::close_view(const std::string& view_id, Moment now) {
  State& state = *state_;
  const auto found = state.views.find(view_id);
  if (found == state.views.end() || found->second.state != View::State::open) {
    return impossible("the view is not open");
  }
  View& view = found->second;
  view.state = View::State::closed;
  Json shown = view_json(state, view);
  if (!shown.value("notify_on_close", false)) return Done{};
  Json payload = payload_from(state, "view_closed", view.user, "");
  payload["is_cleared"] = false;
  payload["view"] = std::move(shown);
  Interaction interaction =
      interaction_of("view_closed", view.user, "closed " + state.new_id('0'), "", now);
  interaction.view_id = view_id;
  send(state, std::move(payload), false, std::move(interaction));
  return Done{};
}

Act<std::string> Workspace::message_shortcut(const UserId& user, const ChannelId& channel_id,
                                             const MessageTs& ts, std::string_view callback_id,
                                             Moment now) {
  State& state = *state_;
  Channel* channel = state.channel(channel_id);
  if (channel == nullptr || !channel->members.contains(user)) {
    return impossible("cannot see the channel");
  }
  const Message* message = state.message(*channel, ts);
  if (message == nullptr) return impossible("no message " + ts.value);
  const std::string trigger = state.new_trigger(user, now);
  Json payload = payload_from(state, "message_action", user, trigger);
  payload["callback_id"] = callback_id;
  payload["action_ts"] = action_ts(now);
  payload["channel"] = {{"id", channel_id.value}, {"name", channel_name_for_payload(*channel)}};
  payload["message"] = message_json(state, *channel, *message, true);
  payload["message_ts"] = ts.value;
  payload["response_url"] = state.new_response_url("actions", user, channel_id, "", now);
  Interaction interaction =
      interaction_of("message_action", user, trigger, std::string(callback_id), now);
  interaction.channel = channel_id;
  interaction.response_url = text_in(payload, "response_url");
  send(state, std::move(payload), coin(state), std::move(interaction));
  return trigger;
}

Act<std::string> Workspace::global_shortcut(const UserId& user, std::string_view callback_id,
                                            Moment now) {
  State& state = *state_;
  if (state.person(user) == nullptr) return impossible("nobody is " + user.value);
  const std::string trigger = state.new_trigger(user, now);
  Json payload = payload_from(state, "shortcut", user, trigger);
  payload["callback_id"] = callback_id;
  payload["action_ts"] = action_ts(now);
  send(state, std::move(payload), false,
       interaction_of("shortcut", user, trigger, std::string(callback_id), now));
  return trigger;
}

Act<Done> Workspace::open_home(const UserId& user, Moment now) {
  State& state = *state_;
  if (state.person(user) == nullptr) return impossible("nobody is " + user.value);
  Json event = {{"type", "app_home_opened"},
                {"user", user.value},
                {"channel", state.direct_channel(user, now).id.value},
                {"tab", "home"},
                {"event_ts", action_ts(now)}};
  if (const View* shown = home(user)) event["view"] = view_json(state, *shown);
  state.emit("app_home_opened", std::move(event), now);
  return Done{};
}

}  // namespace tocsin::sandbox
