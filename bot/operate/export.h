#pragma once
// `tocsin export`: the record for other programs and people, one incident after the other. Private
// incidents only when they are asked for by name of the option. Reads only; README.md documents the
// columns, which are for good. Called by main.

#include "bot/domain/ids.h"
#include "bot/domain/result.h"
#include "bot/writeup/layouts.h"
#include "storage/store.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct ExportOptions {
  std::string format = "json";
  std::string output;    // a file; a folder gets a file an incident; empty: standard output
  std::string incident;  // as typed, "INC-7"; empty: all of them
  bool with_private = false;
};

std::vector<std::string> export_formats();

// A line of a table for spreadsheets: quoted where needed, and what a spreadsheet would take for a
// formula is kept from being one.
std::string csv_line(const std::vector<std::string>& cells);

// The exit status; how many there were, and how many private ones were left out, is told on
// standard error.
int export_record(const ExportOptions& options, const Store& record,
                  const writeup::Layouts& layouts);

}  // namespace tocsin
