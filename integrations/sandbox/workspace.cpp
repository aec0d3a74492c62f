#include "integrations/sandbox/workspace.h"

#include "integrations/sandbox/call.h"
#include "integrations/sandbox/state.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <utility>

namespace tocsin::sandbox {

namespace {

bool begins_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

net::HttpResponse no_such_page() {
  net::HttpResponse response;
  response.status = 404;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  response.body = "<!DOCTYPE html><html><body>There is no such page</body></html>";
  return response;
}

}  // namespace

Workspace::Workspace(WorkspaceSetup setup) : state_(std::make_unique<State>(std::move(setup))) {}

Workspace::~Workspace() = default;

net::HttpResponse Workspace::call(const net::HttpRequest& request, Moment now) {
  advance(now);
  const std::string path = split_target(request.url).path;
  constexpr std::string_view k_api = "/api/";
  if (begins_with(path, k_api)) {
    return web_api(*state_, request, std::string_view(path).substr(k_api.size()), now);
  }
  if (begins_with(path, "/commands/") || begins_with(path, "/actions/")) {
    return respond(*state_, request, path, now);
  }
  if (begins_with(path, "/upload/v1/")) return upload(*state_, request, path);
  if (begins_with(path, "/files-pri/")) return download(*state_, request, path);
  return no_such_page();
}

void Workspace::raw_event(std::string_view event_json, Moment now) {
  Json event = parsed_or_null(std::string(event_json));
  // Sent whatever the app has subscribed to: the caller knows what it wants to see.
  state_->events.insert("raw");
  state_->emit("raw", std::move(event), now);
}

void Workspace::raw_envelope(EnvelopeKind kind, std::string_view type, std::string payload_json,
                             Moment) {
  Envelope envelope;
  envelope.kind = kind;
  envelope.type = type;
  envelope.payload = std::move(payload_json);
  envelope.key = "raw " + state_->new_id('0');
  state_->envelopes.push_back(std::move(envelope));
}

std::vector<Envelope> Workspace::take_envelopes() { return std::exchange(state_->envelopes, {}); }

void Workspace::settled(const Settled& settled, Moment now) {
  State& state = *state_;
  const auto found = state.interaction_by_trigger.find(settled.envelope.key);
  if (found == state.interaction_by_trigger.end()) return;
  Interaction& interaction = state.interactions[found->second];
  if (interaction.state != Interaction::State::waiting) return;
  View* view = nullptr;
  if (interaction.type == "view_submission") {
    const auto found_view = state.views.find(interaction.view_id);
    if (found_view != state.views.end()) view = &found_view->second;
  }
  if (settled.outcome != SettledAs::acked) {
    interaction.state = settled.outcome == SettledAs::dispatch_failed
                            ? Interaction::State::dispatch_failed
                            : Interaction::State::operation_timeout;
    if (view != nullptr) view->trouble = true;
    return;
  }
  interaction.state = Interaction::State::answered;
  interaction.answered_at = settled.settled_at;
  interaction.answer = settled.answer;
  const Json answer = parsed_or_null(settled.answer);
  std::string trouble;
  if (view != nullptr) {
    trouble = act_on_view_answer(state, *view, answer);
    view->trouble = !trouble.empty();
  } else if (settled.envelope.kind == EnvelopeKind::slash_commands && !settled.answer.empty()) {
    const auto address = state.response_address(split_target(interaction.response_url).path);
    if (address) trouble = show_answer(state, *address, answer, Ephemeral::Way::ack, now);
  }
  if (!trouble.empty()) state.complain("ack of " + interaction.type + ": " + trouble);
}

std::string Workspace::take_ticket(std::string_view ticket) {
  const auto found = state_->tickets.find(ticket);
  if (found == state_->tickets.end()) return "unknown ticket";
  if (found->second) return "the ticket was used before";
  found->second = true;
  return "";
}

std::optional<Moment> Workspace::next_due() const {
  if (state_->shares.empty()) return std::nullopt;
  return state_->shares.begin()->first;
}

void Workspace::advance(Moment now) { state_->share_files(now); }

Policies& Workspace::policies() { return state_->setup.policies; }

void Workspace::set_bases(std::string http_base, std::string socket_base) {
  state_->setup.http_base = std::move(http_base);
  state_->setup.socket_base = std::move(socket_base);
}

void Workspace::set_scopes(std::vector<std::string> scopes) {
  state_->scopes = {scopes.begin(), scopes.end()};
}

const WorkspaceSetup& Workspace::setup() const { return state_->setup; }

std::vector<const Channel*> Workspace::channels() const {
  std::vector<const Channel*> all;
  for (const auto& [id, channel] : state_->channels) all.push_back(&channel);
  return all;
}

const Channel* Workspace::channel(const ChannelId& id) const {
  const auto found = state_->channels.find(id.value);
  return found == state_->channels.end() ? nullptr : &found->second;
}

const Channel* Workspace::channel_named(std::string_view name) const {
  const auto found = state_->channel_names.find(std::string(name));
  return found == state_->channel_names.end() ? nullptr : channel(ChannelId{found->second});
}

const Message* Workspace::message(const ChannelId& channel_id, const MessageTs& ts) const {
  const auto found = state_->channels.find(channel_id.value);
  return found == state_->channels.end() ? nullptr : state_->message_or_grave(found->second, ts);
}

std::vector<const Message*> Workspace::messages_of_app(const ChannelId& channel_id) const {
  std::vector<const Message*> all;
  const Channel* found = channel(channel_id);
  if (found == nullptr) return all;
  for (const Message& message : found->messages) {
    if (message.by_app && !message.deleted) all.push_back(&message);
  }
  return all;
}

const std::deque<Ephemeral>& Workspace::ephemerals() const { return state_->ephemerals; }

const Ephemeral* Workspace::last_ephemeral(const UserId& user) const {
  for (auto ephemeral = state_->ephemerals.rbegin(); ephemeral != state_->ephemerals.rend();
       ++ephemeral) {
    if (ephemeral->user == user && !ephemeral->replaced) return &*ephemeral;
  }
  return nullptr;
}

const std::deque<Interaction>& Workspace::interactions() const { return state_->interactions; }

const Interaction* Workspace::interaction(std::string_view trigger_id) const {
  const auto found = state_->interaction_by_trigger.find(trigger_id);
  return found == state_->interaction_by_trigger.end() ? nullptr
                                                       : &state_->interactions[found->second];
}

std::vector<const View*> Workspace::views() const {
  std::vector<const View*> all;
  for (const std::string& id : state_->view_order) all.push_back(&state_->views.at(id));
  return all;
}

const View* Workspace::view(std::string_view id) const {
  const auto found = state_->views.find(std::string(id));
  return found == state_->views.end() ? nullptr : &found->second;
}

const View* Workspace::open_modal(const UserId& user) const {
  const View* top = nullptr;
  for (const View* shown : views()) {
    const bool is_open = shown->state == View::State::open && shown->type == "modal";
    if (is_open && shown->user == user) top = shown;
  }
  return top;
}

const View* Workspace::home(const UserId& user) const {
  for (const View* shown : views()) {
    if (shown->type == "home" && shown->user == user) return shown;
  }
  return nullptr;
}

std::vector<const File*> Workspace::files() const {
  std::vector<const File*> all;
  for (const auto& [id, file] : state_->files) all.push_back(&file);
  return all;
}

const File* Workspace::file(std::string_view id) const {
  const auto found = state_->files.find(std::string(id));
  return found == state_->files.end() ? nullptr : &found->second;
}

const Canvas* Workspace::canvas(std::string_view id) const {
  const auto found = state_->canvases.find(std::string(id));
  return found == state_->canvases.end() ? nullptr : &found->second;
}

UserId Workspace::user_named(std::string_view name) const {
  for (const auto& [id, person] : state_->people) {
    if (person.name == name) return person.id;
  }
  return {};
}

const std::map<std::string, int>& Workspace::calls() const { return state_->calls; }

const std::map<std::string, int>& Workspace::refusals() const { return state_->refusals; }

const std::vector<std::string>& Workspace::complaints() const { return state_->complaints; }

void Workspace::clear_complaints() { state_->complaints.clear(); }

}  // namespace tocsin::sandbox
