#include "tests/engine/played_outlets.h"

#include "bot/json.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>

namespace tocsin {

namespace {

net::HttpResponse answer(int status, const Json& body) {
  return {net::Transport::answered, status, {}, dump_json(body), ""};
}

Json json_of(const PlayedOutlets::Issue& issue) {
  return {{"number", issue.number},
          {"html_url", "https://github.com/example/shop/issues/" + std::to_string(issue.number)},
          {"title", issue.title},
          {"body", issue.body},
          {"state", issue.state},
          {"state_reason", issue.state_reason.empty() ? Json(nullptr) : Json(issue.state_reason)}};
}

Json json_of(const PlayedOutlets::PublicIncident& incident) {
  Json updates = Json::array();
  for (std::size_t i = incident.updates.size(); i-- > 0;) {  // the newest first
    const std::size_t colon = incident.updates[i].find(": ");
    updates.push_back({{"status", incident.updates[i].substr(0, colon)},
                       {"body", incident.updates[i].substr(colon + 2)},
                       {"created_at", incident.times[i]}});
  }
  return {{"id", incident.id},
          {"name", incident.name},
          {"status", incident.status},
          {"shortlink", "https://stspg.example/" + incident.id},
          {"metadata", {{"tocsin", {{"mark", incident.mark}}}}},
          {"incident_updates", updates}};
}

}  // namespace

net::HttpResponse PlayedOutlets::perform(const net::HttpRequest& request) {
  ++requests;
  if (answers_with != 0) return answer(answers_with, {{"message", "no"}, {"error", "no"}});
  return request.url.find("/issues") != std::string::npos ? issues_asked(request)
                                                          : incidents_asked(request);
}

net::HttpResponse PlayedOutlets::issues_asked(const net::HttpRequest& request) {
  if (request.method == "POST") {
    const auto body = parse_json(request.body);
    REQUIRE(body.has_value());
    issues.push_back({static_cast<std::int64_t>(issues.size()) + 1, (*body)["title"],
                      (*body)["body"], "open", ""});
    return answer(201, json_of(issues.back()));
  }
  const std::size_t query = request.url.find('?');
  if (query != std::string::npos) {
    Json list = Json::array();
    for (auto issue = issues.rbegin(); issue != issues.rend(); ++issue) {
      list.push_back(json_of(*issue));
    }
    return answer(200, list);
  }
  const std::string number = request.url.substr(request.url.rfind('/') + 1);
  const auto found = std::ranges::find_if(
      issues, [&](const Issue& issue) { return std::to_string(issue.number) == number; });
  if (found == issues.end()) return answer(404, {{"message", "Not Found"}});
  return answer(200, json_of(*found));
}

net::HttpResponse PlayedOutlets::incidents_asked(const net::HttpRequest& request) {
  if (request.method == "GET" && request.url.find('?') != std::string::npos) {
    Json list = Json::array();
    for (auto incident = incidents.rbegin(); incident != incidents.rend(); ++incident) {
      list.push_back(json_of(*incident));
    }
    return answer(200, list);
  }
  if (request.method == "POST") {
    const auto body = parse_json(request.body);
    REQUIRE(body.has_value());
    const Json& wanted = (*body)["incident"];
    PublicIncident made;
    made.id = "p" + std::to_string(incidents.size() + 1);
    made.name = wanted["name"];
    made.mark = wanted["metadata"]["tocsin"]["mark"];
    incidents.push_back(std::move(made));
  }
  const std::string id = request.method == "POST" ? incidents.back().id
                                                  : request.url.substr(request.url.rfind('/') + 1);
  const auto found = std::ranges::find(incidents, id, &PublicIncident::id);
  if (found == incidents.end()) return answer(404, {{"error", "not found"}});
  if (request.method != "GET") {
    const Json wanted = (*parse_json(request.body))["incident"];
    found->status = wanted["status"];
    found->updates.push_back(found->status + ": " + wanted["body"].get<std::string>());
    found->times.push_back(now_iso);
  }
  return answer(request.method == "POST" ? 201 : 200, json_of(*found));
}

}  // namespace tocsin
