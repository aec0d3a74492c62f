#include "storage/delivery_codec.h"

#include "storage/added_field.h"
#include "storage/alternatives.h"
#include "storage/field_writer.h"
#include "storage/reply_fields.h"

#include <variant>

namespace tocsin {

namespace {

struct DeliveryKinds {
  std::string_view operator()(const delivery::MakeChannel&) const { return "make_channel"; }
  std::string_view operator()(const delivery::Invite&) const { return "invite"; }
  std::string_view operator()(const delivery::SetTopic&) const { return "set_topic"; }
  std::string_view operator()(const delivery::PostCard&) const { return "post_card"; }
  std::string_view operator()(const delivery::EditCard&) const { return "edit_card"; }
  std::string_view operator()(const delivery::PostAnnouncement&) const {
    return "post_announcement";
  }
  std::string_view operator()(const delivery::EditAnnouncement&) const {
    return "edit_announcement";
  }
  std::string_view operator()(const delivery::PostEntry&) const { return "post_entry"; }
  std::string_view operator()(const delivery::Say&) const { return "say"; }
  std::string_view operator()(const delivery::SayUnderAnnouncement&) const {
    return "say_under_announcement";
  }
  std::string_view operator()(const delivery::Tell&) const { return "tell"; }
  std::string_view operator()(const delivery::Whisper&) const { return "whisper"; }
  std::string_view operator()(const delivery::PostWriteup&) const { return "post_writeup"; }
  std::string_view operator()(const delivery::AttachWriteup&) const { return "attach_writeup"; }
  std::string_view operator()(const delivery::EditWriteup&) const { return "edit_writeup"; }
  std::string_view operator()(const delivery::ShowCanvas&) const { return "show_canvas"; }
  std::string_view operator()(const delivery::SayUnderWriteup&) const {
    return "say_under_writeup";
  }
  std::string_view operator()(const delivery::PostQuestions&) const { return "post_questions"; }
  std::string_view operator()(const delivery::EditQuestions&) const { return "edit_questions"; }
  std::string_view operator()(const delivery::AnnounceWriteup&) const { return "announce_writeup"; }
  std::string_view operator()(const delivery::AskPerson&) const { return "ask_person"; }
  std::string_view operator()(const delivery::AskChannel&) const { return "ask_channel"; }
  std::string_view operator()(const delivery::ReadMessage&) const { return "read_message"; }
  std::string_view operator()(const delivery::ReadMissed&) const { return "read_missed"; }
  std::string_view operator()(const delivery::PublishHome&) const { return "publish_home"; }
  std::string_view operator()(const delivery::ReadPeople&) const { return "read_people"; }
  std::string_view operator()(const delivery::ReadPerson&) const { return "read_person"; }
  std::string_view operator()(const delivery::CallPager&) const { return "call_pager"; }
  std::string_view operator()(const delivery::AskOnCall&) const { return "ask_on_call"; }
  std::string_view operator()(const delivery::FileTask&) const { return "file_task"; }
  std::string_view operator()(const delivery::ReadTask&) const { return "read_task"; }
  std::string_view operator()(const delivery::ShowStatus&) const { return "show_status"; }
  std::string_view operator()(const delivery::PostAlerts&) const { return "post_alerts"; }
  std::string_view operator()(const delivery::EditAlerts&) const { return "edit_alerts"; }
};

}  // namespace

void list_fields(auto& fields, Is<Place> auto& place) {
  fields("channel", place.channel);
  fields("thread", place.thread);
}

void list_fields(auto&, Is<delivery::MakeChannel> auto&) {}

void list_fields(auto& fields, Is<delivery::Invite> auto& invite) {
  fields("users", invite.users);
  fields("groups", invite.groups);
}

void list_fields(auto&, Is<delivery::SetTopic> auto&) {}

void list_fields(auto&, Is<delivery::PostCard> auto&) {}

void list_fields(auto&, Is<delivery::EditCard> auto&) {}

void list_fields(auto& fields, Is<delivery::PostAnnouncement> auto& post) {
  added(fields, "ping", post.ping);
}

void list_fields(auto&, Is<delivery::EditAnnouncement> auto&) {}

void list_fields(auto& fields, Is<delivery::PostEntry> auto& post) { fields("entry", post.entry); }

void list_fields(auto& fields, Is<delivery::Say> auto& say) { fields("text", say.text); }

void list_fields(auto& fields, Is<delivery::SayUnderAnnouncement> auto& say) {
  fields("text", say.text);
}

void list_fields(auto& fields, Is<delivery::Tell> auto& tell) {
  fields("user", tell.user);
  fields("text", tell.text);
}

void list_fields(auto& fields, Is<delivery::Whisper> auto& whisper) {
  fields("user", whisper.user);
  fields("place", whisper.place);
  fields("reply", whisper.reply);
}

void list_fields(auto& fields, Is<delivery::PostWriteup> auto& post) {
  fields("revision", post.revision);
}

void list_fields(auto& fields, Is<delivery::AttachWriteup> auto& attach) {
  fields("revision", attach.revision);
}

void list_fields(auto& fields, Is<delivery::EditWriteup> auto& edit) {
  fields("revision", edit.revision);
}

void list_fields(auto& fields, Is<delivery::ShowCanvas> auto& show) {
  fields("revision", show.revision);
}

void list_fields(auto& fields, Is<delivery::SayUnderWriteup> auto& say) {
  fields("text", say.text);
}

void list_fields(auto&, Is<delivery::PostQuestions> auto&) {}

void list_fields(auto&, Is<delivery::EditQuestions> auto&) {}

void list_fields(auto&, Is<delivery::AnnounceWriteup> auto&) {}

void list_fields(auto&, Is<delivery::ReadPeople> auto&) {}

void list_fields(auto& fields, Is<delivery::ReadPerson> auto& read) { fields("user", read.user); }

void list_fields(auto& fields, Is<delivery::CallPager> auto& call) {
  fields("pager", call.pager);
  fields("page", call.page);
  fields("call", call.call);
}

void list_fields(auto& fields, Is<delivery::AskOnCall> auto& ask) {
  fields("pager", ask.pager);
  fields("schedule", ask.schedule);
}

void list_fields(auto& fields, Is<delivery::FileTask> auto& file) {
  fields("tracker", file.tracker);
  fields("task", file.task);
}

void list_fields(auto& fields, Is<delivery::ReadTask> auto& read) {
  fields("tracker", read.tracker);
  fields("task", read.task);
}

void list_fields(auto& fields, Is<delivery::ShowStatus> auto& show) {
  fields("status_page", show.status_page);
  fields("text", show.text);
  fields("state", show.state);
}

void list_fields(auto& fields, Is<delivery::PostAlerts> auto& post) { fields("card", post.card); }

void list_fields(auto& fields, Is<delivery::EditAlerts> auto& edit) { fields("card", edit.card); }

void list_fields(auto& fields, Is<delivery::AskPerson> auto& ask) {
  fields("user", ask.user);
  fields("reply", ask.reply);
  fields("page", ask.page);
}

void list_fields(auto& fields, Is<delivery::AskChannel> auto& ask) { fields("reply", ask.reply); }

void list_fields(auto& fields, Is<delivery::ReadMessage> auto& read) {
  fields("channel", read.channel);
  fields("ts", read.ts);
  fields("thread", read.thread);
  fields("user", read.user);
  fields("purpose", read.purpose);
}

void list_fields(auto& fields, Is<delivery::ReadMissed> auto& read) {
  fields("channel", read.channel);
  fields("since", read.since);
  fields("from", read.from);
  fields("until", read.until);
}

void list_fields(auto& fields, Is<delivery::PublishHome> auto& home) { fields("user", home.user); }

std::string_view stored_kind(const Delivery& delivery) {
  return std::visit(DeliveryKinds{}, delivery);
}

std::string delivery_to_json(const Delivery& delivery) {
  return std::visit([](const auto& known) { return fields_to_json(known); }, delivery);
}

Result<Delivery, std::string> delivery_from(std::string_view kind, std::string_view json) {
  return alternative_from<Delivery, DeliveryKinds>(kind, json);
}

}  // namespace tocsin
