#include "bot/writeup/layouts.h"

#include <utility>

namespace tocsin::writeup {

// A drill is a drill first, and a private incident private, whatever their severity.
std::vector<std::string_view> layout_kinds() {
  return {"drill", "private", "sev1", "sev2", "sev3", "sev4"};
}

Result<Layouts, std::string> Layouts::read(const std::vector<TemplateFile>& files) {
  Layouts layouts;
  for (const TemplateFile& file : files) {
    Result<Template, std::string> layout = Template::read(file.text, file.path);
    if (!layout) return failure(std::move(layout.error()));
    if (file.kind.empty()) {
      layouts.general_ = std::move(*layout);
    } else {
      layouts.of_kind_.insert_or_assign(file.kind, std::move(*layout));
    }
  }
  return layouts;
}

const Template& Layouts::for_incident(const Incident& incident) const {
  const auto kind_is = [&](std::string_view kind) {
    if (kind == "drill") return incident.is_drill;
    if (kind == "private") return incident.is_private;
    return incident.severity && name_of(*incident.severity) == kind;
  };
  for (const std::string_view kind : layout_kinds()) {
    const auto found = of_kind_.find(kind);
    if (found != of_kind_.end() && kind_is(kind)) return found->second;
  }
  return general_;
}

PostmortemLayout Layouts::as_function() const {
  return [layouts = *this](const PostmortemSources& sources) {
    return layouts.for_incident(sources.incident).render(sources);
  };
}

}  // namespace tocsin::writeup
