#pragma once
// Reads for the HTTP side, on a thread and a connection of their own, so that no search and no
// write-up delays an answer in Slack. A job gets the record as it is at that moment; what it gives
// back is done on the loop's thread.

#include "bot/net/loop.h"
#include "bot/serve/mailbox.h"
#include "storage/store.h"

#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace tocsin {

// Opens the record for looking. Throws std::runtime_error.
using OpenToRead = std::function<std::unique_ptr<const Store>()>;

class ReadingThread {
 public:
  // On this thread; `store` is null when the record cannot be opened. What it returns runs on the
  // loop's thread, unless this object is gone.
  using Job = std::function<std::function<void()>(const Store* store)>;

  ReadingThread(net::Loop& loop, OpenToRead open);
  ~ReadingThread();  // finishes the job at hand

  bool offer(Job job);  // false: too many wait

 private:
  void run(const OpenToRead& open);

  net::Loop& loop_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // loop's thread
  Mailbox<Job> jobs_;
  std::thread thread_;
};

}  // namespace tocsin
