#include "bot/slack/destination.h"

#include "bot/ensure.h"
#include "bot/slack/deliver.h"

#include <utility>
#include <variant>

namespace tocsin::slack {

namespace {

// Calls `use` with the steps of this delivery's kind.
template <class Use>
class Picker {
 public:
  Picker(const SlackSettings& settings, const DeliveryContext& context, Use use)
      : settings_(settings), context_(context), use_(std::move(use)) {}

  auto operator()(const delivery::MakeChannel&) const { return with<MakeChannelSteps>(); }
  auto operator()(const delivery::Invite&) const { return with<InviteSteps>(); }
  auto operator()(const delivery::SetTopic&) const { return with<TopicSteps>(); }
  auto operator()(const delivery::PostCard&) const { return post(PostKind::card); }
  auto operator()(const delivery::EditCard&) const { return with<EditSteps>(); }
  auto operator()(const delivery::PostAnnouncement&) const { return post(PostKind::announcement); }
  auto operator()(const delivery::EditAnnouncement&) const { return with<EditSteps>(); }
  auto operator()(const delivery::PostEntry&) const { return post(PostKind::entry); }
  auto operator()(const delivery::Say&) const { return post(PostKind::say); }
  auto operator()(const delivery::SayUnderAnnouncement&) const { return post(PostKind::update); }
  auto operator()(const delivery::Tell&) const { return post(PostKind::tell); }
  auto operator()(const delivery::Whisper&) const { return with<WhisperSteps>(); }
  auto operator()(const delivery::PostWriteup&) const { return post(PostKind::writeup); }
  auto operator()(const delivery::AttachWriteup&) const { return with<AttachSteps>(); }
  auto operator()(const delivery::EditWriteup&) const { return with<EditWriteupSteps>(); }
  auto operator()(const delivery::ShowCanvas&) const { return with<CanvasSteps>(); }
  auto operator()(const delivery::SayUnderWriteup&) const { return post(PostKind::changes); }
  auto operator()(const delivery::PostQuestions&) const { return post(PostKind::questions); }
  auto operator()(const delivery::EditQuestions&) const { return with<EditSteps>(); }
  auto operator()(const delivery::AnnounceWriteup&) const { return post(PostKind::report); }
  auto operator()(const delivery::AskPerson&) const { return post(PostKind::ask); }
  auto operator()(const delivery::AskChannel&) const { return post(PostKind::offer); }
  auto operator()(const delivery::ReadMessage&) const { return with<ReadMessageSteps>(); }
  auto operator()(const delivery::ReadMissed&) const { return with<MissedSteps>(); }
  auto operator()(const delivery::PublishHome&) const { return with<HomeSteps>(); }
  auto operator()(const delivery::ReadPeople&) const { return with<PeopleSteps>(); }
  auto operator()(const delivery::ReadPerson&) const { return with<PersonSteps>(); }
  auto operator()(const delivery::CallPager&) const { return with<NoSteps>(); }
  auto operator()(const delivery::AskOnCall&) const { return with<NoSteps>(); }
  auto operator()(const delivery::FileTask&) const { return with<NoSteps>(); }
  auto operator()(const delivery::ReadTask&) const { return with<NoSteps>(); }
  auto operator()(const delivery::ShowStatus&) const { return with<NoSteps>(); }
  auto operator()(const delivery::PostAlerts&) const { return post(PostKind::alerts); }
  auto operator()(const delivery::EditAlerts&) const { return with<EditSteps>(); }

 private:
  template <class Kind>
  auto with() const {
    return use_(Kind(settings_, context_));
  }
  auto post(PostKind kind) const { return use_(PostSteps(settings_, context_, kind)); }

  const SlackSettings& settings_;
  const DeliveryContext& context_;
  Use use_;
};

template <class Use>
auto with_steps(const SlackSettings& settings, const DeliveryContext& context, Use use) {
  return std::visit(Picker<Use>(settings, context, std::move(use)), context.delivery);
}

}  // namespace

Prepared NoSteps::request() const {
  ENSURE(service_of(context.delivery).empty() && "this is not Slack's");
  return {};
}

Verdict NoSteps::judge(const net::HttpResponse&) const {
  return verdict::Refused{"not_slack", "This is not a matter of Slack.", {}};
}

verdict::NextStep Steps::next(Progress progress, std::vector<Fact> facts) {
  return {to_text(progress), "", std::move(facts)};
}

SlackDestination::SlackDestination(SlackSettings settings) : settings_(std::move(settings)) {}

void SlackDestination::know_names(const std::string& bot_user, const std::string& bot_id) {
  settings_.bot_user = bot_user;
  settings_.bot_id = bot_id;
}

Prepared SlackDestination::request(const DeliveryContext& context) const {
  return with_steps(settings_, context, [](const auto& steps) { return steps.request(); });
}

Verdict SlackDestination::judge(const DeliveryContext& context,
                                const net::HttpResponse& answer) const {
  return with_steps(settings_, context,
                    [&](const auto& steps) -> Verdict { return steps.judge(answer); });
}

std::optional<Prepared> SlackDestination::lookup(const DeliveryContext& context,
                                                 const std::string& cursor) const {
  return with_steps(settings_, context, [&](const auto& steps) { return steps.lookup(cursor); });
}

Look SlackDestination::found(const DeliveryContext& context,
                             const net::HttpResponse& answer) const {
  return with_steps(settings_, context, [&](const auto& steps) { return steps.found(answer); });
}

}  // namespace tocsin::slack
