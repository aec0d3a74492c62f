#include "integrations/sandbox/block_kit.h"

#include "integrations/sandbox/block_check.h"
#include "integrations/sandbox/wire.h"

#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

void check_section(BlockCheck& check, const Json& block, const std::string& path) {
  check.only(block, path, {"type", "block_id", "text", "fields", "accessory", "expand"});
  if (!block.contains("text") && !block.contains("fields")) {
    check.error("missing required field: text", path);
  }
  check.text_object(block, "text", path, TextKind::either, 3000, false);
  check.flag(block, "expand", path);
  if (const Json* fields = check.list(block, "fields", path, 1, 10, false)) {
    for (std::size_t i = 0; i < fields->size(); ++i) {
      check.text_value((*fields)[i], path + "/fields/" + std::to_string(i), TextKind::either, 2000);
    }
  }
  if (block.contains("accessory")) {
    std::set<std::string> action_ids;
    check_element(check, block["accessory"], path + "/accessory", Place::accessory, action_ids);
  }
}

void check_header(BlockCheck& check, const Json& block, const std::string& path) {
  check.only(block, path, {"type", "block_id", "text"});
  check.text_object(block, "text", path, TextKind::plain, 150);
}

void check_context(BlockCheck& check, const Json& block, const std::string& path) {
  check.only(block, path, {"type", "block_id", "elements"});
  const Json* elements = check.list(block, "elements", path, 1, 10);
  for (std::size_t i = 0; elements != nullptr && i < elements->size(); ++i) {
    const Json& element = (*elements)[i];
    const std::string at = path + "/elements/" + std::to_string(i);
    if (type_of(element) == "image") {
      check.only(element, at, {"type", "image_url", "alt_text"});
      check.url(element, "image_url", at, true);
      check.text(element, "alt_text", at, 2000, true);
    } else {
      // Slack's documents give no limit for a text here; a section's is the largest it can be.
      check.text_value(element, at, TextKind::either, 3000);
    }
  }
}

void check_actions(BlockCheck& check, const Json& block, const std::string& path) {
  check.only(block, path, {"type", "block_id", "elements"});
  std::set<std::string> action_ids;
  const Json* elements = check.list(block, "elements", path, 1, 25);
  for (std::size_t i = 0; elements != nullptr && i < elements->size(); ++i) {
    check_element(check, (*elements)[i], path + "/elements/" + std::to_string(i), Place::actions,
                  action_ids);
  }
}

void check_image(BlockCheck& check, const Json& block, const std::string& path) {
  check.only(block, path, {"type", "block_id", "image_url", "alt_text", "title", "slack_file"});
  if (block.contains("image_url") == block.contains("slack_file")) {
    check.error("must have either image_url or slack_file", path);
  }
  check.url(block, "image_url", path, false);
  check.text(block, "alt_text", path, 2000, true);
  check.text_object(block, "title", path, TextKind::plain, 2000, false);
}

void check_input(BlockCheck& check, const Json& block, const std::string& path) {
  check.only(block, path,
             {"type", "block_id", "label", "element", "hint", "optional", "dispatch_action"});
  ++check.inputs;
  check.text_object(block, "label", path, TextKind::plain, 2000);
  check.text_object(block, "hint", path, TextKind::plain, 2000, false);
  check.flag(block, "optional", path);
  check.flag(block, "dispatch_action", path);
  if (!block.contains("element")) {
    check.error("missing required field: element", path);
    return;
  }
  std::set<std::string> action_ids;
  check_element(check, block["element"], path + "/element", Place::input, action_ids);
}

