#pragma once
// What every test of a service needs: captured payloads, and requests that nobody answered.

#include "bot/net/http.h"

#include <string>

namespace tocsin::test {

std::string fixture(const std::string& path);  // of tests/fixtures/services: "github/created.json"
net::HttpResponse lost();
net::HttpResponse never_sent();

}  // namespace tocsin::test
