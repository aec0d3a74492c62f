// Any bytes as a frame: parse_frame() gives a value, what it gives can be acknowledged, and what
// was typed can be shown again.
#include "bot/slack/ack.h"
#include "bot/slack/blocks.h"
#include "bot/slack/envelope.h"
#include "bot/slack/mrkdwn.h"
#include "bot/slack/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace tocsin::slack;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const Frame frame = parse_frame(text);
  if (ack(envelope_id_of(frame)).size() > k_largest_ack) std::abort();
  if (const auto* command = std::get_if<frame::SlashCommand>(&frame)) {
    const std::string shown = escaped(command->text);
    if (!is_utf8(shown) || shown.find("<!") != std::string::npos) std::abort();
    const tocsin::Reply reply{tocsin::RichText(command->text)};
    if (ack(command->envelope_id, reply).size() > k_largest_ack) std::abort();
  }
  return 0;
}
