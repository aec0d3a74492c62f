#pragma once
// Which template an incident's write-up is laid out by: one for drills, for private incidents, for
// a severity, or the general one; else the built-in one. Made once at start, then a value.

#include "bot/domain/incident.h"
#include "bot/domain/postmortem.h"
#include "bot/domain/result.h"
#include "bot/writeup/template.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::writeup {

// The kinds of incident that may have a template of their own: "drill", "private", "sev1" … "sev4".
std::vector<std::string_view> layout_kinds();

struct TemplateFile {
  std::string kind;  // one of layout_kinds(); empty: for all others
  std::string path;
  std::string text;
};

class Layouts {
 public:
  Layouts() = default;  // the built-in one for all

  // The failure is one sentence with file and line.
  static Result<Layouts, std::string> read(const std::vector<TemplateFile>& files);

  const Template& for_incident(const Incident& incident) const;

  // As the engine and the commands take it.
  PostmortemLayout as_function() const;

 private:
  Template general_ = Template::built_in();
  std::map<std::string, Template, std::less<>> of_kind_;
};

}  // namespace tocsin::writeup
