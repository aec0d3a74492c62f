// What chat.* methods take as a message: text, blocks, attachments, metadata, and their limits.

#include "integrations/sandbox/block_kit.h"
#include "integrations/sandbox/call.h"
#include "integrations/sandbox/wire.h"

#include <utility>

namespace tocsin::sandbox {

namespace {

constexpr std::size_t k_longest_update = 4'000;
constexpr std::size_t k_longest_markdown = 12'000;
// Not documented by Slack; the field reports (bolt-js #2509, #2867) fit a limit on the serialized
// blocks better than one on the sum of their texts.
constexpr std::size_t k_longest_blocks = 13'200;
constexpr std::size_t k_largest_metadata = 2'048;  // undocumented; what a careful bot stays below

bool is_metadata_key(const std::string& key) {
  if (key.empty() || key[0] < 'a' || key[0] > 'z') return false;
  for (const char c : key) {
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') return false;
  }
  return true;
}

std::string metadata_trouble(const Json& metadata) {
  if (!metadata.is_object()) return "invalid_metadata_format";
  const auto type = metadata.find("event_type");
  const auto payload = metadata.find("event_payload");
  if (type == metadata.end() || payload == metadata.end() || metadata.size() != 2) {
    return "invalid_metadata_format";
  }
  if (!type->is_string() || type->get<std::string>().empty() || !payload->is_object()) {
    return "invalid_metadata_format";
  }
  for (const auto& [key, value] : payload->items()) {
    if (!is_metadata_key(key)) return "invalid_metadata_schema";
    if (!value.is_string() && !value.is_number() && !value.is_boolean()) {
      return "invalid_metadata_schema";
    }
  }
  return dump_json(metadata).size() > k_largest_metadata ? "metadata_too_large" : "";
}

Json take_metadata(Call& call, Content& content) {
  if (!call.arguments.has("metadata")) return Json();
  const auto metadata = call.arguments.nested("metadata");
  if (!metadata) return refused("invalid_metadata_format");
  content.has_metadata = true;
  if (metadata->is_object() && metadata->empty()) return Json();  // removes it
  const std::string trouble = metadata_trouble(*metadata);
  if (!trouble.empty()) return refused(trouble);
  content.version.metadata = dump_json(*metadata);
  return Json();
}

Json take_blocks(Call& call, Content& content) {
  if (!call.arguments.has("blocks")) return Json();
  auto blocks = call.arguments.nested("blocks");
  if (!blocks || !blocks->is_array()) return refused("invalid_blocks_format");
  if (blocks->empty()) return Json();
  const auto errors = block_kit_errors(*blocks, Surface::message);
  if (!errors.empty()) return refused("invalid_blocks", errors);
  if (utf16_length(dump_json(*blocks)) > k_longest_blocks) return refused("msg_blocks_too_long");
  complete_ids(call.state, *blocks);
  content.has_blocks = true;
  content.version.blocks = dump_json(*blocks);
  return Json();
}

Json take_attachments(Call& call, Content& content) {
  if (!call.arguments.has("attachments")) return Json();
  const auto attachments = call.arguments.nested("attachments");
  if (!attachments || !attachments->is_array()) return refused("invalid_attachments");
  if (attachments->size() > 100) return refused("too_many_attachments");
  for (const Json& attachment : *attachments) {
    if (!attachment.is_object()) return refused("invalid_attachments");
    if (!attachment.contains("blocks")) continue;
    const auto errors = block_kit_errors(attachment["blocks"], Surface::message);
    if (!errors.empty()) return refused("invalid_attachments", errors);
  }
  if (!attachments->empty()) content.version.attachments = dump_json(*attachments);
  return Json();
}

Json take_text(Call& call, Content& content, bool is_update) {
  std::string text = call.arguments.text("text");
  if (call.arguments.has("markdown_text")) {
    if (!text.empty() || call.arguments.has("blocks")) return refused("markdown_text_conflict");
    text = call.arguments.text("markdown_text");
    if (utf16_length(text) > k_longest_markdown) return refused("msg_too_long");
  }
  const std::size_t length = utf16_length(text);
  if (is_update && length > k_longest_update) return refused("msg_too_long");
  if (length > k_longest_text) {
    text = cut_to_utf16(text, k_longest_text);
    call.warn("message_truncated", "The text was truncated to 40000 characters");
  }
  content.has_text = !text.empty();
  content.version.text = std::move(text);
  return Json();
}

}  // namespace

Content content_of(Call& call, bool is_update) {
  Content content;
  content.refusal = take_text(call, content, is_update);
  if (content.refusal.is_null()) content.refusal = take_blocks(call, content);
  if (content.refusal.is_null()) content.refusal = take_attachments(call, content);
  if (content.refusal.is_null()) content.refusal = take_metadata(call, content);
  if (!content.refusal.is_null()) return content;
  const bool has_attachments = !content.version.attachments.empty();
  if (!content.has_text && !content.has_blocks && !has_attachments) {
    // An update may change the metadata alone.
    if (!is_update || !content.has_metadata) content.refusal = refused("no_text");
    return content;
  }
  const std::string where(call.method.name);
  if (!content.has_text && content.has_blocks) {
    call.warn("missing_text_in_message", "The `text` argument is missing in the request");
    call.state.complain(where + ": blocks without fallback text");
  }
  const bool parses_names =
      call.arguments.flag("link_names") || call.arguments.text("parse") == "full";
  if (parses_names) {
    for (const char* name : {"@channel", "@here", "@everyone"}) {
      if (content.version.text.find(name) != std::string::npos) {
        call.state.complain(where + ": link_names makes " + name + " active");
      }
    }
  }
  if (call.arguments.text("mrkdwn") != "false") {
    look_for_hostile_text(call.state, where, content.version);
  }
  return content;
}

}  // namespace tocsin::sandbox
