#pragma once
// Acknowledgements: one text frame per envelope, with the answer in it where Slack takes one. Slack
// closes the connection on a frame of more than 20,480 bytes and then delivers the same command
// again, so an ack stays under 16 KiB whatever the answer is: an answer that is too long is
// shortened and says so. Called by the loop while a person waits. Pure.

#include "bot/domain/reply.h"
#include "bot/net/http.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::slack {

inline constexpr std::size_t k_largest_ack = 16'384;  // bytes

enum class Visibility { only_the_asker, channel };

// How a shortened answer tells people to see the rest.
struct AnswerOptions {
  Visibility visibility = Visibility::only_the_asker;
  std::string rest = "Ask for less at once, for example with `timeline 20`.";  // mrkdwn, trusted
};

std::string ack(std::string_view envelope_id);
std::string ack(std::string_view envelope_id, const Reply& reply,
                const AnswerOptions& options = {});

// The same answer by another way: for buttons, whose acks carry nothing, and for answers that came
// too late for the ack. Works within 30 minutes of the command, five times, without any scope.
net::HttpRequest answer_request(std::string_view response_url, const Reply& reply,
                                const AnswerOptions& options = {});

}  // namespace tocsin::slack
