#pragma once
// HTML into PDF by a program that is installed: weasyprint, else chromium. Run without a shell,
// without a network and with a time limit, in a folder of its own that is removed afterwards.
// Blocks until it is done; for the command line only.

#include "bot/domain/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace tocsin {

struct PdfPrograms {
  std::string path;  // where programs are looked for, as in PATH
  std::chrono::milliseconds limit{60'000};
};

// The failure is one sentence: what is missing and how to get it, or what the program said.
Result<std::string, std::string> pdf_of(std::string_view html, const PdfPrograms& programs);

}  // namespace tocsin
