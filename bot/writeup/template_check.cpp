#include "bot/writeup/template_check.h"

#include "bot/domain/edit_distance.h"
#include "bot/writeup/template_tags.h"
#include "bot/writeup/variables.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace tocsin::writeup {

namespace {

// Enough for any document, and short enough that no template can exhaust the stack.
constexpr std::size_t k_deepest = 20;

std::vector<std::string_view> names_at_top() {
  std::vector<std::string_view> names(values().begin(), values().end());
  for (const Section& section : k_sections) names.push_back(section.variable);
  for (const std::string_view condition : conditions()) names.push_back(condition);
  for (const Loop& loop : loops()) names.push_back(loop.variable);
  return names;
}

const Loop* find_loop(std::string_view name) {
  const auto found = std::ranges::find(loops(), name, &Loop::variable);
  return found == loops().end() ? nullptr : &*found;
}

bool has(const std::vector<std::string_view>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

class Checker {
 public:
  Checker(std::string_view text, std::string_view file) : reader_(text), file_(file) {}

  std::optional<std::string> run() {
    while (const std::optional<Tag> tag = reader_.next()) {
      if (auto trouble = check(*tag)) {
        return fmt::format("{}, line {}: {}", file_, tag->line, *trouble);
      }
    }
    if (open_.empty()) return std::nullopt;
    const Tag& tag = open_.back();
    return fmt::format("{}, line {}: {{{{{}{}}}}} is not closed. Write {{{{/{}}}}} where it ends.",
                       file_, tag.line, tag.kind, tag.name, tag.name);
  }

 private:
  std::optional<std::string> check(const Tag& tag) {
    if (!tag.is_closed) return "this tag is not closed. Write }} or }}} behind the name.";
    switch (tag.kind) {
      case '!':
        return std::nullopt;
      case '>':
        return "a template is one file: {{> }} cannot take in another one.";
      case '=':
        return "the signs of tags cannot be changed here. Write {{name}}.";
      case '/':
        return close(tag);
      default:
        break;
    }
    if (tag.name.empty()) return "a tag without a name. Write one as in {{{summary}}}.";
    if (auto trouble = check_name(tag.name)) return trouble;
    if (tag.kind != 'v') open_.push_back(tag);
    if (open_.size() > k_deepest) return "more than 20 sections inside of each other.";
    return std::nullopt;
  }

  std::optional<std::string> close(const Tag& tag) {
    if (open_.empty()) {
      return fmt::format("{{{{/{}}}}} closes nothing. Write {{{{#{}}}}} where it begins.", tag.name,
                         tag.name);
    }
    const Tag& open = open_.back();
    if (open.name != tag.name) {
      return fmt::format(
          "{{{{/{}}}}} stands where {{{{{}{}}}}} of line {} has to be closed first with "
          "{{{{/{}}}}}.",
          tag.name, open.kind, open.name, open.line, open.name);
    }
    open_.pop_back();
    return std::nullopt;
  }

  // What may be named here: of the loops around, and of the document.
  std::vector<std::string_view> known() const {
    std::vector<std::string_view> names = names_at_top();
    for (const Tag& tag : open_) {
      const Loop* loop = tag.kind == '#' ? find_loop(tag.name) : nullptr;
      if (loop != nullptr) names.insert(names.end(), loop->inside.begin(), loop->inside.end());
    }
    return names;
  }

  std::optional<std::string> check_name(std::string_view name) const {
    const std::vector<std::string_view> names = known();
    if (has(names, name)) return std::nullopt;
    for (const Loop& loop : loops()) {
      if (std::ranges::find(loop.inside, name) == loop.inside.end()) continue;
      return fmt::format("\"{}\" is known only inside of a loop such as {{{{#{}}}}} … {{{{/{}}}}}.",
                         name, loop.variable, loop.variable);
    }
    std::string_view nearest;
    std::size_t fewest = std::numeric_limits<std::size_t>::max();
    for (const std::string_view candidate : names) {
      const std::size_t steps = edit_distance(name.substr(0, 64), candidate);
      if (std::exchange(fewest, std::min(fewest, steps)) > steps) nearest = candidate;
    }
    return fmt::format("there is no \"{}\". Did you mean {{{{{{{}}}}}}}?", name, nearest);
  }

  TagReader reader_;
  std::string_view file_;
  std::vector<Tag> open_;
};

}  // namespace

std::optional<std::string> template_trouble(std::string_view text, std::string_view file) {
  return Checker(text, file).run();
}

}  // namespace tocsin::writeup
