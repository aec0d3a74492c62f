#include "bot/domain/page_consequences.h"

#include "bot/domain/ladder.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

// The one of the called pagers that is meant. Empty when several go by that title.
std::string pager_titled(const Page& page, const std::string& title, const PagerTitles& titles) {
  if (title.empty()) return "";
  std::string found;
  for (const std::string& pager : called_pagers(page)) {
    if (pager == title) return pager;
    const auto known = titles.find(pager);
    if (known == titles.end() || known->second != title) continue;
    if (!found.empty()) return "";
    found = pager;
  }
  return found;
}

// Whether an event after the first call may have called the pager for the page once more. Of what
// is struck or restored it is not asked what that did to the page: to find out would take a fold of
// the record at each of them.
struct MayCallAgain {
  PageNumber page;
  const std::string& pager;

  bool operator()(const event::StepPaged& step) const {
    return step.page == page &&
           std::ranges::find(step.called, pager, &Called::pager) != step.called.end();
  }
  bool operator()(const event::PageDeclined& declined) const { return declined.page == page; }
  bool operator()(const event::EntryStruck&) const { return true; }
  bool operator()(const event::EntryRestored&) const { return true; }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

class Calls {
 public:
  Calls(const Incident& before, const Incident& after, const Event& event,
        const PagerTitles& titles)
      : before_(before), after_(after), event_(event), titles_(titles) {}

  std::vector<Delivery> take() {
    for (const Page& page : after_.pages) compare(find(before_, page.number), page);
    for (const Page& page : before_.pages) {
      if (find(after_, page.number) == nullptr) tell(page, PagerCall::resolve);  // taken back
    }
    return std::move(calls_);
  }

 private:
  void compare(const Page* before, const Page& page) {
    const bool was_open = before != nullptr && before->state == PageState::open;
    const bool was_taken = before != nullptr && before->state == PageState::acknowledged;
    if (page.state == PageState::open) {
      // Whoever had taken it cannot come after all: the service has to wake somebody anew.
      if (was_taken) tell(page, PagerCall::resolve);
      if (!was_open || before->rung != page.rung) trigger(page);
    } else if (page.state == PageState::acknowledged) {
      if (!was_taken) acknowledge(page);
      if (was_taken && page.is_ended && !before->is_ended) tell(page, PagerCall::resolve);
    } else if (was_open) {
      // Also the pager in which it was ended: a call that came after that has woken somebody anew.
      tell(page, PagerCall::resolve);
    }
  }

  void trigger(const Page& page) {
    const Rung* rung = rung_of(page);
    if (rung == nullptr) return;
    for (const Called& called : rung->called) {
      if (!called.pager.empty()) call(page, called.pager, PagerCall::trigger);
    }
  }

  void acknowledge(const Page& page) {
    const std::string origin = origin_of(page);
    for (const std::string& pager : called_pagers(page)) {
      if (pager != origin) call(page, pager, PagerCall::acknowledge);
    }
  }

  void tell(const Page& page, PagerCall what) {
    for (const std::string& pager : called_pagers(page)) call(page, pager, what);
  }

  // The pager in which it was acknowledged, which knows that already: see told_back().
  std::string origin_of(const Page& page) const {
    const auto* answer = std::get_if<event::PageAcknowledged>(&event_.body);
    if (answer == nullptr || answer->page != page.number) return "";
    return pager_titled(page, answer->pager, titles_);
  }

  void call(const Page& page, const std::string& pager, PagerCall what) {
    calls_.emplace_back(delivery::CallPager{pager, page.number, what});
  }

  const Incident& before_;
  const Incident& after_;
  const Event& event_;
  const PagerTitles& titles_;
  std::vector<Delivery> calls_;
};

}  // namespace

std::vector<Delivery> pager_calls(const Incident& before, const Incident& after, const Event& event,
                                  const PagerTitles& titles) {
  if (after.is_drill) return {};
  return Calls(before, after, event, titles).take();
}

std::optional<Delivery> told_back(const Incident& before, PageNumber number,
                                  const std::string& title, const std::vector<Event>& events,
                                  const PagerTitles& titles) {
  const Page* page = find(before, number);
  if (page == nullptr || page->state != PageState::open || before.is_drill) return std::nullopt;
  const std::string pager = pager_titled(*page, title, titles);
  if (pager.empty()) return std::nullopt;  // nobody was left out
  const auto opening = std::ranges::find_if(events, [&](const Event& event) {
    const auto* paged = std::get_if<event::Paged>(&event.body);
    return paged != nullptr && paged->page == number;
  });
  const bool may_ring_anew = std::any_of(opening, events.end(), [&](const Event& event) {
    return std::visit(MayCallAgain{number, pager}, event.body);
  });
  if (!may_ring_anew) return std::nullopt;
  return delivery::CallPager{pager, number, PagerCall::acknowledge};
}

}  // namespace tocsin
