#include "bot/net/mail.h"

#include "bot/log.h"
#include "bot/net/surroundings.h"

// libesmtp looks whether OpenSSL is there, so it comes behind.
#include <openssl/ssl.h>
// clang-format off
#include <auth-client.h>
#include <libesmtp.h>
// clang-format on
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdarg>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace tocsin::net {

namespace {

struct Task {
  HttpRequest request;
  MailClient::Answered answered;
};

// What libesmtp tells of while it works.
struct Progress {
  const MailOptions& options;
  const std::string& mail;
  bool is_connected = false;
  bool is_encrypted = false;
  bool has_no_starttls = false;
  bool is_on_its_way = false;  // from here on the server may have it
};

void note_event(smtp_session_t, int event, void* argument, ...) {
  auto& progress = *static_cast<Progress*>(argument);
  switch (event) {
    case SMTP_EV_CONNECT:
      progress.is_connected = true;
      break;
    case SMTP_EV_STARTTLS_OK:
      progress.is_encrypted = true;
      break;
    case SMTP_EV_EXTNA_STARTTLS:
      progress.has_no_starttls = true;
      break;
    case SMTP_EV_MESSAGEDATA:
      progress.is_on_its_way = true;
      break;
    default:  // the library has more to tell than we want to know
      break;
  }
}

// Gives the whole mail at once; called with no length when it shall begin anew. The library frees
// what the context points at when the session ends.
const char* give_mail(void** context, int* length, void* argument) {
  const auto& progress = *static_cast<Progress*>(argument);
  if (*context == nullptr) *context = std::calloc(1, sizeof(bool));
  auto* is_given = static_cast<bool*>(*context);
  if (length == nullptr) {
    if (is_given != nullptr) *is_given = false;
    return nullptr;
  }
  *length = 0;
  if (is_given == nullptr || *is_given) return nullptr;
  *is_given = true;
  *length = static_cast<int>(progress.mail.size());
  return progress.mail.data();
}

int give_name_and_password(auth_client_request_t request, char** result, int fields,
                           void* argument) {
  const auto& options = *static_cast<const MailOptions*>(argument);
  for (int i = 0; i < fields; ++i) {
    const unsigned flags = request[i].flags;
    if ((flags & AUTH_PASS) != 0) {
      result[i] = const_cast<char*>(options.password.c_str());
    } else if ((flags & AUTH_USER) != 0) {
      result[i] = const_cast<char*>(options.user.c_str());
    } else {
      return 0;
    }
  }
  return 1;
}

struct Freed {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(smtp_session_t session) const { smtp_destroy_session(session); }
  void operator()(auth_context_t context) const { auth_destroy_context(context); }
};

std::unique_ptr<SSL_CTX, Freed> tls_context(const MailOptions& options) {
  std::unique_ptr<SSL_CTX, Freed> context(SSL_CTX_new(TLS_client_method()));
  if (context == nullptr) return nullptr;
  const bool has_certificates =
      options.ssl_cert_file.empty()
          ? SSL_CTX_set_default_verify_paths(context.get()) == 1
          : SSL_CTX_load_verify_locations(context.get(), options.ssl_cert_file.c_str(), nullptr) ==
                1;
  // What a TLS 1.3 server sends right after the handshake (tickets) libesmtp now and then takes for
  // the end of the conversation.
  if (!has_certificates || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION) != 1) {
    return nullptr;
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  return context;
}

HttpResponse never_sent(std::string why) {
  return {Transport::never_sent, 0, {}, "", std::move(why)};
}

std::string last_error() {
  std::array<char, 200> text{};
  const char* words = smtp_strerror(smtp_errno(), text.data(), text.size());
  return words != nullptr ? words : "it broke off";
}

void set_patience(smtp_session_t session, std::chrono::milliseconds patience) {
  for (const int stage :
       {Timeout_GREETING, Timeout_ENVELOPE, Timeout_DATA, Timeout_TRANSFER, Timeout_DATA2}) {
    smtp_set_timeout(session, stage | Timeout_OVERRIDE_RFC2822_MINIMUM,
                     static_cast<long>(patience.count()));
  }
}

HttpResponse answer_of(const smtp_status_t& status) {
  return {Transport::answered, status.code, {}, status.text != nullptr ? status.text : "", ""};
}

// "354" says to go on, and nothing of the end.
bool is_final(const smtp_status_t* status) {
  return status != nullptr && status->code >= 200 && status->code / 100 != 3;
}

bool is_refusal(const smtp_status_t* status) { return status != nullptr && status->code >= 400; }

// If one recipient may be taken later, all are tried again. Null: none is refused.
const smtp_status_t* mildest_refusal(const std::vector<smtp_recipient_t>& recipients) {
  const smtp_status_t* mildest = nullptr;
  for (const smtp_recipient_t recipient : recipients) {
    const smtp_status_t* status = smtp_recipient_status(recipient);
    if (!is_refusal(status)) continue;
    if (mildest == nullptr || status->code < mildest->code) mildest = status;
  }
  return mildest;
}

HttpResponse troubled(bool is_whole, const Progress& progress) {
  const std::string broken = is_whole ? "it took nothing" : last_error();
  if (progress.is_on_its_way) return {Transport::lost, 0, {}, "", broken};
  if (progress.has_no_starttls) return never_sent("it does not offer STARTTLS");
  if (progress.is_connected && progress.options.is_encrypted && !progress.is_encrypted) {
    return never_sent("no TLS with it: is its certificate trusted and made for this name?");
  }
  return never_sent(broken);
}

// What the server said that decides: of the recipients when it took none of them, whatever it said
// of a mail to nobody; else of the mail; else of the sender.
HttpResponse read_outcome(smtp_message_t message, const std::vector<smtp_recipient_t>& recipients,
                          bool is_whole, const Progress& progress) {
  const smtp_status_t* refusal = mildest_refusal(recipients);
  const bool is_for_somebody =
      std::ranges::any_of(recipients, [](const smtp_recipient_t recipient) {
        const smtp_status_t* status = smtp_recipient_status(recipient);
        return is_final(status) && !is_refusal(status);
      });
  if (refusal != nullptr && !is_for_somebody) return answer_of(*refusal);
  if (const smtp_status_t* of_mail = smtp_message_transfer_status(message); is_final(of_mail)) {
    if (refusal != nullptr) {
      log_warn("the mail server refused one of several recipients ({})", refusal->code);
    }
    return answer_of(*of_mail);
  }
  const smtp_status_t* of_sender = smtp_reverse_path_status(message);
  if (is_refusal(of_sender)) return answer_of(*of_sender);
  return troubled(is_whole, progress);
}

HttpResponse deliver(const HttpRequest& request, const MailOptions& options) {
  if (!options.is_encrypted && !is_loopback_host(options.host)) {
    return never_sent("mail without TLS is for this machine only");
  }
  const std::string* from = find_header(request.headers, "From");
  if (request.method != "SEND" || from == nullptr) return never_sent("it is no mail");
  Progress progress{options, request.body};
  const std::unique_ptr<SSL_CTX, Freed> tls = options.is_encrypted ? tls_context(options) : nullptr;
  if (options.is_encrypted && tls == nullptr) return never_sent("no certificates can be read");
  std::unique_ptr<std::remove_pointer_t<auth_context_t>, Freed> authentication;
  const std::unique_ptr<std::remove_pointer_t<smtp_session_t>, Freed> session(
      smtp_create_session());
  const smtp_message_t message = session != nullptr ? smtp_add_message(session.get()) : nullptr;
  if (message == nullptr) return never_sent("no memory");
  smtp_set_server(session.get(), (options.host + ":" + std::to_string(options.port)).c_str());
  smtp_set_eventcb(session.get(), note_event, &progress);
  set_patience(session.get(), options.patience);
  smtp_starttls_enable(session.get(), options.is_encrypted ? Starttls_REQUIRED : Starttls_DISABLED);
  if (tls != nullptr) smtp_starttls_set_ctx(session.get(), tls.get());
  if (!options.user.empty()) {
    authentication.reset(auth_create_context());
    auth_set_mechanism_flags(authentication.get(), AUTH_PLUGIN_PLAIN, 0);
    auth_set_interact_cb(authentication.get(), give_name_and_password,
                         const_cast<MailOptions*>(&options));
    smtp_auth_set_context(session.get(), authentication.get());
  }
  smtp_set_reverse_path(message, from->c_str());
  smtp_set_messagecb(message, give_mail, &progress);
  std::vector<smtp_recipient_t> recipients;
  for (const Header& header : request.headers) {
    if (header.name != "To") continue;
    recipients.push_back(smtp_add_recipient(message, header.value.c_str()));
  }
  const bool is_whole = smtp_start_session(session.get()) != 0;
  return read_outcome(message, recipients, is_whole, progress);
}

}  // namespace

struct MailClient::Impl : std::enable_shared_from_this<MailClient::Impl> {
  Impl(Loop& its_loop, MailOptions its_options) : loop(its_loop), options(std::move(its_options)) {}

  // Answers come by the loop, also at once, and only as long as somebody waits for them.
  void answer(Answered answered, HttpResponse response) {
    loop.post([weak = weak_from_this(), answered = std::move(answered),
               response = std::move(response)]() mutable {
      const auto self = weak.lock();
      if (self != nullptr && !self->is_over) answered(std::move(response));
    });
  }

  void work() {
    // A server that is gone is an error like others; the library writes without saying so.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    auth_client_init();
    std::unique_lock lock(mutex);
    while (true) {
      there_is_work.wait(lock, [this] { return shall_end || !waiting.empty(); });
      if (shall_end) break;
      Task task = std::move(waiting.front());
      waiting.pop_front();
      is_talking = true;
      lock.unlock();
      HttpResponse response = deliver(task.request, options);
      lock.lock();
      is_talking = false;
      // With the client the loop may be gone: nothing is told to it behind the client's end.
      if (!shall_end) answer(std::move(task.answered), std::move(response));
    }
    lock.unlock();
    auth_client_exit();
  }

  Loop& loop;
  const MailOptions options;
  std::mutex mutex;  // of the next four
  std::condition_variable there_is_work;
  std::deque<Task> waiting;
  bool is_talking = false;  // with the server
  bool shall_end = false;
  bool is_over = false;  // loop's thread
};

MailClient::MailClient(Loop& loop, MailOptions options)
    : impl_(std::make_shared<Impl>(loop, std::move(options))),
      thread_([impl = impl_] { impl->work(); }) {}

MailClient::~MailClient() {
  impl_->is_over = true;
  bool is_talking = false;
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->shall_end = true;
    impl_->waiting.clear();
    is_talking = impl_->is_talking;
  }
  impl_->there_is_work.notify_one();
  if (is_talking) {
    thread_.detach();  // nothing interrupts the library; what the thread needs is its own
  } else {
    thread_.join();
  }
}

void MailClient::send(HttpRequest request, Answered answered) {
  {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->waiting.size() < impl_->options.most_waiting) {
      impl_->waiting.push_back({std::move(request), std::move(answered)});
      impl_->there_is_work.notify_one();
      return;
    }
  }
  impl_->answer(std::move(answered), never_sent("too many mails are waiting for the mail server"));
}

}  // namespace tocsin::net
