// What SmallSlack is asked for, and what its answers mean.

#include "bot/domain/alert_card.h"
#include "bot/domain/timeline.h"
#include "tests/engine/small_slack.h"

#include <chrono>
#include <string>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

std::string card_of(const Incident& incident) {
  std::string text =
      handle(incident.number) + " " + incident.title + ", " + std::string(name_of(incident.state));
  if (incident.severity) text += ", " + std::string(name_of(*incident.severity));
  if (!incident.impact.empty()) text += ", " + incident.impact;
  return text;
}

std::string entries_of(const DeliveryContext& context) {
  std::string text;
  for (const Event& event : context.entries) {
    if (!text.empty()) text += " | ";
    text += handle(event.entry) + " " + timeline_text(event.body);
  }
  return text;
}

std::string questions_of(const DeliveryContext& context) {
  std::string text;
  for (const Button& button : context.questions->buttons) {
    text += (text.empty() ? "" : " | ") + button.label;
  }
  return text;
}

std::string alerts_of(const DeliveryContext& context) {
  const Reply reply =
      alert_card_reply(*context.alerts, context.incident ? &*context.incident : nullptr);
  std::string text = "alerts";
  for (const RichText& paragraph : reply.paragraphs) text += " | " + to_plain(paragraph);
  for (const Button& button : reply.buttons) text += " [" + button.command_line + "]";
  return text;
}

std::string joined(const std::vector<UserId>& users) {
  std::string text;
  for (const UserId& user : users) text += (text.empty() ? "" : ",") + user.value;
  return text;
}

struct Wanted {
  std::string act;
  std::string body;
};

class Asker {
 public:
  explicit Asker(const DeliveryContext& context) : context_(context) {}

  Wanted operator()(const delivery::MakeChannel&) const {
    return {"make", "inc-" + std::to_string(context_.incident->number.value)};
  }
  Wanted operator()(const delivery::Invite& invite) const {
    return {"invite", joined(invite.users)};
  }
  Wanted operator()(const delivery::SetTopic&) const {
    return {"topic", card_of(*context_.incident)};
  }
  Wanted operator()(const delivery::PostCard&) const {
    return {"post", "card: " + card_of(*context_.incident)};
  }
  Wanted operator()(const delivery::EditCard&) const {
    return {"edit", "card: " + card_of(*context_.incident)};
  }
  Wanted operator()(const delivery::PostAnnouncement&) const {
    return {"post", "announcement: " + card_of(*context_.incident)};
  }
  Wanted operator()(const delivery::EditAnnouncement&) const {
    return {"edit", "announcement: " + card_of(*context_.incident)};
  }
  Wanted operator()(const delivery::PostEntry&) const { return {"post", entries_of(context_)}; }
  Wanted operator()(const delivery::Say& say) const { return {"post", to_plain(say.text)}; }
  Wanted operator()(const delivery::SayUnderAnnouncement& say) const {
    return {"post", to_plain(say.text)};
  }
  Wanted operator()(const delivery::Tell& tell) const { return {"post", to_plain(tell.text)}; }
  Wanted operator()(const delivery::Whisper& whisper) const {
    return {"whisper", to_plain(whisper.reply.paragraphs.at(0))};
  }
  Wanted operator()(const delivery::PostWriteup& post) const {
    return {"post",
            "write-up r" + std::to_string(post.revision) + ": " + context_.writeup->markdown};
  }
  // Two steps: a ticket, and the file with it. A ticket that was forgotten is asked for again.
  Wanted operator()(const delivery::AttachWriteup&) const {
    if (context_.progress == "ticket" && !context_.secret.empty()) {
      return {"complete", context_.file_name};
    }
    return {"ticket", context_.file_name};
  }
  // One message whatever its length; the real one edits part by part (tests/slack).
  Wanted operator()(const delivery::EditWriteup& edit) const {
    return {"edit",
            "write-up r" + std::to_string(edit.revision) + ": " + context_.writeup->markdown};
  }
  Wanted operator()(const delivery::SayUnderWriteup& say) const {
    return {"post", to_plain(say.text)};
  }
  Wanted operator()(const delivery::PostQuestions&) const {
    return {"post", "questions: " + questions_of(context_)};
  }
  Wanted operator()(const delivery::EditQuestions&) const {
    return {"edit", "questions: " + questions_of(context_)};
  }
  Wanted operator()(const delivery::AnnounceWriteup&) const {
    return {"post", handle(context_.incident->number) + " is closed. The write-up is " +
                        (context_.message ? context_.message->ts.value : "not posted")};
  }
  Wanted operator()(const delivery::AskPerson& ask) const {
    return {"post", to_plain(ask.reply.paragraphs.at(0))};
  }
  Wanted operator()(const delivery::AskChannel& ask) const {
    return {"post", to_plain(ask.reply.paragraphs.at(0))};
  }
  Wanted operator()(const delivery::ReadMessage& read) const { return {"read", read.ts.value}; }
  Wanted operator()(const delivery::ReadMissed& read) const {
    return {"missed", read.channel.value};
  }
  Wanted operator()(const delivery::PublishHome& home) const {
    return {"home",
            std::to_string(context_.screen->parts.size()) + " parts for " + home.user.value};
  }
  Wanted operator()(const delivery::ReadPeople&) const { return {"people", ""}; }
  Wanted operator()(const delivery::ReadPerson& read) const { return {"person", read.user.value}; }
  Wanted operator()(const delivery::ShowCanvas&) const { return {"canvas", ""}; }
  Wanted operator()(const delivery::CallPager& call) const {
    return {"pager", call.pager + " " + std::string(name_of(call.call)) + " " +
                         dedup_key(context_.incident->number, call.page)};
  }
  Wanted operator()(const delivery::AskOnCall& ask) const { return {"oncall", ask.schedule}; }
  Wanted operator()(const delivery::FileTask& file) const {
    return {"file task", file.tracker + " " + handle(file.task)};
  }
  Wanted operator()(const delivery::ReadTask& read) const {
    return {"read task", read.tracker + " " + handle(read.task)};
  }
  Wanted operator()(const delivery::ShowStatus& show) const {
    return {"status", show.status_page + " " + show.text};
  }
  Wanted operator()(const delivery::PostAlerts&) const { return {"post", alerts_of(context_)}; }
  Wanted operator()(const delivery::EditAlerts&) const { return {"edit", alerts_of(context_)}; }

