// Forms: each has the fields of the typed command, what is filled in becomes such a command, and
// what is wrong is said about its field.
#include "commands/catalog.h"
#include "tests/commands/conversation.h"

#include <algorithm>
#include <map>
#include <set>

namespace forms_test {

using namespace tocsin;

namespace {

using Values = std::map<std::string, std::string>;

// Opens the form of a verb as its button does, fills it in and submits it.
Said submit(Conversation& talk, std::string_view verb, const Values& values,
            std::int64_t incident = 1) {
  FilledForm filled;
  filled.verb = verb;
  filled.incident = IncidentNumber{incident};
  filled.values = values;
  const std::string line = line_of(filled);
  CAPTURE(line);
  REQUIRE_FALSE(line.empty());
  return talk.type(line);
}

Conversation with_incident() {
  Conversation talk;
  talk.type("declare sev2 Checkout is failing");
  return talk;
}

const FormField* find_field(const Form& form, std::string_view name) {
  const auto found = std::ranges::find(form.fields, name, &FormField::name);
  return found == form.fields.end() ? nullptr : &*found;
}

std::vector<const Verb*> verbs_with_form() {
  std::vector<const Verb*> verbs;
  for (const Verb* verb : catalog()) {
    if (verb->form != nullptr) verbs.push_back(verb);
  }
  return verbs;
}

}  // namespace

TEST_CASE("every form opens by its button, says whose it is, and can be filled in") {
  Conversation talk = with_incident();
  std::set<std::string_view> names;
  for (const Verb* verb : verbs_with_form()) {
    CAPTURE(verb->name);
    names.insert(verb->name);
    CHECK((verb->arguments_of != nullptr));
    const std::size_t before = talk.events();
    const Said said = talk.type("INC-1 form " + std::string(verb->name));
    CHECK(talk.events() == before);
    REQUIRE(said.form);
    CHECK(said.form->verb == verb->name);
    CHECK(said.form->incident.value == (verb->needs_incident ? 1 : 0));
    CHECK(said.form->title.size() <= 24);
    CHECK(said.form->title.starts_with(verb->needs_incident ? "INC-1 · " : "Declare"));
    CHECK_FALSE(said.form->submit.empty());
    CHECK_FALSE(said.form->fields.empty());
    for (const FormField& field : said.form->fields) CHECK_FALSE(field.label.empty());
    // Where no form can be opened it is said what to type, with a button that opens it.
    const bool says_line = verb->needs_incident && said.form->arguments.empty();
    CHECK(said.has("/incident INC-1 " + std::string(verb->name)) == says_line);
    REQUIRE(said.button("Open the form") != nullptr);
    CHECK(talk.press(*said.button("Open the form")).form == said.form);
  }
  for (const char* name :
       {"declare", "log",      "update",  "task",     "escalate",   "status",
        "resolve", "summary",  "impact",  "cause",    "workaround", "fix",
        "measure", "lesson",   "decide",  "detected", "started",    "mitigated",
        "sev",     "ruledout", "confirm", "followup", "link",       "postmortem"}) {
    CHECK_MESSAGE(names.contains(name), name);
  }
}

TEST_CASE("a verb that is typed bare and lacks something opens its form") {
  Conversation talk = with_incident();
  for (const char* verb : {"log", "impact", "cause", "decide", "detected", "workaround", "fix",
                           "measure", "lesson", "started"}) {
    CAPTURE(verb);
    const Said said = talk.type("INC-1 " + std::string(verb));
    REQUIRE(said.form);
    CHECK(said.form->verb == verb);
    CHECK(said.has("/incident " + std::string(verb)));
    CHECK(said.button("Open the form")->command_line == "INC-1 form " + std::string(verb));
  }
  const Said declared = talk.type("declare");
  REQUIRE(declared.form);
  CHECK(declared.form->incident.value == 0);
  CHECK(declared.button("Open the form")->command_line == "form declare");
}

TEST_CASE("a verb that does its work bare opens no form, and neither does one with arguments") {
  Conversation talk = with_incident();
  CHECK_FALSE(talk.type("INC-1 status").form);
  CHECK_FALSE(talk.type("INC-1 summary").form);
  CHECK_FALSE(talk.type("INC-1 log 14:35").form);
  CHECK_FALSE(talk.type("declare sev1").form);
  CHECK_FALSE(talk.type("INC-1 resolve").form);
  CHECK(talk.incident(1).state == State::resolved);
  CHECK_FALSE(talk.type("INC-1 resolve").form);
}

TEST_CASE("`form` names no verb without a form, and asks which incident") {
  Conversation talk = with_incident();
  for (const char* line : {"form", "form nonsense", "INC-1 form list", "INC-1 form log Text"}) {
    CAPTURE(line);
    const Said said = talk.type(line);
    CHECK(said.refused);
    CHECK_FALSE(said.form);
    CHECK(said.has("There is no form for"));
    CHECK(said.has("/incident help"));
  }
  const Said which = talk.type("form log");
  CHECK(which.refused);
  CHECK_FALSE(which.form);
  REQUIRE(which.button("INC-1") != nullptr);
  CHECK(which.button("INC-1")->command_line == "INC-1 form log");
  CHECK(talk.press(*which.button("INC-1")).form);
}

TEST_CASE("who may not declare is told so before the form opens") {
  Conversation talk = with_incident();
  talk.settings.policy.may_declare = {UserId{"UBOSS"}};
  for (const char* line : {"form declare", "declare"}) {
    const Said said = talk.type(line);
    CHECK(said.refused);
    CHECK_FALSE(said.form);
  }
}

TEST_CASE("a private incident has no forms for those outside") {
  Conversation talk;
  talk.type("declare private Payroll leak");
  const Said said = talk.type_as(UserId{"UBEN"}, "INC-1 form log");
  CHECK(said.refused);
  CHECK_FALSE(said.form);
  CHECK_FALSE(said.has("Payroll"));
  CHECK(talk.type("INC-1 form log").form);
}

TEST_CASE("declaring by form: all the fields of the typed command") {
  Conversation talk;
  Said said = submit(talk, "declare", {{"title", "Checkout is failing"}}, 0);
  CHECK(said.has("Saved INC-1"));
  CHECK(talk.incident(1).title == "Checkout is failing");
  CHECK_FALSE(talk.incident(1).severity);
  said = submit(talk, "declare",
                {{"title", "private sev3 since -- whatever"},
                 {"severity", "sev1"},
                 {"private", "private"},
                 {"drill", "drill"},
                 {"since", "13:40 UTC"}},
                0);
  const Incident declared = talk.incident(2);
  CHECK(declared.title == "private sev3 since -- whatever");
  CHECK(declared.severity == Severity::sev1);
  CHECK(declared.is_private);
  CHECK(declared.is_drill);
  CHECK(declared.started_at == moment("2026-03-10 13:40 UTC"));
}

TEST_CASE("declaring by form: what is wrong is said next to its field, and nothing is declared") {
  Conversation talk;
  const std::vector<std::pair<Values, std::string>> wrong{
      {{{"title", "  "}}, "title"},
      {{}, "title"},
      {{{"title", "x"}, {"since", "soon after lunch"}}, "since"},
      {{{"title", "x"}, {"since", "13:40 or so"}}, "since"},
      {{{"title", "x"}, {"since", "2030-01-01 10:00"}}, "since"},
      {{{"title", "x"}, {"since", "2026-02-30 10:00"}}, "since"},
      {{{"title", "x"}, {"since", "-- -- --"}}, "since"}};
  for (const auto& [values, field] : wrong) {
    const Said said = submit(talk, "declare", values, 0);
    CHECK(said.refused);
    if (!said.form) CHECK(said.field == field);
  }
  CHECK(talk.events() == 0);
}

TEST_CASE("a text of a form is a text, whatever it begins with") {
  Conversation talk = with_incident();
  for (const char* text : {"14:35 is what the log says", "yesterday 23:50", "-- dashes --",
                           "--when 10:00 -- x", "10m ago\nand two lines", "500 errors"}) {
    CAPTURE(text);
    const Said said = submit(talk, "log", {{"text", text}});
    CHECK_FALSE(said.refused);
    CHECK(body_of<event::Logged>(talk.last_event(1)).text == text);
    CHECK(talk.last_event(1).happened_at == talk.now);
  }
}

TEST_CASE("the time of a form is read as the typed one is") {
  Conversation talk = with_incident();
  submit(talk, "log", {{"text", "10m ago it began"}, {"when", "14:35 UTC"}});
  CHECK(body_of<event::Logged>(talk.last_event(1)).text == "10m ago it began");
  CHECK(talk.last_event(1).happened_at == moment("2026-03-10 14:35 UTC"));
  submit(talk, "detected", {{"text", "Alert"}, {"when", "  10m ago "}});
  CHECK(body_of<event::Detected>(talk.last_event(1)).text == "Alert");
  CHECK(talk.last_event(1).happened_at == moment("2026-03-10 14:30 UTC"));
}

TEST_CASE("a time of a form that cannot be read is refused, never taken for text") {
  Conversation talk = with_incident();
  const std::size_t before = talk.events();
  for (const char* verb : {"log", "decide", "detected", "workaround", "fix", "started"}) {
    for (const char* when : {"lunch", "14:35 or so", "2030-01-01 10:00", "25:99", "--", "a -- b",
                             "2026-02-30 10:00"}) {
      CAPTURE(verb);
      CAPTURE(when);
      const Said said = submit(talk, verb, {{"text", "Text"}, {"when", when}});
      CHECK(said.refused);
      CHECK(said.field == "when");
    }
    const Said empty = submit(talk, verb, {{"text", "  "}, {"when", "  "}});
    CHECK(empty.refused);
  }
  CHECK(submit(talk, "log", {{"when", "14:35"}}).field == "text");
  CHECK(submit(talk, "started", {{"text", "no time"}}).field == "when");
  CHECK(submit(talk, "lesson", {{"kind", "well"}, {"text", " "}}).field == "text");
  CHECK(talk.events() == before);
}

TEST_CASE("the sections of the write-up have forms") {
  Conversation talk = with_incident();
  submit(talk, "summary", {{"text", "Payments failed"}});
  submit(talk, "impact", {{"text", "40% of users"}});
  submit(talk, "cause", {{"text", "-- An expired certificate"}});
  submit(talk, "lesson", {{"kind", "lucky"}, {"text", "Somebody was awake"}});
  submit(talk, "started", {{"when", "14:00 UTC"}});
  const Incident incident = talk.incident(1);
  CHECK(incident.summary == "Payments failed");
  CHECK(incident.impact == "40% of users");
  CHECK(incident.causes == std::vector<std::string>{"-- An expired certificate"});
  CHECK(incident.started_at == moment("2026-03-10 14:00 UTC"));
  // What is replaced is shown, to be changed.
  const Said form = talk.type("INC-1 form impact");
  CHECK(find_field(*form.form, "text")->initial == "40% of users");
}

TEST_CASE("a text that is too long for a form is not cut when it is shown there") {
  Conversation talk = with_incident();
  talk.type("INC-1 summary " + std::string(3'001, 'x'));
  const Said said = talk.type("INC-1 form summary");
  REQUIRE(said.form);
  CHECK(find_field(*said.form, "text")->initial.empty());
  CHECK(find_field(*said.form, "text")->hint.find("too long") != std::string::npos);
}

TEST_CASE("status and resolve by form move the state at the time that was given") {
  Conversation talk = with_incident();
  const Said status = talk.type("INC-1 form status");
  CHECK(find_field(*status.form, "state")->initial == "investigating");
  submit(talk, "status", {{"state", "mitigated"}, {"when", "14:20 UTC"}, {"text", "Failed over"}});
  CHECK(talk.incident(1).state == State::mitigated);
  CHECK(talk.incident(1).mitigated_at == moment("2026-03-10 14:20 UTC"));
  submit(talk, "status", {{"state", "monitoring"}});
  CHECK(talk.incident(1).state == State::monitoring);
  CHECK(submit(talk, "status", {{"state", "monitoring"}}).refused);
  CHECK(submit(talk, "status", {{"state", "resolved"}, {"when", "nonsense"}}).field == "when");

  talk.type("INC-1 started 14:10 UTC");
  const Said resolve = talk.type("INC-1 form resolve");
  CHECK(to_plain(resolve.form->introduction).find("who was affected") != std::string::npos);
  CHECK(to_plain(resolve.form->introduction).find("when it began") == std::string::npos);
  CHECK(submit(talk, "resolve", {{"when", "14:05 UTC"}}).field == "when");
  submit(talk, "resolve", {{"when", "14:30 UTC"}, {"text", "14:00 was the peak"}});
  CHECK(talk.incident(1).resolved_at == moment("2026-03-10 14:30 UTC"));
  CHECK(body_of<event::StateMoved>(talk.last_event(1)).text == "14:00 was the peak");
}

TEST_CASE("a form of an incident that was closed meanwhile is refused, an entry is still taken") {
  Conversation talk = with_incident();
  talk.type("INC-1 resolve");
  talk.type("INC-1 close");
  const std::size_t before = talk.events();
  for (const auto& [verb, values] : std::vector<std::pair<std::string, Values>>{
           {"status", {{"state", "identified"}}}, {"resolve", {{"text", "Done"}}}}) {
    const Said said = submit(talk, verb, values);
    CHECK(said.refused);
    CHECK(said.has("INC-1 is closed"));
  }
  CHECK(talk.events() == before);
  const Said logged = submit(talk, "log", {{"text", "One more thing"}});
  CHECK_FALSE(logged.refused);
  CHECK(logged.has("is closed"));
}

TEST_CASE("a task by form: owner, date and text; what is wrong is said next to its field") {
  Conversation talk = with_incident();
  talk.knows({UserId{"UBEN"}, "Ben", "", false, false, false});
  Person robot{UserId{"UBOT"}, "Robot", ""};
  robot.is_bot = true;
  talk.knows(robot);
  submit(talk, "task",
         {{"text", "done T2 by hand"}, {"person", "UBEN"}, {"due", "2026-03-11 12:00 UTC"}});
  const Incident incident = talk.incident(1);
  REQUIRE(incident.tasks.size() == 1);
  CHECK(incident.tasks[0].text == "done T2 by hand");
  CHECK(incident.tasks[0].owner == UserId{"UBEN"});
  CHECK(incident.tasks[0].due_at == moment("2026-03-11 12:00 UTC"));
  const std::size_t before = talk.events();
  CHECK(submit(talk, "task", {{"text", "x"}, {"due", "whenever"}}).field == "due");
  CHECK(submit(talk, "task", {{"text", "x"}, {"due", "-- a --"}}).field == "due");
  CHECK(submit(talk, "task", {{"text", "x"}, {"person", "UBOT"}}).field == "person");
  CHECK(submit(talk, "task", {{"text", "  "}}).refused);
  CHECK(talk.events() == before);
  submit(talk, "followup", {{"text", "Alert on it"}, {"person", "UBEN"}, {"due", ""}});
  REQUIRE(talk.incident(1).tasks.size() == 2);
  CHECK(talk.incident(1).tasks[1].kind == TaskKind::followup);
  CHECK(talk.incident(1).tasks[1].owner == UserId{"UBEN"});
}

TEST_CASE("an update by form: each choice of the next one is a time that the command takes") {
  Conversation talk = with_incident();
  const Said opened = talk.type("INC-1 update");
  REQUIRE(opened.form);
  const FormField* next = find_field(*opened.form, "next");
  REQUIRE(next != nullptr);
  CHECK_FALSE(next->choices.empty());
  for (const FormChoice& choice : next->choices) {
    CAPTURE(choice.value);
    submit(talk, "update", {{"text", "next week we know more"}, {"next", choice.value}});
    const Event last = talk.last_event(1);
    const auto& sent = body_of<event::UpdateSent>(last);
    CHECK(sent.text == "next week we know more");
    CHECK(sent.next_due_at.has_value());
  }
  submit(talk, "update", {{"text", "next 30m is what we hope"}});
  CHECK(body_of<event::UpdateSent>(talk.last_event(1)).text == "next 30m is what we hope");
  CHECK_FALSE(body_of<event::UpdateSent>(talk.last_event(1)).next_due_at);
  talk.type("INC-1 resolve");
  talk.type("INC-1 close");
  const std::size_t before = talk.events();
  const Said late = submit(talk, "update", {{"text", "All is well"}});
  CHECK(late.refused);
  CHECK(late.has("INC-1 is closed"));
  CHECK(talk.events() == before);
}

TEST_CASE("a page by form: who and why; nobody is paged for an incident that is over") {
  Conversation talk = with_incident();
  talk.knows({UserId{"UBEN"}, "Ben", "", false, false, false});
  CHECK(talk.type("INC-1 escalate").form);
  submit(talk, "escalate", {{"person", "UBEN"}, {"reason", "again and again"}});
  REQUIRE(talk.incident(1).pages.size() == 1);
  CHECK(talk.incident(1).pages[0].user == UserId{"UBEN"});
  CHECK(talk.incident(1).pages[0].reason == "again and again");
  talk.type("INC-1 resolve");
  talk.type("INC-1 close");
  const std::size_t before = talk.events();
  const Said late = submit(talk, "escalate", {{"person", "UBEN"}});
  CHECK(late.refused);
  CHECK(late.has("INC-1 is closed"));
  CHECK(talk.events() == before);
}

TEST_CASE("what update, task and escalate are given stands where the typed words would") {
  const auto line = [](std::string_view verb, const Values& values) {
    FilledForm filled;
    filled.verb = verb;
    filled.incident = IncidentNumber{7};
    filled.values = values;
    return line_of(filled);
  };
  CHECK(line("update", {{"text", "next week"}}) == "INC-7 update -- next week");
  CHECK(line("update", {{"text", "T"}, {"next", "30m"}}) == "INC-7 update next 30m -- T");
  CHECK(line("task", {{"text", "Ask by hand"}}) == "INC-7 task -- Ask by hand");
  CHECK(line("task", {{"text", "done T2"}, {"person", "U1"}, {"due", "fri"}}) ==
        "INC-7 task <@U1> by fri -- done T2");
  CHECK(line("escalate", {{"person", "U1"}}) == "INC-7 escalate <@U1>");
  CHECK(line("escalate", {{"person", "U1"}, {"reason", "again"}}) ==
        "INC-7 escalate <@U1> -- again");
}

TEST_CASE("a filled form of a verb that has none stands for no line") {
  for (const char* verb : {"", "list", "nonsense", "form", "close"}) {
    FilledForm filled;
    filled.verb = verb;
    CHECK(line_of(filled).empty());
  }
}

}  // namespace forms_test
