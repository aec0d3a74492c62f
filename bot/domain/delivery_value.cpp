// What is the same for every file that has a Delivery, compiled here once.

#include "bot/domain/delivery.h"

#include <utility>

namespace tocsin {

Delivery::Delivery() = default;
Delivery::Delivery(const Delivery&) = default;
Delivery::Delivery(Delivery&&) noexcept = default;
Delivery& Delivery::operator=(const Delivery&) = default;
Delivery& Delivery::operator=(Delivery&&) noexcept = default;
Delivery::~Delivery() = default;

bool Delivery::operator==(const Delivery& other) const {
  return static_cast<const Kinds&>(*this) == static_cast<const Kinds&>(other);
}

template <class Kind>
requires is_kind_of<Kind, Delivery::Kinds> Delivery::Delivery(Kind kind)
    : variant(std::move(kind)) {}

template Delivery::Delivery(delivery::MakeChannel);
template Delivery::Delivery(delivery::Invite);
template Delivery::Delivery(delivery::SetTopic);
template Delivery::Delivery(delivery::PostCard);
template Delivery::Delivery(delivery::EditCard);
template Delivery::Delivery(delivery::PostAnnouncement);
template Delivery::Delivery(delivery::EditAnnouncement);
template Delivery::Delivery(delivery::PostEntry);
template Delivery::Delivery(delivery::Say);
template Delivery::Delivery(delivery::SayUnderAnnouncement);
template Delivery::Delivery(delivery::Tell);
template Delivery::Delivery(delivery::Whisper);
template Delivery::Delivery(delivery::PostWriteup);
template Delivery::Delivery(delivery::AttachWriteup);
template Delivery::Delivery(delivery::ReadPeople);
template Delivery::Delivery(delivery::ReadPerson);
template Delivery::Delivery(delivery::AskPerson);
template Delivery::Delivery(delivery::AskChannel);
template Delivery::Delivery(delivery::ReadMessage);
template Delivery::Delivery(delivery::PublishHome);
template Delivery::Delivery(delivery::EditWriteup);
template Delivery::Delivery(delivery::SayUnderWriteup);
template Delivery::Delivery(delivery::PostQuestions);
template Delivery::Delivery(delivery::EditQuestions);
template Delivery::Delivery(delivery::AnnounceWriteup);
template Delivery::Delivery(delivery::ReadMissed);
template Delivery::Delivery(delivery::CallPager);
template Delivery::Delivery(delivery::AskOnCall);
template Delivery::Delivery(delivery::FileTask);
template Delivery::Delivery(delivery::ReadTask);
template Delivery::Delivery(delivery::ShowStatus);
template Delivery::Delivery(delivery::PostAlerts);
template Delivery::Delivery(delivery::EditAlerts);
template Delivery::Delivery(delivery::ShowCanvas);

}  // namespace tocsin
