#pragma once
// The sandbox on real sockets: a loopback listener at a free port that speaks Slack's Web API and
// Socket Mode, on the thread of the given loop. The only part that looks at the wall clock.
// SandboxThread is the convenience for tests: a loop and a server on a thread of their own.

#include "bot/net/loop.h"
#include "integrations/sandbox/page/page.h"
#include "integrations/sandbox/sandbox.h"

#include <functional>
#include <memory>
#include <string>

namespace tocsin::sandbox {

class Server {
 public:
  // Throws std::system_error when the port cannot be had; 0 is a free one.
  Server(net::Loop& loop, WorkspaceSetup setup);
  Server(net::Loop& loop, WorkspaceSetup setup, HubSetup hub_setup, std::uint16_t port = 0);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::string api_url() const;   // "http://127.0.0.1:PORT/api/"
  std::string base_url() const;  // "http://127.0.0.1:PORT"
  std::uint16_t port() const;

  // From now on people can look at the workspace with a browser, at base_url().
  void show_page(PageSetup setup);

  Moment now() const;

  // Moves the workspace's clock forward without waiting: what is due by then happens now. Sockets
  // and the bot keep their own time.
  void skip_time(Duration by);

  Sandbox& sandbox();
  Workspace& workspace();
  SocketHub& hub();
  FaultPlan& faults();

  void flush();  // carries out what acts of people or direct use have left behind

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class SandboxThread {
 public:
  explicit SandboxThread(WorkspaceSetup setup);
  SandboxThread(WorkspaceSetup setup, HubSetup hub_setup, std::uint16_t port = 0);
  ~SandboxThread();  // stops the loop and joins the thread
  SandboxThread(const SandboxThread&) = delete;
  SandboxThread& operator=(const SandboxThread&) = delete;

  const std::string& api_url() const;

  // Runs the work on the sandbox's thread, flushes, and returns when that is done. What the work
  // throws is thrown here.
  void with(const std::function<void(Server&)>& work);

  // Asks again and again (every few milliseconds) until the answer is true or the time is up; gives
  // the last answer. For tests over real sockets, which cannot know when the bot has finished.
  bool eventually(const std::function<bool(Server&)>& question, Duration within = Duration{10'000});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::sandbox
