// What people do on the page, handed to the workspace. The bodies are {"act": "…", "as": "U…", …}.

#include "integrations/sandbox/page/page_core.h"

#include <algorithm>
#include <array>

namespace tocsin::sandbox {

namespace {

// The fields of all acts; each act reads those that it needs.
struct Wish {
  UserId as;
  ChannelId channel;
  MessageTs ts;
  MessageTs thread;
  std::string text;
  std::string element;  // action_id or label
  std::string value;
  std::string view;
  std::int64_t number = 0;  // of an ephemeral
  bool on = false;
  std::vector<Filled> filled;
};

template <class T>
std::string trouble_of(const Act<T>& act) {
  return act ? "" : act.error().why;
}

using CarryOut = std::string (*)(WebPage::Impl&, const Wish&, Moment);

std::string type(WebPage::Impl& page, const Wish& wish, Moment now) {
  Workspace& workspace = page.workspace();
  if (wish.text.starts_with('/') && wish.thread.empty()) {
    const std::size_t end = std::min(wish.text.find_first_of(" \n"), wish.text.size());
    const std::size_t rest = std::min(wish.text.find_first_not_of(" \n", end), wish.text.size());
    return trouble_of(workspace.slash_command(wish.as, wish.channel, wish.text.substr(0, end),
                                              wish.text.substr(rest), now));
  }
  return trouble_of(workspace.post(wish.as, wish.channel, wish.text, now, wish.thread));
}

std::string edit(WebPage::Impl& page, const Wish& wish, Moment now) {
  return trouble_of(page.workspace().edit(wish.as, wish.channel, wish.ts, wish.text, now));
}

std::string erase(WebPage::Impl& page, const Wish& wish, Moment now) {
  return trouble_of(page.workspace().erase(wish.as, wish.channel, wish.ts, now));
}

std::string react(WebPage::Impl& page, const Wish& wish, Moment now) {
  Workspace& workspace = page.workspace();
  return wish.on ? trouble_of(workspace.react(wish.as, wish.channel, wish.ts, wish.value, now))
                 : trouble_of(workspace.unreact(wish.as, wish.channel, wish.ts, wish.value, now));
}

std::string pin(WebPage::Impl& page, const Wish& wish, Moment now) {
  Workspace& workspace = page.workspace();
  return wish.on ? trouble_of(workspace.pin(wish.as, wish.channel, wish.ts, now))
                 : trouble_of(workspace.unpin(wish.as, wish.channel, wish.ts, now));
}

std::string press(WebPage::Impl& page, const Wish& wish, Moment now) {
  Workspace& workspace = page.workspace();
  if (!wish.view.empty()) {
    return trouble_of(workspace.press_in_view(wish.view, wish.element, now, wish.value));
  }
  if (wish.number != 0) {
    return trouble_of(workspace.press_ephemeral(wish.number, wish.element, now, wish.value));
  }
  return trouble_of(workspace.press(wish.as, wish.channel, wish.ts, wish.element, now, wish.value));
}

std::string submit(WebPage::Impl& page, const Wish& wish, Moment now) {
  return trouble_of(page.workspace().submit_view(wish.view, wish.filled, now));
}

std::string close(WebPage::Impl& page, const Wish& wish, Moment now) {
  return trouble_of(page.workspace().close_view(wish.view, now));
}

std::string shortcut(WebPage::Impl& page, const Wish& wish, Moment now) {
  Workspace& workspace = page.workspace();
  if (wish.ts.empty()) return trouble_of(workspace.global_shortcut(wish.as, wish.value, now));
  return trouble_of(workspace.message_shortcut(wish.as, wish.channel, wish.ts, wish.value, now));
}

std::string open_home(WebPage::Impl& page, const Wish& wish, Moment now) {
  return trouble_of(page.workspace().open_home(wish.as, now));
}

std::string join(WebPage::Impl& page, const Wish& wish, Moment now) {
  Workspace& workspace = page.workspace();
  return wish.on ? trouble_of(workspace.join(wish.as, wish.channel, now))
                 : trouble_of(workspace.leave(wish.as, wish.channel, now));
}

std::string create(WebPage::Impl& page, const Wish& wish, Moment now) {
  return trouble_of(page.workspace().create_channel(wish.as, wish.text, wish.on, now));
}

std::string archive(WebPage::Impl& page, const Wish& wish, Moment now) {
  Workspace& workspace = page.workspace();
  return wish.on ? trouble_of(workspace.archive_channel(wish.as, wish.channel, now))
                 : trouble_of(workspace.unarchive_channel(wish.as, wish.channel, now));
}

std::string bad_day(WebPage::Impl& page, const Wish& wish, Moment now) {
  return switch_bad_day(page, wish.value, wish.on, now);
}

struct NamedAct {
  std::string_view name;
  CarryOut carry_out;
};

constexpr std::array k_acts{
    NamedAct{"type", type},       NamedAct{"edit", edit},      NamedAct{"erase", erase},
    NamedAct{"react", react},     NamedAct{"pin", pin},        NamedAct{"press", press},
    NamedAct{"submit", submit},   NamedAct{"close", close},    NamedAct{"shortcut", shortcut},
    NamedAct{"home", open_home},  NamedAct{"join", join},      NamedAct{"create", create},
    NamedAct{"archive", archive}, NamedAct{"bad_day", bad_day}};

Wish wish_of(JsonReader& body) {
  Wish wish;
  wish.as = UserId{body.text_or("as", "")};
  wish.channel = ChannelId{body.text_or("channel", "")};
  wish.ts = MessageTs{body.text_or("ts", "")};
  wish.thread = MessageTs{body.text_or("thread", "")};
  wish.text = body.text_or("text", "");
  wish.element = body.text_or("element", "");
  wish.value = body.text_or("value", "");
  wish.view = body.text_or("view", "");
  wish.number = body.integer_or("number", 0);
  wish.on = body.flag_or("on", false);
  for (JsonReader& field : body.items_or_none("filled")) {
    wish.filled.push_back(
        {field.text("block_id"), field.text_or("action_id", ""), field.text("value")});
  }
  return wish;
}

}  // namespace

std::string carry_out(WebPage::Impl& page, const Json& json, Moment now) {
  JsonReader body(json);
  const std::string name = body.text("act");
  const Wish wish = wish_of(body);
  if (body.failed()) return body.error();
  const auto found = std::find_if(k_acts.begin(), k_acts.end(),
                                  [&name](const NamedAct& act) { return act.name == name; });
  if (found == k_acts.end()) return "There is no act \"" + name + "\".";
  return found->carry_out(page, wish, now);
}

}  // namespace tocsin::sandbox
