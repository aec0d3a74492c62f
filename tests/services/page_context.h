#pragma once
// A page of an incident as the engine hands it to a pager service, and verdicts as one line of
// text, for the tables of the tests of all pagers.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "tests/services/transport.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::test {

Service pager(std::string kind, std::map<std::string, std::string, std::less<>> values);

// Page P1 of INC-7 "Checkout is down", sev1, for the pager "duty", on 2026-11-26 at 10:00 UTC.
DeliveryContext page_context(PagerCall call = PagerCall::trigger);
DeliveryContext private_context(PagerCall call = PagerCall::trigger);
DeliveryContext drill_context();
DeliveryContext on_call_context(std::string progress = "");

// "done", "next PROGRESS", "wait 30000", "limit 30000", "unknown", "refused CODE: WHY", the last
// with " [page refused]" when people are to be told.
std::string said(const Verdict& verdict);

net::HttpResponse answer(int status, std::string body = "", std::vector<net::Header> headers = {});

// One answer of a service and what is made of it.
struct Answered {
  std::string what;
  net::HttpResponse answer;
  std::string verdict;
};
void check_answers(const Destination& service, const DeliveryContext& context,
                   const std::vector<Answered>& table);

// No secret in anything that is said, stored or logged: of all answers to all calls.
void check_hush(const Destination& service, const std::vector<Answered>& table);

}  // namespace tocsin::test
