#pragma once
// The primitive checks of Block Kit with Slack's wording, shared by the checks of blocks, elements
// and rich text. Internal to the sandbox. A check never stops at the first trouble, as Slack lists
// all of them.

#include "bot/json.h"
#include "integrations/sandbox/block_kit.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::sandbox {

enum class TextKind { plain, mrkdwn, either };

class BlockCheck {
 public:
  explicit BlockCheck(Surface surface) : surface_(surface) {}

  Surface surface() const { return surface_; }
  std::vector<std::string> take_errors() { return std::move(errors_); }
  void error(std::string_view what, const std::string& path);

  // ---- Primitive ones. Each says whether the value is there and of the right type.
  bool object(const Json& json, const std::string& path);
  void only(const Json& json, const std::string& path, std::initializer_list<const char*> keys);
  bool text(const Json& parent, const char* key, const std::string& path, std::size_t most,
            bool required = false, std::size_t least = 1);
  void flag(const Json& parent, const char* key, const std::string& path);
  void whole(const Json& parent, const char* key, const std::string& path, std::int64_t least,
             std::int64_t most, bool required = false);
  void one_of(const Json& parent, const char* key, const std::string& path,
              std::initializer_list<std::string_view> values, bool required = false);
  const Json* list(const Json& parent, const char* key, const std::string& path, std::size_t least,
                   std::size_t most, bool required = true);
  void text_object(const Json& parent, const char* key, const std::string& path, TextKind kind,
                   std::size_t most, bool required = true);
  void text_value(const Json& value, const std::string& path, TextKind kind, std::size_t most);
  void url(const Json& parent, const char* key, const std::string& path, bool required);

  // ---- Things that count over the whole message.
  void block_id(const Json& block, const std::string& path);
  void action_id(const Json& element, const std::string& path, std::set<std::string>& in_block);
  void focus(const Json& element, const std::string& path);

  std::size_t markdown_length = 0;
  int tables = 0;
  int inputs = 0;

 private:
  Surface surface_;
  std::vector<std::string> errors_;
  std::set<std::string> block_ids_;
  int focused_ = 0;
};

enum class Place { actions, accessory, input };

void check_element(BlockCheck& check, const Json& element, const std::string& path, Place place,
                   std::set<std::string>& action_ids);
void check_rich_text(BlockCheck& check, const Json& block, const std::string& path);

std::string type_of(const Json& json);

}  // namespace tocsin::sandbox
