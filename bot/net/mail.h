#pragma once
// Mail to one server, by SMTP with STARTTLS and authentication (libesmtp). A request "SEND" with
// the address smtp://… , a header From, a header To for each recipient and the whole mail as its
// body gets exactly one answer, whose status is the server's own code: 250, 4yz, 5yz. One mail
// after the other leaves on a thread of its own, so that a slow server holds nothing else up; send
// and the answers are on the loop's thread.

#include "bot/net/http.h"
#include "bot/net/loop.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace tocsin::net {

struct MailOptions {
  std::string host;
  std::uint16_t port = 587;
  bool is_encrypted = true;  // by STARTTLS, or the mail does not leave; false: only for loopback
  std::string user;          // empty: nobody is asked for
  std::string password;
  std::string ssl_cert_file;                   // a PEM bundle instead of the system's certificates
  std::chrono::milliseconds patience{15'000};  // for each answer of the server
  std::size_t most_waiting = 100;              // what comes above it was never sent
};

class MailClient {
 public:
  using Answered = std::function<void(HttpResponse)>;

  MailClient(Loop& loop, MailOptions options);
  // Waits for nobody, so that a silent server does not hold up the end of the program: the mail
  // that is under way is left to its thread, what waits is dropped, both without a callback.
  ~MailClient();

  void send(HttpRequest request, Answered answered);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  // shared with the thread, and answers on their way to the loop
  std::thread thread_;
};

}  // namespace tocsin::net
