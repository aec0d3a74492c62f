#include "bot/serve/reading_thread.h"

#include "bot/log.h"

#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

constexpr std::size_t k_most_jobs = 256;

}  // namespace

ReadingThread::ReadingThread(net::Loop& loop, OpenToRead open)
    : loop_(loop), jobs_(k_most_jobs), thread_([this, open = std::move(open)] { run(open); }) {}

ReadingThread::~ReadingThread() {
  *alive_ = false;
  jobs_.close();
  thread_.join();
}

bool ReadingThread::offer(Job job) { return jobs_.put(std::move(job)); }

void ReadingThread::run(const OpenToRead& open) {
  while (true) {
    std::vector<Job> jobs = jobs_.take_all(std::nullopt);
    if (jobs.empty() || jobs_.is_closed()) return;
    std::unique_ptr<const Store> store;
    try {
      store = open();
    } catch (const std::exception& error) {
      log_warn("the record cannot be read for a request: {}", error.what());
    }
    for (const Job& job : jobs) {
      std::function<void()> then;
      try {
        then = job(store.get());
      } catch (const std::exception& error) {  // StorageError
        log_warn("the record cannot be read for a request: {}", error.what());
        then = job(nullptr);
      }
      loop_.post([alive = alive_, then = std::move(then)] {
        if (*alive && then) then();
      });
    }
  }
}

}  // namespace tocsin
