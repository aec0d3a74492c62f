#pragma once
// `tocsin postmortem INC-7`: the write-up of one incident, as the record gives it now, in a format
// and to a file or standard output. Looks at the record only. Called by main, on its thread.

#include "bot/domain/result.h"
#include "bot/print/pdf.h"
#include "bot/writeup/layouts.h"
#include "storage/reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct PrintOptions {
  std::string incident;  // as typed: "INC-7", "inc-7", "#7", "7"
  std::string format = "md";
  std::string output;  // empty or "-": standard output
};

std::vector<std::string> print_formats();

// The text in that format; the failure is one sentence.
Result<std::string, std::string> printed_text(const PrintOptions& options, const Reader& record,
                                              const writeup::Layouts& layouts,
                                              const PdfPrograms& programs);

// Puts it where it shall go: whole, or not at all with the reason.
std::optional<std::string> put_text(const std::string& output, std::string_view text);

// Both. The exit status; what keeps it from being written is one sentence on standard error.
int print_postmortem(const PrintOptions& options, const Reader& record,
                     const writeup::Layouts& layouts, const PdfPrograms& programs);

}  // namespace tocsin
