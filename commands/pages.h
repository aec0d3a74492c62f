#pragma once
// Pages as escalate, ack, decline-page and oncall find them and speak of them.

#include "commands/request.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// Still waiting for an answer, the earliest first.
std::vector<const Page*> open_pages(const Incident& incident);

RichText target_of(const Page& page);

// As it is typed behind `escalate`: "<@UBEN>", "<!subteam^S1|@payments>", "payments".
std::string target_to_type(const Page& page);

// "P1 of @ben, paged 14:20 UTC: Checkout is down"
RichText page_line(const Request& request, const Page& page);

// "acknowledged by @ben at 14:22 UTC", "waiting".
RichText answer_to(const Request& request, const Page& page);

// The page of that handle ("P1", "1"), or why there is none.
Result<Page, Refusal> read_page(const Request& request, std::string_view word);

}  // namespace tocsin
