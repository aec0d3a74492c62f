#include "commands/describe.h"

#include "bot/domain/access.h"
#include "bot/domain/when.h"

namespace tocsin {

namespace {

constexpr std::size_t k_most_buttons = 5;    // more cannot be taken in at 3 a.m.
constexpr std::size_t k_longest_label = 70;  // Slack's limit is 75

std::string shortened(std::string text, std::size_t longest) {
  if (text.size() <= longest) return text;
  std::size_t end = longest - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::vector<Incident> visible_active(const Request& request) {
  std::vector<Incident> active = request.reader.active_incidents();
  std::erase_if(active, [&](const Incident& incident) {
    return !may_see(incident, request.typed.user, request.typed.channel, request.settings.policy);
  });
  return active;
}

Button button_for(const Incident& incident, std::string_view rest) {
  return {shortened(handle(incident.number) + " " + incident.title, k_longest_label),
          handle(incident.number) + (rest.empty() ? "" : " " + std::string(rest)),
          Button::Style::plain};
}

void add_time(RichText& text, const Request& request, std::string_view what,
              const std::optional<Moment>& moment, const Zone& zone) {
  if (!moment) return;
  text.plain("\n" + std::string(what) + " " + print_both(*moment, zone, request.typed.now));
}

}  // namespace

RichText incident_line(const Incident& incident) {
  RichText line;
  line.bold(handle(incident.number));
  if (incident.severity) line.plain(" " + std::string(name_of(*incident.severity)));
  line.plain(" " + std::string(name_of(incident.state)));
  if (incident.is_drill) line.plain(" (drill)");
  line.plain(": " + incident.title);
  return line;
}

Reply describe_incident(const Request& request, const Incident& incident) {
  const Zone zone = find_zone(incident.zone).value_or(Zone{});
  RichText text = incident_line(incident);
  if (!incident.lead.empty()) text.plain("\nLead ").user(incident.lead);
  if (!incident.channel.empty() && incident.channel != request.typed.channel) {
    text.plain("\nChannel ").channel(incident.channel, incident.channel_name);
  }
  text.plain("\nImpact: " + (incident.impact.empty() ? "not recorded yet" : incident.impact));
  add_time(text, request, "Declared", incident.declared_at, zone);
  add_time(text, request, "Began", incident.started_at, zone);
  add_time(text, request, "Mitigated", incident.mitigated_at, zone);
  add_time(text, request, "Resolved", incident.resolved_at, zone);
  Reply reply(std::move(text));
  const std::string number = handle(incident.number);
  if (!is_over(incident.state)) {
    reply.paragraphs.push_back(
        RichText("You can type: log, detected, impact, cause, status, sev, resolve, close. ")
            .code(request.settings.command + " help")
            .plain(" shows all."));
  }
  return reply;
}

Reply describe_active(const Request& request) {
  const std::vector<Incident> active = visible_active(request);
  const RichText how = RichText("To declare one, type ")
                           .code(request.settings.command + " declare sev2 WHAT IS WRONG")
                           .plain(".");
  if (active.empty()) {
    Reply reply(RichText("No active incident. ").append(how));
    return reply;
  }
  RichText text(active.size() == 1 ? "One active incident:" : "Active incidents:");
  Reply reply;
  for (const Incident& incident : active) {
    text.plain("\n").append(incident_line(incident));
    if (reply.buttons.size() < k_most_buttons) {
      reply.buttons.push_back(button_for(incident, "show"));
    }
  }
  reply.paragraphs = {std::move(text), how};
  return reply;
}

Refusal ask_which_incident(const Request& request, std::string_view rest) {
  const std::vector<Incident> active = visible_active(request);
  Reply reply;
  if (active.empty()) {
    reply.paragraphs.push_back(RichText("No incident is active, so nothing was saved. Type ")
                                   .code(request.settings.command + " declare WHAT IS WRONG")
                                   .plain(" to start one, or put the number in front: ")
                                   .code(request.settings.command + " INC-1 " + std::string(rest))
                                   .plain("."));
    return Refusal(std::move(reply));
  }
  RichText text(active.size() == 1 ? "Nothing saved yet. Did you mean this incident? "
                                   : "Nothing saved yet. Which incident do you mean? ");
  text.plain("Press its button, or put the number in front: ");
  text.code(request.settings.command + " " + handle(active.front().number) + " " +
            std::string(rest));
  reply.paragraphs.push_back(std::move(text));
  for (const Incident& incident : active) {
    if (reply.buttons.size() < k_most_buttons) reply.buttons.push_back(button_for(incident, rest));
  }
  return Refusal(std::move(reply));
}

}  // namespace tocsin
