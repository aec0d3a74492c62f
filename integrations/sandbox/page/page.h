#pragma once
// The sandbox as people see it in a browser: what is served under "/" and "/page/", and what the
// page asks back. The page shows everything that the chosen person would see in Slack and carries
// out what they do; it decides nothing. Pure like the rest: a request and the time in, an answer
// out; the server brings it to the socket and tells open pages that something has changed. For
// loopback only: whoever can reach it may act as anybody.

#include "bot/domain/moment.h"
#include "bot/net/http.h"
#include "integrations/sandbox/sandbox.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::sandbox {

// A word after the slash command, for completion.
struct PageVerb {
  std::string name;
  std::string aliases;    // separated by '|'
  std::string arguments;  // "[WHEN] TEXT"
  std::string purpose;
};

struct PageShortcut {
  std::string callback_id;
  std::string title;
  bool on_message = false;
};

// What the page cannot know of the bot by itself. Empty: there is no completion and no menu.
struct PageSetup {
  std::vector<PageVerb> verbs;  // of the first slash command
  std::vector<PageShortcut> shortcuts;
};

class WebPage {
 public:
  // The sandbox must outlive it.
  WebPage(Sandbox& sandbox, PageSetup setup);
  ~WebPage();

  // Whether the target is the page's, and not Slack's.
  static bool owns(std::string_view target);

  // 101 when this may be told of changes over a WebSocket, else the status of the refusal.
  int handshake(const net::HttpRequest& request) const;

  // Acts are carried out on the workspace; the driver flushes afterwards.
  net::HttpResponse answer(const net::HttpRequest& request, Moment now);

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::sandbox
