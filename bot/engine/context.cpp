#include "bot/engine/context.h"

#include "bot/domain/postmortem.h"
#include "bot/domain/public_status.h"
#include "bot/domain/writeup_questions.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

using assembled::Needless;
using assembled::NotYet;

// What each kind of delivery needs. One overload a kind; each fills the context or says why not.
class Gatherer {
 public:
  Gatherer(DeliveryContext& context, const Record& record, const Store& store,
           const Announcements& announcements)
      : context_(context), record_(record), store_(store), announcements_(announcements) {}

  using Trouble = std::optional<std::variant<NotYet, Needless>>;

  Trouble operator()(const delivery::MakeChannel&) const {
    if (!incident().channel.empty()) return Needless{"the channel is there already"};
    return std::nullopt;
  }
  Trouble operator()(const delivery::Invite&) const { return needs_own_channel(); }
  Trouble operator()(const delivery::SetTopic&) const { return needs_own_channel(); }
  Trouble operator()(const delivery::PostCard&) const { return to_incident(); }
  Trouble operator()(const delivery::EditCard&) const {
    return edits<delivery::PostCard>(MessagePurpose::card);
  }
  Trouble operator()(const delivery::PostAnnouncement&) const {
    if (!announcements_.known) return NotYet{};
    if (announcements_.channel.empty()) return Needless{"there is no announcement channel"};
    context_.place = Place{announcements_.channel, {}};
    return std::nullopt;
  }
  Trouble operator()(const delivery::EditAnnouncement&) const {
    if (no_announcements()) return Needless{"there is no announcement channel"};
    return edits<delivery::PostAnnouncement>(MessagePurpose::announcement);
  }
  Trouble operator()(const delivery::PostEntry&) const { return to_incident(); }
  Trouble operator()(const delivery::Say&) const { return to_incident(); }
  Trouble operator()(const delivery::SayUnderAnnouncement&) const {
    if (no_announcements()) return Needless{"there is no announcement channel"};
    return under_announcement(Needless{"it was never announced"});
  }
  Trouble operator()(const delivery::Tell& tell) const {
    if (tell.user.empty()) return Needless{"nobody to tell"};
    context_.place = Place{ChannelId{tell.user.value}, {}};
    return std::nullopt;
  }
  Trouble operator()(const delivery::Whisper& whisper) const {
    context_.place = whisper.place;
    return std::nullopt;
  }
  Trouble operator()(const delivery::PostWriteup& post) const { return writeup(post.revision); }
  Trouble operator()(const delivery::AttachWriteup& attach) const {
    return writeup(attach.revision);
  }
  Trouble operator()(const delivery::EditWriteup& edit) const {
    if (is_coming<delivery::PostWriteup>()) return NotYet{};
    context_.parts = store_.messages(incident().number, MessagePurpose::writeup);
    if (context_.parts.empty()) return Needless{"the write-up is not posted"};
    return writeup(edit.revision);
  }
  Trouble operator()(const delivery::ShowCanvas& show) const {
    if (auto trouble = needs_own_channel()) return trouble;
    context_.message = store_.message(incident().number, MessagePurpose::canvas);
    context_.writeup = store_.writeup(incident().number, show.revision);
    if (!context_.writeup) return Needless{"the write-up is gone"};
    return std::nullopt;
  }
  Trouble operator()(const delivery::SayUnderWriteup&) const {
    if (is_coming<delivery::PostWriteup>()) return NotYet{};
    const auto message = store_.message(incident().number, MessagePurpose::writeup);
    if (!message) return Needless{"the write-up is not posted"};
    // Where the write-up itself is in a thread, there is none below it.
    const Trouble trouble = to_incident();
    const bool is_in_thread =
        !trouble && context_.place->channel == message->channel && !context_.place->thread.empty();
    if (!is_in_thread) context_.place = Place{message->channel, message->ts};
    return std::nullopt;
  }
  Trouble operator()(const delivery::PostQuestions&) const {
    ask_questions();
    if (context_.questions->buttons.empty()) return Needless{"nothing is open"};
    return to_incident();
  }
  Trouble operator()(const delivery::EditQuestions&) const {
    ask_questions();
    return edits<delivery::PostQuestions>(MessagePurpose::questions);
  }
  Trouble operator()(const delivery::AnnounceWriteup&) const {
    if (no_announcements()) return Needless{"there is no announcement channel"};
    if (is_coming<delivery::PostWriteup>()) return NotYet{};
    context_.message = store_.message(incident().number, MessagePurpose::writeup);
    return under_announcement(Needless{"it was never announced"});
  }
  Trouble operator()(const delivery::AskPerson& ask) const {
    if (ask.user.empty()) return Needless{"nobody to ask"};
    if (ask.page) {
      const Page* page = find(incident(), *ask.page);
      const bool waits = page != nullptr && page->state == PageState::open;
      if (!waits) return Needless{"the page was answered or stopped"};
    }
    context_.place = Place{ChannelId{ask.user.value}, {}};
    return std::nullopt;
  }
  Trouble operator()(const delivery::AskChannel&) const { return to_incident(); }
  Trouble operator()(const delivery::ReadMessage&) const { return std::nullopt; }
  Trouble operator()(const delivery::ReadMissed&) const { return std::nullopt; }
  Trouble operator()(const delivery::PublishHome&) const { return std::nullopt; }
  Trouble operator()(const delivery::ReadPeople&) const { return std::nullopt; }
  Trouble operator()(const delivery::ReadPerson&) const { return std::nullopt; }
  // A page that was answered before the service heard of it wakes nobody any more.
  Trouble operator()(const delivery::CallPager& call) const {
    if (call.call != PagerCall::trigger) return std::nullopt;  // also of one that was taken back
    const Page* page = find(incident(), call.page);
    if (page == nullptr) return Needless{"the page is gone"};
    if (page->state != PageState::open) return Needless{"the page was answered or stopped"};
    return std::nullopt;
  }
  Trouble operator()(const delivery::AskOnCall&) const { return std::nullopt; }
  Trouble operator()(const delivery::FileTask& file) const {
    const Task* task = find(incident(), file.task);
    if (task == nullptr) return Needless{"the task is gone"};
    if (task->issue) return Needless{"the task is in a tracker already"};
    context_.installation = store_.setting("installation").value_or("");
    if (!task->owner.empty()) context_.owner_name = name_of(task->owner);
    return std::nullopt;
  }
  Trouble operator()(const delivery::ReadTask& read) const {
    const Task* task = find(incident(), read.task);
    const bool is_filed = task != nullptr && task->issue && task->issue->tracker == read.tracker;
    if (!is_filed) return Needless{"the task is not in this tracker"};
    return std::nullopt;
  }
  Trouble operator()(const delivery::PostAlerts& post) const {
    if (auto trouble = alerts(post.card)) return trouble;
    if (!context_.alerts->ts.empty()) return Needless{"the card is posted already"};
    if (announcements_.alerts.empty()) return NotYet{};
    context_.place = Place{announcements_.alerts, {}};
    return std::nullopt;
  }
  Trouble operator()(const delivery::EditAlerts& edit) const {
    if (auto trouble = alerts(edit.card)) return trouble;
    const AlertCard& card = *context_.alerts;
    if (card.ts.empty()) {
      if (is_coming(edit.card)) return NotYet{};
      return Needless{"there is no card to edit"};
    }
    context_.message = MessageRef{MessagePurpose::card, card.channel, card.ts};
    context_.place = Place{card.channel, {}};
    return std::nullopt;
  }
  // The state that is public is the one that it was let go with.
  Trouble operator()(const delivery::ShowStatus& show) const {
    const StatusEntry* entry = status_entry(incident(), show.status_page);
    if (entry == nullptr || !may_be_public(incident())) return Needless{"nobody lets it go there"};
    const bool never_shown = entry->id.empty() && public_state(show.state) == "resolved";
    if (never_shown) return Needless{"it was never to be seen there"};
    context_.installation = store_.setting("installation").value_or("");
    return std::nullopt;
  }

