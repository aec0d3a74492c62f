#pragma once
// How a write-up is laid out: a mustache template with the variables of variables.h. Read and
// checked when the program starts, so that nobody learns of a typing error at the end of an
// incident. Everything that a person typed is escaped for Markdown before it comes here, so
// {{name}} and {{{name}}} are the same. Values only; any thread.

#include "bot/domain/postmortem.h"
#include "bot/domain/result.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::writeup {

// Whether the entry numbers in the timeline become places that other documents can point to.
enum class Anchors { no, yes };

// "[E12](#at-E12)": what such a place looks like, until html.h makes one of it.
inline constexpr std::string_view k_anchor = "#at-";

class Template {
 public:
  // The layout of the contract.
  static Template built_in();

  // The failure is one sentence that names file and line. `file` is only for that sentence.
  static Result<Template, std::string> read(std::string_view text, std::string_view file);

  std::string render(const PostmortemSources& sources, Anchors anchors = Anchors::no) const;

  // A piece of the document: text as it stands, the value of a name, or what stands inside of a
  // section.
  struct Piece {
    enum class Kind { text, value, section, inverted };
    Kind kind = Kind::text;
    std::string text;  // or the name
    std::vector<Piece> inside;
  };

 private:
  explicit Template(std::string_view text);

  std::vector<Piece> pieces_;
  std::set<std::string, std::less<>> names_;  // so that only what is asked for is made
};

}  // namespace tocsin::writeup
