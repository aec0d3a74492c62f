// The write-up as a file in the channel: ask for an address, send the bytes there, complete.
// Progress: "" or "address:<restarts>", "upload:<file>:<restarts>", "complete:<file>:<restarts>".
// The address is a secret and not stored, so after a restart of the program an upload begins anew.
#include "bot/domain/entry_links.h"
#include "bot/json.h"
#include "bot/slack/deliver.h"
#include "bot/slack/history.h"
#include "bot/slack/json_text.h"
#include "bot/slack/verdicts.h"

#include <fmt/core.h>

#include <charconv>

namespace tocsin::slack {

namespace {

constexpr int k_most_restarts = 3;
constexpr std::string_view k_doing = "attach the write-up";

// Slack refuses an empty file. What is kept as a file may be read anywhere, with its links.
std::string bytes_of(const DeliveryContext& context) {
  if (!context.writeup || context.writeup->markdown.empty()) return "\n";
  return with_entry_links(context.writeup->markdown);
}

std::string file_name_of(const DeliveryContext& context) {
  return context.file_name.empty() ? "postmortem.md" : context.file_name;
}

std::string title_of(const DeliveryContext& context) {
  if (!context.incident) return "Postmortem";
  return handle(context.incident->number) + " postmortem";
}

bool holds_file(JsonReader& message, const std::string& file) {
  for (JsonReader& each : message.items_or_none("files")) {
    if (each.text_or("id", "") == file) return true;
  }
  return false;
}

}  // namespace

AttachSteps::Step AttachSteps::step() const {
  if (progress.step == "complete") return Step::complete;
  if (progress.step == "upload" && !context.secret.empty()) return Step::upload;
  return Step::address;
}

std::string AttachSteps::file() const {
  return progress.detail.substr(0, progress.detail.find(':'));
}

int AttachSteps::restarts() const {
  const std::size_t colon = progress.detail.rfind(':');
  const std::string number =
      colon == std::string::npos ? progress.detail : progress.detail.substr(colon + 1);
  int restarts = 0;
  std::from_chars(number.data(), number.data() + number.size(), restarts);
  return restarts;
}

Prepared AttachSteps::request() const {
  const Place place = context.place.value_or(Place{});
  if (progress.joining) return join_request(settings, place.channel);
  switch (step()) {
    case Step::address:
      return prepared(settings, "files.getUploadURLExternal",
                      {{"filename", file_name_of(context)},
                       {"length", fmt::format("{}", bytes_of(context).size())}});
    case Step::upload: {
      net::HttpRequest upload;
      upload.method = "POST";
      upload.url = context.secret;
      upload.headers.push_back({"Content-Type", "application/octet-stream"});
      upload.body = bytes_of(context);
      return {std::move(upload), {}};
    }
    case Step::complete:
      break;
  }
  std::string files = R"([{"id":)";
  append_json_string(files, file());
  files += R"(,"title":)";
  append_json_string(files, title_of(context));
  files += "}]";
  Fields fields{{"files", files}, {"channel_id", place.channel.value}};
  if (!place.thread.empty()) fields.emplace_back("thread_ts", place.thread.value);
  return prepared(settings, "files.completeUploadExternal", fields);
}

Verdict AttachSteps::judge(const net::HttpResponse& answer) const {
  if (progress.joining) {
    const Answer read = classify(answer);
    if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
    if (!read.is_good()) return refused(read, "join the channel");
    Progress then = progress;
    then.joining = false;
    then.joined = true;
    return next(then);
  }
  switch (step()) {
    case Step::address:
      return judge_address(answer);
    case Step::upload:
      return judge_upload(answer);
    case Step::complete:
      return judge_complete(answer);
  }
  return verdict::Unknown{"no such step"};
}

Verdict AttachSteps::start_again(const Answer& answer) const {
  if (restarts() >= k_most_restarts) return refused(answer, k_doing);
  Progress again = progress;
  again.step = "address";
  again.detail = fmt::format("{}", restarts() + 1);
  return next(again);
}

Verdict AttachSteps::judge_address(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  // An address that nobody uses is forgotten by Slack.
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  if (!read.is_good()) return refused(read, k_doing);
  const std::optional<Json> json = parse_json(answer.body);
  JsonReader reader(*json);
  const std::string url = reader.text("upload_url");
  const std::string id = reader.text("file_id");
  if (reader.failed() || url.empty() || id.find_first_of(": ") != std::string::npos) {
    Answer strange;
    strange.kind = AnswerClass::refused;
    strange.error = "no_upload_address";
    return start_again(strange);
  }
  Progress upload = progress;
  upload.step = "upload";
  upload.detail = fmt::format("{}:{}", id, restarts());
  verdict::NextStep step = next(upload);
  step.secret = url;
  return step;
}

// Not a Web API method: plain text, and the same bytes may be sent to the same address again.
Verdict AttachSteps::judge_upload(const net::HttpResponse& answer) const {
  const bool answered = answer.transport == net::Transport::answered;
  if (!answered || answer.status >= 500) {
    return verdict::Wait{Duration{0}, "the upload did not get through", false};
  }
  if (answer.status == 429) {
    const Answer read = classify(answer);
    return verdict::Wait{read.retry_after, read.trouble, true};
  }
  if (answer.status == 200) {
    Progress complete = progress;
    complete.step = "complete";
    return next(complete);
  }
  Answer refusal;
  refusal.kind = AnswerClass::refused;
  refusal.error = fmt::format("upload_status_{}", answer.status);
  return start_again(refusal);
}

Verdict AttachSteps::judge_complete(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::dangerous)) return *verdict;
  if (read.is_good()) return verdict::Done{};
  if (read.error == "file_not_found") return start_again(read);
  if (read.error == "not_in_channel" && !progress.joined) {
    Progress join = progress;
    join.joining = true;
    return next(join);
  }
  return refused(read, k_doing);
}

std::optional<Prepared> AttachSteps::lookup(const std::string& cursor) const {
  if (progress.joining || step() != Step::complete) return std::nullopt;
  const Place place = context.place.value_or(Place{});
  return history_request(settings, place, context.first_sent_at, cursor);
}

Look AttachSteps::found(const net::HttpResponse& answer) const {
  const std::string id = file();
  const auto is_ours = [&](JsonReader& message) -> std::optional<Verdict> {
    if (!holds_file(message, id)) return std::nullopt;
    return verdict::Done{};
  };
  return read_history(context.place.value_or(Place{}), context.cursor, answer, is_ours);
}

}  // namespace tocsin::slack
