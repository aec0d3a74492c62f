#include "bot/writeup/html.h"

#include "bot/domain/incident.h"
#include "bot/domain/markdown.h"
#include "bot/writeup/markdown_html.h"
#include "bot/writeup/picture.h"
#include "bot/writeup/picture_facts.h"
#include "bot/writeup/record_view.h"
#include "bot/writeup/style.h"

#include <fmt/core.h>

#include <cstdint>
#include <set>

namespace tocsin::writeup {

namespace {

std::string figure_of(const RecordView& record) {
  const PictureFacts facts = picture_facts(record);
  std::string caption = fmt::format("The timeline, in {}.", facts.zone_name);
  if (!facts.not_drawn.empty()) caption += " " + facts.not_drawn;
  return fmt::format("<figure>\n<style>{}</style>\n{}{}<figcaption>{}</figcaption>\n</figure>",
                     k_drawing_style, draw(facts, record.page().zone(), Breadth::broad),
                     draw(facts, record.page().zone(), Breadth::slim), escape_html(caption));
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : on_one_line(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html_of(const PostmortemSources& sources, const Template& layout) {
  const RecordView record(sources);
  std::set<std::int64_t> entries;
  for (const Event* event : record.facts().timeline) entries.insert(event->entry.value);
  const std::string number = handle(sources.incident.number);
  const std::string title = sources.incident.title.empty() ? "Postmortem" : sources.incident.title;
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<title>{}: {}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
      number, escape_html(title), k_style);
  page += html_of_markdown(layout.render(sources, Anchors::yes), entries, figure_of(record));
  page += fmt::format(
      "</main>\n<footer>{}, written by Tocsin from its record.</footer>\n</body>\n</html>\n",
      number);
  return page;
}

}  // namespace tocsin::writeup
