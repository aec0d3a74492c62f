#pragma once
// Writes one JSON string without a JSON document in between: the ack of a command is made while a
// person waits. Pure.

#include <string>
#include <string_view>

namespace tocsin::slack {

// Appends "text" with its quotes. Broken UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

// As it stands in a JSON string: "\u001f".
void append_control(std::string& out, unsigned char byte);

}  // namespace tocsin::slack