void check_markdown(BlockCheck& check, const Json& block, const std::string& path) {
  if (check.surface() != Surface::message)
    check.error("unsupported type: markdown", path + "/type");
  check.only(block, path, {"type", "block_id", "text"});
  if (!check.text(block, "text", path, 12'000, true)) return;
  const std::size_t before = check.markdown_length;
  check.markdown_length += utf16_length(block["text"].get<std::string>());
  if (before <= 12'000 && before > 0 && check.markdown_length > 12'000) {
    check.error("markdown blocks must be less than 12001 characters in total", path + "/text");
  }
}

void check_cell(BlockCheck& check, const Json& cell, const std::string& path) {
  if (!check.object(cell, path)) return;
  const std::string type = type_of(cell);
  if (type == "raw_text") {
    check.only(cell, path, {"type", "text"});
    check.text(cell, "text", path, 3000, true);
  } else if (type == "rich_text") {
    check_rich_text(check, cell, path);
  } else {
    check.error("unsupported type: " + type, path + "/type");
  }
}

void check_table(BlockCheck& check, const Json& block, const std::string& path) {
  if (check.surface() != Surface::message) check.error("unsupported type: table", path + "/type");
  check.only(block, path, {"type", "block_id", "rows", "column_settings"});
  if (++check.tables > 1) check.error("only one table allowed", path);
  check.list(block, "column_settings", path, 1, 20, false);
  const Json* rows = check.list(block, "rows", path, 1, 100);
  for (std::size_t i = 0; rows != nullptr && i < rows->size(); ++i) {
    const Json& row = (*rows)[i];
    const std::string at = path + "/rows/" + std::to_string(i);
    if (!row.is_array() || row.empty() || row.size() > 20) {
      check.error("a row has 1 to 20 cells", at);
      continue;
    }
    for (std::size_t j = 0; j < row.size(); ++j) {
      check_cell(check, row[j], at + "/" + std::to_string(j));
    }
  }
}

void check_video(BlockCheck& check, const Json& block, const std::string& path) {
  check.only(block, path,
             {"type", "block_id", "alt_text", "author_name", "description", "provider_icon_url",
              "provider_name", "title", "title_url", "thumbnail_url", "video_url"});
  check.text(block, "alt_text", path, 2000, true);
  check.text(block, "author_name", path, 50);
  check.text_object(block, "title", path, TextKind::plain, 200);
  check.url(block, "thumbnail_url", path, true);
  check.url(block, "video_url", path, true);
}

void check_divider(BlockCheck& check, const Json& block, const std::string& path) {
  check.only(block, path, {"type", "block_id"});
}

struct BlockType {
  std::string_view name;
  void (*check)(BlockCheck&, const Json&, const std::string&);
};

// card, carousel, container, alert, file, call and the assistant's blocks need agreements that this
// app does not have, so they are unsupported here.
constexpr std::array k_block_types{
    BlockType{"section", check_section},     BlockType{"header", check_header},
    BlockType{"context", check_context},     BlockType{"actions", check_actions},
    BlockType{"divider", check_divider},     BlockType{"image", check_image},
    BlockType{"input", check_input},         BlockType{"markdown", check_markdown},
    BlockType{"rich_text", check_rich_text}, BlockType{"table", check_table},
    BlockType{"video", check_video},
};

void check_block(BlockCheck& check, const Json& block, const std::string& path) {
  if (!check.object(block, path)) return;
  check.block_id(block, path);
  const std::string type = type_of(block);
  for (const BlockType& known : k_block_types) {
    if (known.name == type) {
      known.check(check, block, path);
      return;
    }
  }
  check.error("unsupported type: " + type, path + "/type");
}

void check_blocks(BlockCheck& check, const Json& blocks, const std::string& path) {
  if (!blocks.is_array()) {
    check.error("must be an array", path);
    return;
  }
  const std::size_t most = check.surface() == Surface::message ? 50 : 100;
  if (blocks.size() > most) {
    check.error("no more than " + std::to_string(most) + " items allowed", path);
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    check_block(check, blocks[i], path + "/" + std::to_string(i));
  }
}

void check_modal(BlockCheck& check, const Json& view) {
  check.only(view, "/view",
             {"type", "title", "submit", "close", "blocks", "private_metadata", "callback_id",
              "external_id", "clear_on_close", "notify_on_close", "submit_disabled"});
  check.text_object(view, "title", "/view", TextKind::plain, 24);
  check.text_object(view, "submit", "/view", TextKind::plain, 24, false);
  check.text_object(view, "close", "/view", TextKind::plain, 24, false);
  check.flag(view, "clear_on_close", "/view");
  check.flag(view, "notify_on_close", "/view");
  check.flag(view, "submit_disabled", "/view");
  if (check.inputs > 0 && !view.contains("submit")) {
    check.error("missing required field: submit", "/view");
  }
}

}  // namespace

std::vector<std::string> block_kit_errors(const Json& blocks, Surface surface) {
  BlockCheck check(surface);
  check_blocks(check, blocks, "/blocks");
  return check.take_errors();
}

std::vector<std::string> view_errors(const Json& view) {
  const std::string type = type_of(view);
  BlockCheck check(type == "home" ? Surface::home : Surface::modal);
  if (!check.object(view, "/view")) return check.take_errors();
  if (check.list(view, "blocks", "/view", 1, 100) != nullptr) {
    check_blocks(check, view["blocks"], "/view/blocks");
  }
  check.text(view, "private_metadata", "/view", 3000, false, 0);
  check.text(view, "callback_id", "/view", 255, false, 0);
  check.text(view, "external_id", "/view", 255, false, 0);
  if (type == "modal") {
    check_modal(check, view);
  } else if (type == "home") {
    check.only(view, "/view", {"type", "blocks", "private_metadata", "callback_id", "external_id"});
  } else {
    check.error("unsupported type: " + type, "/view/type");
  }
  return check.take_errors();
}

}  // namespace tocsin::sandbox
