// Modals and the Home tab: views.open, push, update, publish, and response_action in an ack.

#include "integrations/sandbox/block_kit.h"
#include "integrations/sandbox/call.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

constexpr std::size_t k_largest_view = 250'000;
constexpr std::size_t k_deepest_stack = 3;

Json view_trouble(const Json& view, std::string_view type) {
  if (dump_json(view).size() > k_largest_view) return refused("view_too_large");
  const auto errors = view_errors(view);
  if (!errors.empty()) return refused("invalid_arguments", errors);
  if (text_in(view, "type") != type) {
    return refused("invalid_arguments", {"[ERROR] unsupported type [json-pointer:/view/type]"});
  }
  return Json();
}

// The `view` argument with the ids that Slack adds, or `refusal` set.
std::optional<Json> view_argument(Call& call, std::string_view type) {
  auto view = call.arguments.nested("view");
  if (!view || !view->is_object()) {
    call.refusal = refused("invalid_arguments", {"[ERROR] must be an object [json-pointer:/view]"});
    return std::nullopt;
  }
  Json trouble = view_trouble(*view, type);
  if (!trouble.is_null()) {
    call.refusal = std::move(trouble);
    return std::nullopt;
  }
  return view;
}

bool external_id_is_taken(const State& state, const std::string& external_id,
                          const std::string& by_other_than) {
  if (external_id.empty()) return false;
  for (const auto& [id, view] : state.views) {
    if (view.state == View::State::open && view.external_id == external_id && id != by_other_than) {
      return true;
    }
  }
  return false;
}

void set_content(State& state, View& view, Json json) {
  complete_ids(state, json["blocks"]);
  MessageVersion content;
  content.blocks = dump_json(json["blocks"]);
  look_for_hostile_text(state, "view " + text_in(json, "callback_id"), content);
  view.external_id = text_in(json, "external_id");
  view.json = dump_json(json);
  view.hash = std::to_string(state.next_number()) + "." + state.seal(view.json).substr(8);
  view.errors.clear();
  view.trouble = false;
}

View& add_view(State& state, const UserId& user, const View* below, Json json) {
  View view;
  view.id = state.new_id('V');
  view.type = text_in(json, "type");
  view.user = user;
  view.root_id = below == nullptr ? view.id : below->root_id;
  view.previous_id = below == nullptr ? "" : below->id;
  set_content(state, view, std::move(json));
  const std::string id = view.id;
  state.view_order.push_back(id);
  return state.views.emplace(id, std::move(view)).first->second;
}

// The open modals of a person, the lowest first.
std::vector<View*> stack_of(State& state, const UserId& user) {
  std::vector<View*> stack;
  for (const std::string& id : state.view_order) {
    View& view = state.views.at(id);
    const bool is_open = view.state == View::State::open && view.type == "modal";
    if (is_open && view.user == user) stack.push_back(&view);
  }
  return stack;
}

Json shown(const Call& call, const View& view) {
  return accepted({{"view", view_json(call.state, view)}});
}

Json open_or_push(Call& call, bool push) {
  const auto json = view_argument(call, "modal");
  if (!json) return call.refusal;
  if (external_id_is_taken(call.state, text_in(*json, "external_id"), "")) {
    return refused("duplicate_external_id");
  }
  const auto check = call.state.use_trigger(call.arguments.text("trigger_id"), call.now);
  if (!check.trouble.empty()) return refused(check.trouble);
  const auto stack = stack_of(call.state, check.user);
  if (push && stack.empty()) return refused("not_found");
  if (push && stack.size() >= k_deepest_stack) return refused("push_limit_reached");
  // Opening while a modal is open puts the new one over it only by push; Slack replaces it else.
  if (!push) {
    for (View* old : stack) old->state = View::State::closed;
  }
  return shown(call, add_view(call.state, check.user, push ? stack.back() : nullptr, *json));
}

Json open_view(Call& call) { return open_or_push(call, false); }
Json push_view(Call& call) { return open_or_push(call, true); }

