#pragma once
// As whom somebody outside of Slack types. Nobody is guessed: a name that belongs to nobody, or to
// several, is refused with the names that are near. Pure; on the thread of the reader.

#include "bot/domain/ids.h"
#include "bot/domain/result.h"
#include "storage/reader.h"

#include <string>
#include <string_view>

namespace tocsin::web {

// "@ana", "ana" (as Slack shows the name, in any case) or a member ID. The failure is a sentence.
Result<UserId, std::string> person_meant(std::string_view as, const Reader& record);

}  // namespace tocsin::web
