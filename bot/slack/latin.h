#pragma once
// Latin letters with marks as plain ASCII ("ü" as "ue", "é" as "e"), for names of channels. Pure.

#include <string>
#include <string_view>

namespace tocsin::slack {

// Lower case. Letters of other scripts and all signs become '-'.
std::string plain_latin(std::string_view text);

}  // namespace tocsin::slack