 private:
  const Incident& incident() const { return *context_.incident; }

  // The incident is shown with them as long as it goes on, unless it is private.
  Trouble alerts(AlertCardNumber number) const {
    context_.alerts = store_.alert_card(number);
    if (!context_.alerts) return Needless{"the alerts are forgotten"};
    IncidentNumber& owner = context_.alerts->incident;
    if (owner.value == 0) return std::nullopt;
    context_.incident = record_.incident(owner);
    const bool shows =
        context_.incident && !context_.incident->is_private && !is_over(context_.incident->state);
    if (shows) return std::nullopt;
    context_.incident.reset();
    owner = {};
    return std::nullopt;
  }

  std::string name_of(const UserId& user) const {
    const auto person = record_.person(user);
    return person ? person->name : user.value;
  }

  std::optional<MessageRef> announcement() const {
    return store_.message(incident().number, MessagePurpose::announcement);
  }

  bool no_announcements() const {
    return announcements_.known && announcements_.channel.empty() && !announcement();
  }

  Trouble needs_own_channel() const {
    if (!incident().channel_refused.empty() || incident().channel_lost) {
      return Needless{"the incident has no channel"};
    }
    if (incident().channel.empty()) return NotYet{};
    context_.place = Place{incident().channel, {}};
    return std::nullopt;
  }

