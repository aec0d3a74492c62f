#pragma once
// A mail as it goes over the wire (RFC 5322, MIME): pure text in 7 bits with lines that no server
// can take for anything else. Used by mail.cpp; any thread.

#include "bot/domain/moment.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::mail {

struct Message {
  std::string from;  // addresses without names
  std::vector<std::string> to;
  std::string subject;  // any text
  Moment date;
  std::string id;          // "<…>"
  std::string answers_to;  // the id of the mail that began the thread; empty: this one does
  std::string text;        // UTF-8, with "\n" at the ends of lines
};

// Lines end with "\r\n".
std::string print(const Message& message);

// A header's text as it may stand there (RFC 2047).
std::string encoded_words(std::string_view text);

// "ana@example.com, bo@example.com" one by one.
std::vector<std::string> addresses_in(std::string_view list);

}  // namespace tocsin::mail
