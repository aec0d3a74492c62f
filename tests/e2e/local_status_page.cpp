#include "tests/e2e/local_status_page.h"

#include "bot/domain/iso_time.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin::e2e {

namespace {

constexpr const char* k_all = "/v1/pages/PAGE1/incidents";

Json json_of(const LocalStatusPage::Incident& incident) {
  return {{"id", incident.id},
          {"name", incident.name},
          {"status", incident.status},
          {"shortlink", "https://stspg.example/" + incident.id},
          {"metadata", incident.metadata},
          {"incident_updates", incident.updates}};
}

void add_update(LocalStatusPage::Incident& incident, const Json& wanted) {
  incident.status = wanted.value("status", incident.status);
  const Moment now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  Json update{{"status", incident.status},
              {"body", wanted.value("body", "")},
              {"created_at", print_iso(now)}};
  incident.updates.insert(incident.updates.begin(), std::move(update));
}

std::size_t number_in(const std::string& text, std::size_t otherwise) {
  return text.empty() ? otherwise : static_cast<std::size_t>(std::stoul(text));
}

}  // namespace

LocalStatusPage::LocalStatusPage()
    : server_({.answer = [this](const net::HttpRequest& request) { return answer(request); },
               .is_act = [](const net::HttpRequest& request) { return request.method != "GET"; },
               .limited = json_answer(420, {{"error", "Too many requests"}}),
               .refused = json_answer(422, {{"error", Json::array({"Name can't be blank"})}})}) {}

net::HttpResponse LocalStatusPage::answer(const net::HttpRequest& request) {
  const std::string* shown = net::find_header(request.headers, "Authorization");
  if (shown == nullptr || *shown != "OAuth page-secret") {
    return json_answer(401, {{"error", "Could not authenticate"}});
  }
  const std::string path = path_of(request);
  const Json wanted = parse_json(request.body).value_or(Json::object()).value("incident", Json());
  if (path == k_all && request.method == "POST") return create(wanted);
  if (path == k_all) return list(request);
  const auto found = std::ranges::find_if(incidents_, [&](const Incident& incident) {
    return path == std::string(k_all) + "/" + incident.id;
  });
  if (found == incidents_.end()) return json_answer(404, {{"error", "Not found"}});
  if (request.method == "PATCH") add_update(*found, wanted);
  return json_answer(200, json_of(*found));
}

net::HttpResponse LocalStatusPage::create(const Json& wanted) {
  if (!wanted.is_object() || wanted.value("name", "").empty()) {
    return json_answer(422, {{"error", Json::array({"Name can't be blank"})}});
  }
  Incident incident;
  incident.id = "p" + std::to_string(incidents_.size() + 1);
  incident.name = wanted.value("name", "");
  incident.metadata = wanted.value("metadata", Json::object());
  add_update(incident, wanted);
  incidents_.push_back(std::move(incident));
  return json_answer(201, json_of(incidents_.back()));
}

// The newest first, in pages.
net::HttpResponse LocalStatusPage::list(const net::HttpRequest& request) const {
  const std::size_t most = number_in(asked_for(request, "limit"), 100);
  const std::size_t page = number_in(asked_for(request, "page"), 1);
  Json listed = Json::array();
  for (std::size_t i = (page - 1) * most; i < incidents_.size() && listed.size() < most; ++i) {
    listed.push_back(json_of(incidents_[incidents_.size() - 1 - i]));
  }
  return json_answer(200, listed);
}

std::vector<LocalStatusPage::Incident> LocalStatusPage::incidents() const {
  return server_.with([this] { return incidents_; });
}

std::vector<std::string> LocalStatusPage::all_updates() const {
  std::vector<std::string> texts;
  for (const Incident& incident : incidents_) {
    for (auto update = incident.updates.rbegin(); update != incident.updates.rend(); ++update) {
      texts.push_back(update->value("status", "") + ": " + update->value("body", ""));
    }
  }
  return texts;
}

std::vector<std::string> LocalStatusPage::shown() const {
  return server_.with([this] { return all_updates(); });
}

bool LocalStatusPage::shows(const std::string& update) const {
  return server_.eventually([&] {
    const std::vector<std::string> texts = all_updates();
    return std::ranges::find(texts, update) != texts.end();
  });
}

}  // namespace tocsin::e2e
