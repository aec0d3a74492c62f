#pragma once
// What a heading or label announces: "Root Cause and Resolution:" is about the cause and the
// resolution. One table of phrases; whoever meets a new word for a section adds it there.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::imports {

enum class Role {
  title,
  authors,
  summary,
  duration,
  start,
  end,
  date,
  zone,
  impact,
  cause,
  detection,
  timeline,
  actions,  // what was tried and done, as a tale
  misleading,
  escalation,
  workaround,
  resolution,
  measures,
  tasks,
  lessons,
  wrong,  // "What went wrong": the cause, or a lesson beside "What went well"
  other,  // known, and nothing that is read: conclusion, glossary, attendees
};

class Roles {
 public:
  constexpr Roles() = default;
  constexpr Roles(Role role) : bits_(bit(role)) {}
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const Role role : roles) add(role);
  }

  constexpr void add(Role role) { bits_ |= bit(role); }
  constexpr void remove(Role role) { bits_ &= ~bit(role); }
  constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
  constexpr bool any_of(Roles roles) const { return (bits_ & roles.bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool within(Roles roles) const { return (bits_ & ~roles.bits_) == 0; }
  constexpr Roles and_also(Roles roles) const {
    Roles both = *this;
    both.bits_ |= roles.bits_;
    return both;
  }
  constexpr bool operator==(const Roles&) const = default;

 private:
  static constexpr std::uint32_t bit(Role role) { return 1U << static_cast<unsigned>(role); }

  std::uint32_t bits_ = 0;
};

struct Announcement {
  Roles roles;
  bool exact = false;  // nothing but the announcement and small words: "Tasks to address the issue"
};

Announcement read_announcement(std::string_view text);

// What a whole line announces: also "Timeline (all times UTC)", "Root cause." and "How it all went
// down (Timeline)".
Announcement read_heading(std::string_view text);

// "Root Cause." on a line of its own: a heading that was ended like a sentence.
bool is_dotted_heading(std::string_view text);

std::string without_brackets(std::string_view text);

// Whether it only says that this is a postmortem: "Postmortem", "Incident Report".
bool is_generic_title(std::string_view text);

// "Postmortem: DNS resolution failure": the title of one, whatever words of sections are in it.
bool begins_like_title(std::string_view text);

// Its words in small letters, without marks; "&" is "and".
std::vector<std::string> words_of(std::string_view text);

}  // namespace tocsin::imports