 private:
  const DeliveryContext& context_;
};

bool is_post(const DeliveryContext& context) {
  return std::visit(Asker(context), context.delivery).act == "post";
}

std::vector<net::Header> headers_of(const DeliveryContext& context, const std::string& cursor) {
  const Place place = context.place.value_or(Place{});
  std::vector<net::Header> headers{{"op", std::to_string(context.id.value)},
                                   {"place", place.channel.value},
                                   {"thread", place.thread.value},
                                   {"ticket", context.secret},
                                   {"cursor", cursor}};
  if (context.message) headers.push_back({"ts", context.message->ts.value});
  if (!context.parts.empty()) headers.push_back({"ts", context.parts.front().ts.value});
  if (const auto* whisper = std::get_if<delivery::Whisper>(&context.delivery)) {
    headers.push_back({"user", whisper->user.value});
  }
  return headers;
}

}  // namespace

bool SmallDestination::serves(const Delivery& delivery) const {
  return !settings_.gone.contains(std::string(service_of(delivery)));
}

Prepared SmallDestination::request(const DeliveryContext& context) const {
  Wanted wanted = std::visit(Asker(context), context.delivery);
  Prepared prepared;
  if (wanted.act == "post" || wanted.act == "edit") {
    prepared.paces.push_back({wanted.act + ":" + context.place->channel.value, settings_.spacing});
  }
  prepared.request.method = "POST";
  prepared.request.url = "slack:/" + wanted.act;
  prepared.request.headers = headers_of(context, context.progress);
  prepared.request.body = std::move(wanted.body);
  return prepared;
}

Verdict SmallDestination::judge(const DeliveryContext& context,
                                const net::HttpResponse& answer) const {
  if (answer.transport == net::Transport::lost) return verdict::Unknown{answer.trouble};
  if (answer.transport == net::Transport::never_sent) return verdict::Wait{0ms, answer.trouble};
  const std::string code = header(answer.headers, "code");
  switch (answer.status) {
    case 200:
      return done(context, answer);
    case 401:
      return verdict::Hold{"The token was revoked."};
    case 403: {
      verdict::Refused refused{code, "Slack says " + code + ".", {}};
      if (const auto* call = std::get_if<delivery::CallPager>(&context.delivery)) {
        refused.facts.emplace_back(fact::PagerRefused{call->pager, call->page, refused.why});
      }
      if (std::holds_alternative<delivery::MakeChannel>(context.delivery)) {
        refused.facts.emplace_back(fact::ChannelRefused{code});
      }
      if (const auto* read = std::get_if<delivery::ReadMissed>(&context.delivery)) {
        refused.facts.emplace_back(
            fact::MissedRead{read->from, read->until, {}, true, "Slack says " + code + "."});
      }
      return refused;
    }
    case 404: {
      if (const auto* edit = std::get_if<delivery::EditAlerts>(&context.delivery)) {
        return verdict::Done{{fact::AlertsPosted{edit->card, {}, {}}}};
      }
      const bool is_card = std::holds_alternative<delivery::EditCard>(context.delivery);
      return verdict::Done{
          {fact::MessageGone{is_card ? MessagePurpose::card : MessagePurpose::announcement}}};
    }
    case 429:
      return verdict::Wait{std::chrono::seconds(std::stoi(header(answer.headers, "after"))),
                           "rate limited", true};
    default:
      return verdict::Unknown{"status " + std::to_string(answer.status)};
  }
}