  // The incident's channel; without one the thread of its announcement; without that its lead.
  Trouble to_incident() const {
    if (has_channel(incident())) {
      context_.place = Place{incident().channel, {}};
      return std::nullopt;
    }
    if (incident().channel.empty() && incident().channel_refused.empty()) return NotYet{};
    if (incident().is_private || no_announcements()) return to_lead();
    const Trouble trouble = under_announcement(Needless{});
    // Slack took neither the channel nor the announcement.
    const bool is_homeless = trouble && std::holds_alternative<Needless>(*trouble);
    return is_homeless ? to_lead() : trouble;
  }

  Trouble to_lead() const {
    if (incident().lead.empty()) return Needless{"nobody leads it, and it has no other place"};
    context_.place = Place{ChannelId{incident().lead.value}, {}};
    return std::nullopt;
  }

  Trouble under_announcement(Needless when_never) const {
    const auto message = announcement();
    if (message) {
      context_.place = Place{message->channel, message->ts};
      return std::nullopt;
    }
    if (is_coming<delivery::PostAnnouncement>()) return NotYet{};
    return when_never;
  }

  // The post is still on its way: it was neither sent nor refused.
  template <class Post>
  bool is_coming() const {
    const std::vector<OutboxRow> rows = store_.unsettled_rows();
    return std::ranges::any_of(rows, [this](const OutboxRow& row) {
      return row.incident == incident().number && std::holds_alternative<Post>(row.delivery);
    });
  }

  bool is_coming(AlertCardNumber card) const {
    return std::ranges::any_of(store_.unsettled_rows(), [card](const OutboxRow& row) {
      const auto* post = std::get_if<delivery::PostAlerts>(&row.delivery);
      return post != nullptr && post->card == card;
    });
  }

  template <class Post>
  Trouble edits(MessagePurpose purpose) const {
    context_.message = store_.message(incident().number, purpose);
    if (!context_.message) {
      if (is_coming<Post>()) return NotYet{};
      return Needless{"there is no message to edit"};
    }
    context_.place = Place{context_.message->channel, {}};
    return std::nullopt;
  }

  void ask_questions() const {
    const std::vector<Event> events = record_.events_of(incident().number);
    context_.questions =
        questions_reply(incident(), open_questions({incident(), events, [this](const UserId& user) {
                                                      const auto person = record_.person(user);
                                                      return person ? person->name : std::string();
                                                    }}));
  }

  Trouble writeup(std::int64_t revision) const {
    context_.writeup = store_.writeup(incident().number, revision);
    if (!context_.writeup) return Needless{"the write-up is gone"};
    context_.file_name = writeup_file_name(incident().number);
    return to_incident();
  }

  DeliveryContext& context_;
  const Record& record_;
  const Store& store_;
  const Announcements& announcements_;
};

// What somebody who does not sit in front of Slack wants to know: who leads, and where to go.
void tell_outside(DeliveryContext& context, const Record& record, const Store& store) {
  const Incident& incident = *context.incident;
  if (const auto lead = record.person(incident.lead)) context.lead_name = lead->name;
  const std::string team = store.setting("team").value_or("");  // kept by the engine
  if (!has_channel(incident) || team.empty()) return;
  context.where =
      "https://slack.com/app_redirect?team=" + team + "&channel=" + incident.channel.value;
}

}  // namespace

Assembled assemble(const OutboxRow& row, const Record& record, const Store& store,
                   const Announcements& announcements, const CommandSettings& commands,
                   Moment now) {
  DeliveryContext context;
  context.id = row.id;
  context.delivery = row.delivery;
  context.progress = row.progress;
  context.now = now;
  context.first_sent_at = row.sending_at.value_or(now);
  if (row.incident.value > 0) {
    context.incident = record.incident(row.incident);
    if (!context.incident) return Needless{"its incident is gone"};
    context.zone = context.incident->zone;
    if (!service_of(row.delivery).empty()) tell_outside(context, record, store);
  }
  if (const auto* home = std::get_if<delivery::PublishHome>(&row.delivery)) {
    context.screen = home_screen(home->user, commands, record, now);
  }
  auto trouble = std::visit(Gatherer(context, record, store, announcements), row.delivery);
  if (!trouble) return context;
  if (auto* needless = std::get_if<Needless>(&*trouble)) return std::move(*needless);
  return NotYet{};
}

}  // namespace tocsin
