#include "bot/domain/rich_text.h"
#include "bot/domain/when.h"

#include <fmt/core.h>

#include <type_traits>
#include <utility>

namespace tocsin {
namespace {

// One overload a span: a span that is added does not compile until it is shown here too.
struct PlainForm {
  std::string operator()(const span::Plain& span) const { return span.text; }
  std::string operator()(const span::Bold& span) const { return span.text; }
  std::string operator()(const span::Italic& span) const { return span.text; }
  std::string operator()(const span::Code& span) const { return span.text; }
  std::string operator()(const span::User& span) const { return "@" + span.user.value; }
  std::string operator()(const span::Group& span) const {
    return span.name.empty() ? "@" + span.group : span.name;
  }
  std::string operator()(const span::Everyone& span) const {
    return "@" + std::string(name_of(span.ping));
  }
  std::string operator()(const span::Channel& span) const {
    return "#" + (span.name.empty() ? span.channel.value : span.name);
  }
  std::string operator()(const span::Instant& span) const { return span.otherwise; }
  std::string operator()(const span::Link& span) const {
    if (span.text.empty() || span.text == span.url) return span.url;
    return fmt::format("{} ({})", span.text, span.url);
  }
};

// A text of no length adds no span, so that `empty` means that there is nothing to show.
template <class S>
void add_text(std::vector<Span>& spans, std::string_view text) {
  if (!text.empty()) spans.push_back(S{std::string(text)});
}

}  // namespace

std::string_view name_of(Ping ping) {
  switch (ping) {
    case Ping::nobody:
      return "nobody";
    case Ping::here:
      return "here";
    case Ping::channel:
      return "channel";
  }
  return "";
}

RichText::RichText(std::string_view plain_text) { plain(plain_text); }

// Plain text next to plain text becomes one span: equal sentences are equal however they were put
// together, and surfaces send fewer elements.
RichText& RichText::plain(std::string_view text) {
  auto* last = spans.empty() ? nullptr : std::get_if<span::Plain>(&spans.back());
  if (last != nullptr) {
    last->text += text;
  } else {
    add_text<span::Plain>(spans, text);
  }
  return *this;
}

RichText& RichText::bold(std::string_view text) {
  add_text<span::Bold>(spans, text);
  return *this;
}

RichText& RichText::italic(std::string_view text) {
  add_text<span::Italic>(spans, text);
  return *this;
}

RichText& RichText::code(std::string_view text) {
  add_text<span::Code>(spans, text);
  return *this;
}

RichText& RichText::user(const UserId& user) {
  spans.push_back(span::User{user});
  return *this;
}

RichText& RichText::group(std::string_view group, std::string_view name) {
  spans.push_back(span::Group{std::string(group), std::string(name)});
  return *this;
}

RichText& RichText::everyone(Ping ping) {
  if (ping != Ping::nobody) spans.emplace_back(span::Everyone{ping});
  return *this;
}

RichText& RichText::channel(const ChannelId& channel, std::string_view name) {
  spans.push_back(span::Channel{channel, std::string(name)});
  return *this;
}

RichText& RichText::clock(Moment moment, std::string otherwise) {
  spans.push_back(span::Instant{moment, span::Instant::Show::clock, std::move(otherwise)});
  return *this;
}

RichText& RichText::moment(Moment moment) {
  return date_and_clock(moment, print_moment(moment, Zone()));
}

RichText& RichText::date_and_clock(Moment moment, std::string otherwise) {
  spans.push_back(span::Instant{moment, span::Instant::Show::date_and_clock, std::move(otherwise)});
  return *this;
}

RichText& RichText::link(std::string_view url, std::string_view text) {
  spans.push_back(span::Link{std::string(url), std::string(text)});
  return *this;
}

RichText& RichText::append(const RichText& other) {
  const std::vector<Span> added = other.spans;  // a copy, for a text that is appended to itself
  for (const Span& span : added) {
    if (const auto* text = std::get_if<span::Plain>(&span)) {
      plain(text->text);
    } else {
      spans.push_back(span);
    }
  }
  return *this;
}

std::string to_plain(const RichText& text) {
  std::string result;
  for (const Span& span : text.spans) result += std::visit(PlainForm{}, span);
  return result;
}

}  // namespace tocsin
