// Rich text: what people's own messages are made of, and the safest form for their words.

#include "integrations/sandbox/block_check.h"

#include <array>

namespace tocsin::sandbox {

namespace {

void check_style(BlockCheck& check, const Json& element, const std::string& path) {
  const auto style = element.find("style");
  if (style == element.end()) return;
  const std::string at = path + "/style";
  if (!check.object(*style, at)) return;
  check.only(
      *style, at,
      {"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"});
  for (const auto& [key, value] : style->items()) check.flag(*style, key.c_str(), at);
}

// One piece of a line: type, its required text field, and what else it may have.
void check_piece(BlockCheck& check, const Json& piece, const std::string& path) {
  if (!check.object(piece, path)) return;
  const std::string type = type_of(piece);
  check_style(check, piece, path);
  if (type == "text") {
    check.only(piece, path, {"type", "text", "style"});
    check.text(piece, "text", path, 100'000, true);
  } else if (type == "link") {
    check.only(piece, path, {"type", "url", "text", "unsafe", "style"});
    check.url(piece, "url", path, true);
    check.text(piece, "text", path, 3000);
  } else if (type == "user") {
    check.only(piece, path, {"type", "user_id", "style"});
    check.text(piece, "user_id", path, 32, true);
  } else if (type == "channel") {
    check.only(piece, path, {"type", "channel_id", "style"});
    check.text(piece, "channel_id", path, 32, true);
  } else if (type == "usergroup") {
    check.only(piece, path, {"type", "usergroup_id", "style"});
    check.text(piece, "usergroup_id", path, 32, true);
  } else if (type == "emoji") {
    check.only(piece, path, {"type", "name", "unicode", "skin_tone", "style"});
    check.text(piece, "name", path, 255, true);
  } else if (type == "date") {
    check.only(piece, path, {"type", "timestamp", "format", "url", "fallback", "style"});
    check.whole(piece, "timestamp", path, 0, 99'999'999'999, true);
    check.text(piece, "format", path, 255, true);
    check.text(piece, "fallback", path, 255);
    check.url(piece, "url", path, false);
  } else if (type == "broadcast") {
    check.only(piece, path, {"type", "range", "style"});
    check.one_of(piece, "range", path, {"here", "channel", "everyone"}, true);
  } else if (type == "color") {
    check.only(piece, path, {"type", "value", "style"});
    check.text(piece, "value", path, 32, true);
  } else {
    check.error("unsupported type: " + type, path + "/type");
  }
}

void check_pieces(BlockCheck& check, const Json& part, const std::string& path) {
  const Json* pieces = check.list(part, "elements", path, 0, 10'000);
  for (std::size_t i = 0; pieces != nullptr && i < pieces->size(); ++i) {
    check_piece(check, (*pieces)[i], path + "/elements/" + std::to_string(i));
  }
}

void check_list(BlockCheck& check, const Json& part, const std::string& path) {
  check.only(part, path, {"type", "elements", "style", "indent", "offset", "border"});
  check.one_of(part, "style", path, {"bullet", "ordered"}, true);
  check.whole(part, "indent", path, 0, 8);
  check.whole(part, "offset", path, 0, 1'000'000);
  check.whole(part, "border", path, 0, 1);
  const Json* items = check.list(part, "elements", path, 1, 10'000);
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    const std::string at = path + "/elements/" + std::to_string(i);
    const Json& item = (*items)[i];
    if (!check.object(item, at)) continue;
    if (type_of(item) != "rich_text_section") {
      check.error("unsupported type: " + type_of(item), at + "/type");
      continue;
    }
    check.only(item, at, {"type", "elements"});
    check_pieces(check, item, at);
  }
}

}  // namespace

void check_rich_text(BlockCheck& check, const Json& block, const std::string& path) {
  check.only(block, path, {"type", "block_id", "elements"});
  const Json* parts = check.list(block, "elements", path, 1, 10'000);
  for (std::size_t i = 0; parts != nullptr && i < parts->size(); ++i) {
    const Json& part = (*parts)[i];
    const std::string at = path + "/elements/" + std::to_string(i);
    if (!check.object(part, at)) continue;
    const std::string type = type_of(part);
    if (type == "rich_text_list") {
      check_list(check, part, at);
    } else if (type == "rich_text_section") {
      check.only(part, at, {"type", "elements"});
      check_pieces(check, part, at);
    } else if (type == "rich_text_preformatted" || type == "rich_text_quote") {
      check.only(part, at, {"type", "elements", "border", "language"});
      check_pieces(check, part, at);
    } else {
      check.error("unsupported type: " + type, at + "/type");
    }
  }
}

}  // namespace tocsin::sandbox
