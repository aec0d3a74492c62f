#pragma once
// What is checked before the bot says that it runs, and by `doctor`: the tokens' shape, who the bot
// is, which scopes were really granted, and the announcement channel. Every trouble is one sentence
// that says what to do. Requests and answers as values; the caller carries them. Pure.

#include "bot/domain/ids.h"
#include "bot/domain/result.h"
#include "bot/net/http.h"
#include "bot/slack/web_api.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

// The first thing that is wrong with the tokens; nothing when they look right.
std::optional<std::string> token_trouble(std::string_view app_token, std::string_view bot_token);

struct Identity {
  std::string bot_user;
  std::string bot_id;
  std::string team_id;
  std::string team_name;
  std::string workspace_url;
  std::vector<std::string> scopes;
  bool scopes_known = false;  // Slack sent the list
};

struct StartTrouble {
  std::string sentence;
  bool is_fatal = false;    // false: Slack is not reachable or busy; go on and try again
  Duration retry_after{0};  // when not fatal
};

net::HttpRequest identity_request(std::string_view api_url, std::string_view bot_token);
Result<Identity, StartTrouble> read_identity(const net::HttpResponse& answer);

struct ScopeTrouble {
  std::string scope;
  std::string sentence;  // what is lost without it, and how to grant it
  bool is_fatal = false;
};

// Fatal ones first. Empty when all that is wanted was granted, or when the list is not known.
std::vector<ScopeTrouble> missing_scopes(const Identity& identity);

// All scopes the bot asks for, for the manifest.
std::vector<std::string_view> wanted_scopes();

// Finds a public channel by name ("#incidents", "incidents") or id, and joins it. Ask request(),
// give the answer, until request() gives nothing; then `channel` or `trouble` is set. `wait` says
// how long to wait before the next request.
class ChannelFinder {
 public:
  // `what`: what the channel is for, in the sentences about it.
  ChannelFinder(SlackSettings settings, std::string_view wanted,
                std::string_view what = "announcement channel");

  std::optional<net::HttpRequest> request() const;
  void answer(const net::HttpResponse& answer);

  const ChannelId& channel() const { return channel_; }
  const std::string& trouble() const { return trouble_; }
  Duration wait() const { return wait_; }
  bool may_pass() const { return may_pass_; }  // the trouble; then nothing is known of the channel

 private:
  enum class Step { list, join, done };

  void read_page(const net::HttpResponse& answer);
  void read_join(const net::HttpResponse& answer);
  bool read_failure(const Answer& answer, std::string_view doing);
  void finish(std::string trouble);

  SlackSettings settings_;
  std::string wanted_;
  std::string what_;
  std::string cursor_;
  Step step_ = Step::list;
  ChannelId found_;  // to be joined
  ChannelId channel_;
  std::string trouble_;
  Duration wait_{0};
  int failures_ = 0;
  bool may_pass_ = false;
};

}  // namespace tocsin::slack
