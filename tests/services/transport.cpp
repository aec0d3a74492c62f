#include "tests/services/transport.h"

#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

namespace tocsin::test {

std::string fixture(const std::string& path) {
  const std::string text = file_content(source_path("tests/fixtures/services/" + path));
  REQUIRE_MESSAGE(!text.empty(), path);
  return text;
}

net::HttpResponse lost() { return {net::Transport::lost, 0, {}, "", "timed out"}; }
net::HttpResponse never_sent() { return {net::Transport::never_sent, 0, {}, "", "no address"}; }

}  // namespace tocsin::test
