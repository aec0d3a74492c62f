#pragma once
// The web page: four files that stand in the program itself (bot/web/page/). They hold nothing of
// the record, so they are given to whoever can reach the address; what they show comes from the API
// and through its gate. Pure; any thread.

#include "bot/net/http.h"
#include "bot/web/target.h"

#include <optional>
#include <string_view>

namespace tocsin::web {

// Made by CMake from the files.
extern const std::string_view k_page_html;
extern const std::string_view k_page_css;
extern const std::string_view k_page_js;
extern const std::string_view k_page_svg;  // the icon

// Nothing: it is no file of the page.
std::optional<net::HttpResponse> page_answer(const Target& target);

}  // namespace tocsin::web
