#include "bot/domain/delivery.h"

#include <string_view>

namespace tocsin {

namespace {

class LaneName {
 public:
  explicit LaneName(IncidentNumber incident)
      : incident_("inc:" + std::to_string(incident.value) + ":") {}

  std::string operator()(const delivery::MakeChannel&) const { return incident_ + "channel"; }
  std::string operator()(const delivery::PostCard&) const { return incident_ + "channel"; }
  std::string operator()(const delivery::PostEntry&) const { return incident_ + "channel"; }
  std::string operator()(const delivery::Say&) const { return incident_ + "channel"; }
  std::string operator()(const delivery::PostWriteup&) const { return incident_ + "channel"; }
  std::string operator()(const delivery::AttachWriteup&) const { return incident_ + "channel"; }
  // Of their own, so that whatever is said in the channel meanwhile waits for no part of a long
  // write-up.
  std::string operator()(const delivery::EditWriteup&) const { return incident_ + "writeup"; }
  std::string operator()(const delivery::SayUnderWriteup&) const { return incident_ + "writeup"; }
  std::string operator()(const delivery::ShowCanvas&) const { return incident_ + "canvas"; }
  std::string operator()(const delivery::PostQuestions&) const { return incident_ + "channel"; }
  std::string operator()(const delivery::EditQuestions&) const { return incident_ + "questions"; }
  std::string operator()(const delivery::AnnounceWriteup&) const {
    return incident_ + "announcement";
  }
  // Of their own, so that a refused or slow invitation holds back no entry.
  std::string operator()(const delivery::Invite&) const { return incident_ + "invite"; }
  std::string operator()(const delivery::SetTopic&) const { return incident_ + "topic"; }
  std::string operator()(const delivery::EditCard&) const { return incident_ + "card"; }
  std::string operator()(const delivery::PostAnnouncement&) const {
    return incident_ + "announcement";
  }
  std::string operator()(const delivery::EditAnnouncement&) const {
    return incident_ + "announcement";
  }
  std::string operator()(const delivery::SayUnderAnnouncement&) const {
    return incident_ + "announcement";
  }
  std::string operator()(const delivery::Tell& tell) const { return "user:" + tell.user.value; }
  std::string operator()(const delivery::Whisper& whisper) const {
    return "whisper:" + whisper.user.value;
  }
  std::string operator()(const delivery::AskPerson& ask) const { return "user:" + ask.user.value; }
  std::string operator()(const delivery::AskChannel&) const { return incident_ + "channel"; }
  std::string operator()(const delivery::ReadMessage&) const { return incident_ + "messages"; }
  std::string operator()(const delivery::ReadMissed&) const { return incident_ + "missed"; }
  std::string operator()(const delivery::PublishHome& home) const {
    return "home:" + home.user.value;
  }
  std::string operator()(const delivery::ReadPeople&) const { return "people"; }
  std::string operator()(const delivery::ReadPerson&) const { return "people"; }
  // Of its own for each page, so that no page ever waits for another one.
  std::string operator()(const delivery::CallPager& call) const {
    return incident_ + handle(call.page) + ":" + call.pager;
  }
  std::string operator()(const delivery::AskOnCall& ask) const { return "oncall:" + ask.pager; }
  std::string operator()(const delivery::FileTask& file) const { return "tracker:" + file.tracker; }
  std::string operator()(const delivery::ReadTask& read) const { return "tracker:" + read.tracker; }
  std::string operator()(const delivery::ShowStatus& show) const {
    return incident_ + "status:" + show.status_page;
  }
  std::string operator()(const delivery::PostAlerts&) const { return "alerts"; }
  std::string operator()(const delivery::EditAlerts& edit) const {
    return "alerts:" + std::to_string(edit.card.value);
  }

 private:
  std::string incident_;
};

struct Subject {
  std::string operator()(const delivery::MakeChannel&) const { return ""; }
  std::string operator()(const delivery::Invite&) const { return ""; }
  std::string operator()(const delivery::PostCard&) const { return "new card"; }
  std::string operator()(const delivery::PostAnnouncement&) const { return "new announcement"; }
  std::string operator()(const delivery::PostEntry&) const { return ""; }
  std::string operator()(const delivery::Say&) const { return ""; }
  std::string operator()(const delivery::SayUnderAnnouncement&) const { return ""; }
  std::string operator()(const delivery::Tell&) const { return ""; }
  std::string operator()(const delivery::Whisper&) const { return ""; }
  std::string operator()(const delivery::PostWriteup&) const { return ""; }
  std::string operator()(const delivery::AttachWriteup&) const { return ""; }
  std::string operator()(const delivery::EditWriteup&) const { return "writeup"; }
  std::string operator()(const delivery::SayUnderWriteup&) const { return ""; }
  std::string operator()(const delivery::ShowCanvas&) const { return "canvas"; }
  std::string operator()(const delivery::PostQuestions&) const { return "new questions"; }
  std::string operator()(const delivery::EditQuestions&) const { return "questions"; }
  std::string operator()(const delivery::AnnounceWriteup&) const { return ""; }
  std::string operator()(const delivery::SetTopic&) const { return "topic"; }
  std::string operator()(const delivery::EditCard&) const { return "card"; }
  std::string operator()(const delivery::EditAnnouncement&) const { return "announcement"; }
  std::string operator()(const delivery::AskPerson&) const { return ""; }
  std::string operator()(const delivery::AskChannel&) const { return ""; }
  std::string operator()(const delivery::ReadMessage&) const { return ""; }
  std::string operator()(const delivery::ReadMissed&) const { return ""; }
  std::string operator()(const delivery::PublishHome&) const { return "home"; }
  std::string operator()(const delivery::ReadPeople&) const { return "people"; }
  std::string operator()(const delivery::ReadPerson& read) const { return read.user.value; }
  std::string operator()(const delivery::CallPager&) const { return ""; }
  std::string operator()(const delivery::AskOnCall& ask) const { return ask.schedule; }
  std::string operator()(const delivery::FileTask&) const { return ""; }
  std::string operator()(const delivery::ReadTask&) const { return ""; }
  std::string operator()(const delivery::ShowStatus&) const { return ""; }
  std::string operator()(const delivery::PostAlerts& post) const {
    return std::to_string(post.card.value);
  }
  std::string operator()(const delivery::EditAlerts&) const { return "alerts"; }
};

}  // namespace

std::string_view name_of(delivery::ReadMessage::Purpose purpose) {
  switch (purpose) {
    case delivery::ReadMessage::Purpose::keep:
      return "keep";
    case delivery::ReadMessage::Purpose::task:
      return "task";
  }
  return "";
}

std::string_view service_of(const Delivery& delivery) {
  return std::visit(
      [](const auto& one) -> std::string_view {
        if constexpr (requires { one.pager; }) return one.pager;
        if constexpr (requires { one.tracker; }) return one.tracker;
        if constexpr (requires { one.status_page; }) return one.status_page;
        return {};
      },
      delivery);
}

std::string lane_of(const Delivery& delivery, IncidentNumber incident) {
  return std::visit(LaneName(incident), delivery);
}

std::string subject_of(const Delivery& delivery) { return std::visit(Subject{}, delivery); }

}  // namespace tocsin
