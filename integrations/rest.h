#pragma once
// What the services with a plain JSON API share: how a request is written, and what an answer means
// that is not the one that was hoped for. Every sentence for people is made here, so that it names
// the key of the configuration to look at and never what stands in it. Pure; engine's thread.

#include "bot/domain/service.h"
#include "bot/json.h"
#include "integrations/destination.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::rest {

// How one service says no, and which keys of its section decide what it answers.
struct Manners {
  std::string title;            // "GitHub"
  std::string section;          // "[trackers.hub]"
  std::string_view secret_key;  // of the configuration, in doubt when it does not know us
  std::string_view place_key;   // in doubt when it does not know where
  std::string secret;           // struck out of everything that the service says
  // The service's own words, out of its answer; empty: it has none.
  std::string (*words)(const Json& answer) = nullptr;
};

Manners manners_of(const Service& service, std::string_view secret_key, std::string_view place_key,
                   std::string (*words)(const Json&));

net::HttpRequest json_request(std::string_view method, std::string url, const Json& body);
net::HttpRequest plain_request(std::string_view method, std::string url);

// Nothing when the answer is of the kind 2xx. Otherwise what may be done next: a limit is waited
// for as long as the service asks, of a broken or missing answer nobody knows what it did.
std::optional<Verdict> trouble_of(const net::HttpResponse& answer, const Manners& manners,
                                  Moment now);

// Of an answer 2xx that is not what the service's documents promise.
verdict::Unknown not_understood(const Manners& manners, std::string_view what);
verdict::Refused refused(const Manners& manners, std::string code, const std::string& why);

// The same for an answer to a look, which changes nothing and is asked again later.
std::optional<Look> look_trouble(const net::HttpResponse& answer, const Manners& manners,
                                 Moment now);
look::Failed look_not_understood(const Manners& manners);

// The last part of an address, without a '/' at its end: "https://a.example/" is
// "https://a.example".
std::string without_slash(std::string url);

// For a part of an address: everything but letters, digits and "-_.~" as "%41".
std::string percent_encoded(std::string_view text);

}  // namespace tocsin::rest
