#include "tests/services/transport.h"

#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace tocsin::test {

std::string fixture(const std::string& path) {
  std::ifstream file(source_path("tests/fixtures/services/" + path));
  REQUIRE_MESSAGE(file.good(), path);
  return {std::istreambuf_iterator<char>(file), {}};
}

net::HttpResponse lost() { return {net::Transport::lost, 0, {}, "", "timed out"}; }
net::HttpResponse never_sent() { return {net::Transport::never_sent, 0, {}, "", "no address"}; }

}  // namespace tocsin::test
