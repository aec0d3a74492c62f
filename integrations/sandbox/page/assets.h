#pragma once
// The files of the page (*.html, *.css, *.js beside this header), put into the program by CMake, so
// that the one binary is enough. Any thread.

#include <span>
#include <string_view>

namespace tocsin::sandbox {

struct PageAsset {
  std::string_view name;  // "page.css"
  std::string_view body;
};

std::span<const PageAsset> page_assets();

}  // namespace tocsin::sandbox
