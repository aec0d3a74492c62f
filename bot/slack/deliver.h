#pragma once
// The steps of each kind of delivery. Every class here has the four functions of a destination, for
// one delivery; destination.cpp picks the class. None keeps anything: what a step has to know is in
// the context and its progress. Pure.

#include "bot/slack/blocks.h"
#include "bot/slack/progress.h"
#include "bot/slack/web_api.h"
#include "integrations/destination.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {
class JsonReader;
}

namespace tocsin::slack {

struct Steps {
  Steps(const SlackSettings& the_settings, const DeliveryContext& the_context)
      : settings(the_settings),
        context(the_context),
        progress(read_progress(the_context.progress)) {}

  const SlackSettings& settings;
  const DeliveryContext& context;
  Progress progress;

  // For steps that may simply be repeated; the others hide these two.
  std::optional<Prepared> lookup(const std::string&) const { return std::nullopt; }
  Look found(const net::HttpResponse&) const { return look::NotThere{}; }

  // The next step, with nothing kept from this one but what the arguments say.
  static verdict::NextStep next(Progress progress, std::vector<Fact> facts = {});
};

// A delivery that is about an incident has one; a default one shows nothing of anybody.
Incident incident_of(const DeliveryContext& context);
ChannelId channel_of(const DeliveryContext& context);  // the incident's, else that of the place

// What PostAlerts and EditAlerts show.
Content alerts_content(const DeliveryContext& context);

// Of deliveries to other services, which never get here (integrations/switchboard.h).
struct NoSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
};

// create → (own: is the taken name ours?) → create with the next name …
struct MakeChannelSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
  std::optional<Prepared> lookup(const std::string& cursor) const;
  Look found(const net::HttpResponse& answer) const;

 private:
  int attempt() const;
  std::string name() const;
  Prepared own_channels(const std::string& cursor) const;
  Verdict judge_create(const net::HttpResponse& answer) const;
  Verdict judge_own(const net::HttpResponse& answer) const;
  Verdict next_name() const;
};

// group → … → invite → …
struct InviteSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
};

struct TopicSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
};

enum class PostKind {
  card,
  announcement,
  entry,
  say,
  update,
  tell,
  writeup,
  ask,
  offer,
  changes,
  questions,
  report,
  alerts
};

// Everything that is one or more chat.postMessage: post (→ pin), part → part …, link → post
struct PostSteps : Steps {
  PostSteps(const SlackSettings& the_settings, const DeliveryContext& the_context,
            PostKind the_kind)
      : Steps(the_settings, the_context), kind(the_kind) {}

  PostKind kind;

  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
  std::optional<Prepared> lookup(const std::string& cursor) const;
  Look found(const net::HttpResponse& answer) const;

 private:
  Place place() const;
  std::size_t part() const;
  Content content() const;
  Content content_to_send() const;
  std::string operation() const;
  std::string metadata() const;
  Prepared post() const;
  Verdict judge_post(const net::HttpResponse& answer) const;
  Verdict judge_pin(const net::HttpResponse& answer) const;
  Verdict judge_join(const net::HttpResponse& answer) const;
  Verdict judge_address(const net::HttpResponse& answer) const;
  bool asks_for_link() const;
  Verdict judge_link(const net::HttpResponse& answer) const;
  Verdict posted(const MessageRef& message) const;
  Verdict writeup_posted(const MessageRef& message) const;
};

struct EditSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
};

// edit or post part → edit or post part …
struct EditWriteupSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
  std::optional<Prepared> lookup(const std::string& cursor) const;
  Look found(const net::HttpResponse& answer) const;

 private:
  std::size_t part() const;
  const MessageRef* message() const;
  bool is_post() const;
  PostSteps post() const;
  Verdict part_done(std::vector<Fact> facts) const;
  Verdict of_whole(Verdict verdict) const;
};

// whisper → (tell, when the person is not in that channel)
struct WhisperSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
  std::optional<Prepared> lookup(const std::string& cursor) const;
  Look found(const net::HttpResponse& answer) const;

 private:
  bool tells() const;
};

// address → upload → complete
struct AttachSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
  std::optional<Prepared> lookup(const std::string& cursor) const;
  Look found(const net::HttpResponse& answer) const;

 private:
  enum class Step { address, upload, complete };
  Step step() const;
  std::string file() const;
  int restarts() const;
  Verdict start_again(const Answer& answer) const;
  Verdict judge_address(const net::HttpResponse& answer) const;
  Verdict judge_upload(const net::HttpResponse& answer) const;
  Verdict judge_complete(const net::HttpResponse& answer) const;
};

// edit; without a canvas of ours: look → create
struct CanvasSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
  std::optional<Prepared> lookup(const std::string& cursor) const;
  Look found(const net::HttpResponse& answer) const;

 private:
  enum class Step { look, create, edit };
  Step step() const;
  Prepared look() const;
  verdict::Done made(const std::string& canvas) const;
};

struct PeopleSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
};

// message → link
struct ReadMessageSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;

 private:
  Verdict judge_message(const net::HttpResponse& answer) const;
  Verdict judge_link(const net::HttpResponse& answer) const;
};

// page → page … → thread → thread …
struct MissedSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;

 private:
  const delivery::ReadMissed& gap() const;
  struct Page {
    std::string oldest;  // names of its first and its last message
    std::string latest;
    std::vector<fact::MissedMessage> messages;  // those that matter
    std::vector<std::string> threads;           // with replies since the gap began
  };
  bool is_since_gap(const std::string& ts) const;
  fact::MissedMessage message_of(JsonReader& message) const;
  Page page_of(const net::HttpResponse& answer) const;
  Progress after(const Page& page, const std::string& older) const;
};

struct HomeSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
};

struct PersonSteps : Steps {
  using Steps::Steps;
  Prepared request() const;
  Verdict judge(const net::HttpResponse& answer) const;
};

}  // namespace tocsin::slack