Json update_view(Call& call) {
  View* view = nullptr;
  const std::string id = call.arguments.text("view_id");
  const std::string external_id = call.arguments.text("external_id");
  if (id.empty() == external_id.empty()) {
    return refused("invalid_arguments", {"[ERROR] must have either view_id or external_id"});
  }
  for (auto& [known_id, known] : call.state.views) {
    if (known.state != View::State::open) continue;
    if (id.empty() ? known.external_id == external_id : known_id == id) view = &known;
  }
  if (view == nullptr) return refused("not_found");
  const auto json = view_argument(call, view->type);
  if (!json) return call.refusal;
  if (call.arguments.has("hash") && call.arguments.text("hash") != view->hash) {
    return refused("hash_conflict");
  }
  if (external_id_is_taken(call.state, text_in(*json, "external_id"), view->id)) {
    return refused("duplicate_external_id");
  }
  set_content(call.state, *view, *json);
  return shown(call, *view);
}

Json publish_view(Call& call) {
  const auto json = view_argument(call, "home");
  if (!json) return call.refusal;
  if (!call.state.setup.policies.home_tab) return refused("not_enabled");
  const UserId user{call.arguments.text("user_id")};
  if (call.state.person(user) == nullptr) {
    return refused("invalid_arguments", {"[ERROR] unknown user [json-pointer:/user_id]"});
  }
  for (auto& [id, view] : call.state.views) {
    if (view.type != "home" || view.user != user) continue;
    if (call.arguments.has("hash") && call.arguments.text("hash") != view.hash) {
      return refused("hash_conflict");
    }
    set_content(call.state, view, *json);
    return shown(call, view);
  }
  return shown(call, add_view(call.state, user, nullptr, *json));
}

std::string show_errors(View& view, const Json& errors) {
  if (!errors.is_object() || errors.empty()) return "errors must be a filled object";
  const Json json = parsed_or_null(view.json);
  for (const auto& [block_id, text] : errors.items()) {
    if (!text.is_string() || text.get<std::string>().empty()) return "an error must be a text";
    const bool names_input =
        std::any_of(json["blocks"].begin(), json["blocks"].end(), [&](const Json& block) {
          return text_in(block, "type") == "input" && text_in(block, "block_id") == block_id;
        });
    if (!names_input) return "errors name " + block_id + ", which is no input block";
  }
  view.errors = dump_json(errors);
  return "";
}

constexpr Needs k_none{};

constexpr std::array k_view_methods{
    Method{"views.open", 100, true, false, false, k_none, "trigger_id view", "", open_view},
    Method{"views.push", 100, true, false, false, k_none, "trigger_id view", "", push_view},
    Method{"views.update", 100, true, false, false, k_none, "view", "view_id external_id hash",
           update_view},
    Method{"views.publish", 100, true, false, false, k_none, "user_id view", "hash", publish_view},
};

}  // namespace

std::string act_on_view_answer(State& state, View& view, const Json& answer) {
  if (answer.is_null() || (answer.is_object() && answer.empty())) {
    view.state = View::State::submitted;
    return "";
  }
  const std::string action = answer.is_object() ? text_in(answer, "response_action") : "";
  if (action == "errors") return show_errors(view, answer.value("errors", Json()));
  if (action == "clear") {
    for (View* open : stack_of(state, view.user)) open->state = View::State::closed;
    view.state = View::State::submitted;
    return "";
  }
  if (action != "update" && action != "push") return "unknown response_action " + action;
  const Json json = answer.value("view", Json());
  const Json trouble = view_trouble(json, "modal");
  if (!trouble.is_null()) return "view of response_action: " + dump_json(trouble);
  if (action == "push") {
    if (stack_of(state, view.user).size() >= k_deepest_stack) return "too many views";
    add_view(state, view.user, &view, json);
  } else {
    set_content(state, view, json);
  }
  return "";
}

std::span<const Method> view_methods() { return k_view_methods; }

}  // namespace tocsin::sandbox