Verdict SmallDestination::done(const DeliveryContext& context,
                               const net::HttpResponse& answer) const {
  verdict::Done done;
  const auto posted = [&](MessagePurpose purpose) {
    done.facts.emplace_back(fact::MessagePosted{
        {purpose, context.place->channel, MessageTs{header(answer.headers, "ts")}}});
  };
  const Delivery& delivery = context.delivery;
  if (const auto* read = std::get_if<delivery::ReadMissed>(&delivery)) {
    const std::size_t part = context.progress.empty() ? 0 : std::stoul(context.progress);
    fact::MissedRead missed{read->from, read->until, {}, part + 1 >= settings_.missed.size(), ""};
    if (part < settings_.missed.size()) missed.messages = settings_.missed[part];
    if (missed.is_last) return verdict::Done{{std::move(missed)}};
    return verdict::NextStep{std::to_string(part + 1), "", {std::move(missed)}};
  }
  if (const auto* post = std::get_if<delivery::PostAlerts>(&delivery)) {
    done.facts.emplace_back(fact::AlertsPosted{post->card, context.place->channel,
                                               MessageTs{header(answer.headers, "ts")}});
  }
  if (std::holds_alternative<delivery::PostCard>(delivery)) posted(MessagePurpose::card);
  if (std::holds_alternative<delivery::PostWriteup>(delivery)) posted(MessagePurpose::writeup);
  if (std::holds_alternative<delivery::PostQuestions>(delivery)) posted(MessagePurpose::questions);
  if (std::holds_alternative<delivery::PostAnnouncement>(delivery)) {
    posted(MessagePurpose::announcement);
  }
  if (std::holds_alternative<delivery::MakeChannel>(delivery)) {
    done.facts.emplace_back(
        fact::ChannelCreated{ChannelId{header(answer.headers, "channel")},
                             "inc-" + std::to_string(context.incident->number.value)});
  }
  if (const auto* ask = std::get_if<delivery::AskOnCall>(&delivery)) {
    const std::string said = header(answer.headers, "on call");
    const std::size_t plus = said.find(" +");
    fact::OnCallPerson person{said.substr(0, plus), "", ""};
    if (plus != std::string::npos) person.phone = said.substr(plus + 1);
    done.facts.emplace_back(fact::OnCallRead{ask->pager, ask->schedule, {person}, std::nullopt});
  }
  if (std::holds_alternative<delivery::AttachWriteup>(delivery)) {
    const std::string ticket = header(answer.headers, "ticket");
    if (!ticket.empty()) return verdict::NextStep{"ticket", ticket, {}};
  }
  if (const std::string group = header(answer.headers, "groups"); !group.empty()) {
    const std::size_t blank = group.find(' ');
    done.facts.emplace_back(fact::GroupsRead{{{group.substr(0, blank), group.substr(blank + 1)}}});
  }
  if (const std::string user = header(answer.headers, "user"); !user.empty()) {
    const Person person{UserId{user}, header(answer.headers, "name"),
                        header(answer.headers, "zone")};
    if (std::holds_alternative<delivery::ReadPeople>(delivery)) {
      return verdict::NextStep{header(answer.headers, "cursor"), "", {fact::PeopleRead{{person}}}};
    }
    done.facts.emplace_back(fact::PeopleRead{{person}});
  }
  return done;
}

std::optional<Prepared> SmallDestination::lookup(const DeliveryContext& context,
                                                 const std::string& cursor) const {
  if (!settings_.looks || !is_post(context)) return std::nullopt;
  Prepared prepared;
  prepared.request.url = "slack:/look";
  prepared.request.headers = headers_of(context, cursor);
  prepared.paces.push_back({"look", 0ms});
  return prepared;
}

Look SmallDestination::found(const DeliveryContext& context,
                             const net::HttpResponse& answer) const {
  if (answer.transport != net::Transport::answered) return look::Failed{0ms, answer.trouble};
  if (answer.status == 404) return look::NotThere{};
  if (answer.status == 429) {
    return look::Failed{std::chrono::seconds(std::stoi(header(answer.headers, "after"))), "busy"};
  }
  if (answer.status != 200) return look::Failed{0ms, "status"};
  const std::string cursor = header(answer.headers, "cursor");
  if (!cursor.empty()) return look::More{cursor};
  return look::Found{done(context, answer)};
}

}  // namespace tocsin
