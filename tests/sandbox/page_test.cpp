// The page's side of the sandbox: who may ask, what a person is shown, what acts do.

#include "integrations/sandbox/page/page.h"
#include "integrations/sandbox/page/assets.h"
#include "tests/sandbox/caller.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace page_test {

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

struct Opened {
  Sandbox sandbox{sample_workspace()};
  WebPage page{sandbox, PageSetup{{{"log", "note", "TEXT", "Adds a line."}}, {}}};
  Moment now = k_start;

  static net::HttpRequest request(std::string method, std::string url) {
    net::HttpRequest made;
    made.method = std::move(method);
    made.url = std::move(url);
    made.headers = {{"Host", "127.0.0.1:8750"}};
    return made;
  }
  net::HttpResponse get(const std::string& url) { return page.answer(request("GET", url), now); }
  Json seen(const std::string& as, const std::string& channel) {
    return body_of(get("/page/state?as=" + as + "&channel=" + channel));
  }
  Json act(const Json& wish) {
    net::HttpRequest made = request("POST", "/page/act");
    made.headers.push_back({"Content-Type", "application/json"});
    made.body = dump_json(wish);
    const Json told = body_of(page.answer(made, now));
    sandbox.flush(now);
    return told;
  }
  bool does(const Json& wish) { return act(wish) == Json{{"ok", true}}; }

  net::HttpResponse call(const std::string& method, const Fields& fields) {
    return sandbox.request(form_request(method, fields), now).response;
  }
};

bool has(const Json& list, const char* key, const std::string& value) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Json& one) { return one.at(key) == value; });
}

}  // namespace

TEST_CASE("the page and Slack share a port, and neither owns the other's addresses") {
  for (const char* own : {"/", "/?x", "/page/main.js", "/page/state?as=U1", "/favicon.ico"}) {
    CHECK(WebPage::owns(own));
  }
  for (const char* slack :
       {"/api/auth.test", "/link/?ticket=1", "/commands/x", "/files-pri/F1/x"}) {
    CHECK_FALSE(WebPage::owns(slack));
  }
}

TEST_CASE("the page's files are in the program, with a policy that lets nothing else in") {
  Opened opened;
  const auto page = opened.get("/");
  CHECK(page.status == 200);
  CHECK(page.body.find("/page/main.js") != std::string::npos);
  const std::string* policy = net::find_header(page.headers, "Content-Security-Policy");
  REQUIRE(policy != nullptr);
  CHECK(policy->find("default-src 'none'") != std::string::npos);
  CHECK(policy->find("unsafe") == std::string::npos);
  CHECK(page_assets().size() >= 10);
  for (const PageAsset& asset : page_assets()) {
    CAPTURE(asset.name);
    CHECK(opened.get("/page/" + std::string(asset.name)).status == 200);
    // Text is only ever set as text.
    for (const char* word :
         {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("}) {
      CHECK(asset.body.find(word) == std::string_view::npos);
    }
  }
  CHECK(opened.get("/page/no.js").status == 404);
  CHECK(opened.get("/page/../page.css").status == 404);
}

TEST_CASE("another site in the same browser may neither read nor act") {
  Opened opened;
  net::HttpRequest request = Opened::request("GET", "/page/state?as=U0ANA");
  request.headers = {{"Host", "evil.example"}};
  CHECK(opened.page.answer(request, opened.now).status == 403);
  CHECK(opened.page.handshake(request) == 404);
  request.url = "/page/live";
  CHECK(opened.page.handshake(request) == 403);
  request.headers = {{"Host", "127.0.0.1:8750"}, {"Origin", "http://evil.example"}};
  CHECK(opened.page.handshake(request) == 403);
  request.headers = {{"Host", "127.0.0.1:8750"}, {"Origin", "http://127.0.0.1:8750"}};
  CHECK(opened.page.handshake(request) == 101);

  net::HttpRequest form = Opened::request("POST", "/page/act");
  form.headers.push_back({"Content-Type", "text/plain"});
  form.body = R"({"act":"type","as":"U0ANA","channel":"C0GENERAL","text":"hi"})";
  CHECK(opened.page.answer(form, opened.now).status == 415);
  CHECK(opened.seen("U0ANA", "C0GENERAL")["channel"]["messages"].empty());
}

TEST_CASE("a private channel is shown to its members only") {
  Opened opened;
  CHECK(has(opened.seen("U0ANA", "C0SECRET")["channels"], "name", "secret"));
  CHECK(opened.seen("U0ANA", "C0SECRET")["channel"].is_object());
  CHECK_FALSE(has(opened.seen("U0CHI", "C0SECRET")["channels"], "name", "secret"));
  CHECK(opened.seen("U0CHI", "C0SECRET")["channel"].is_null());
  CHECK_FALSE(opened.seen("U0NOBODY", "C0GENERAL").contains("channels"));
}

TEST_CASE("what one person writes is news to the others, and not to them") {
  Opened opened;
  REQUIRE(
      opened.does({{"act", "type"}, {"as", "U0ANA"}, {"channel", "C0GENERAL"}, {"text", "<b>"}}));
  const auto news = [&](const char* as) {
    const Json seen = opened.seen(as, "C0GENERAL");
    for (const Json& one : seen["channels"]) {
      if (one["name"] == "general") return one["news"].get<std::string>();
    }
    return std::string("no channel");
  };
  CHECK(news("U0ANA").empty());
  CHECK(news("U0CHI") ==
        opened.seen("U0CHI", "C0GENERAL")["channel"]["messages"][0]["ts"].get<std::string>());
  CHECK(opened.seen("U0CHI", "C0GENERAL")["channel"]["messages"][0]["text"] == "&lt;b&gt;");
}

TEST_CASE(
    "a command that no bot hears is shown as failed to its author only, with what was typed") {
  Opened opened;
  REQUIRE(opened.does(
      {{"act", "type"}, {"as", "U0ANA"}, {"channel", "C0GENERAL"}, {"text", "/incident log Hm"}}));
  const Json notices = opened.seen("U0ANA", "C0GENERAL")["channel"]["notices"];
  REQUIRE(notices.size() == 1);
  CHECK(notices[0]["failed"] == "dispatch_failed");
  CHECK(notices[0]["typed"] == "log Hm");
  CHECK(opened.seen("U0CHI", "C0GENERAL")["channel"]["notices"].empty());
}

TEST_CASE("an act that cannot be done says why and changes nothing") {
  Opened opened;
  const auto why = [&](const Json& wish) { return opened.act(wish).value("why", ""); };
  CHECK(why({{"act", "fly"}}).find("fly") != std::string::npos);
  CHECK(why({{"as", "U0ANA"}}).find("act") != std::string::npos);
  CHECK(why({{"act", "type"}, {"text", 7}}).find("text") != std::string::npos);
  CHECK(why({{"act", "type"}, {"as", "U0DORA"}, {"channel", "C0GENERAL"}, {"text", "hi"}}) ==
        "dora is not in general");
  CHECK(why({{"act", "type"}, {"as", "U0ANA"}, {"channel", "C0GENERAL"}, {"text", "/weather"}}) ==
        "Slack knows no /weather");
  CHECK_FALSE(why({{"act", "bad_day"}, {"value", "rain"}, {"on", true}}).empty());
  CHECK(opened.seen("U0ANA", "C0GENERAL")["channel"]["messages"].empty());
}

TEST_CASE("only the youngest messages are shown, with a word that there are earlier ones") {
  Opened opened;
  for (int i = 0; i < 5; ++i) {
    REQUIRE(opened.does({{"act", "type"},
                         {"as", "U0ANA"},
                         {"channel", "C0GENERAL"},
                         {"text", "line " + std::to_string(i)}}));
  }
  const Json seen =
      body_of(opened.get("/page/state?as=U0ANA&channel=C0GENERAL&messages=2"))["channel"];
  CHECK(seen["has_earlier"] == true);
  REQUIRE(seen["messages"].size() == 2);
  CHECK(seen["messages"][0]["text"] == "line 3");
  CHECK(opened.seen("U0ANA", "C0GENERAL")["channel"]["has_earlier"] == false);
}

TEST_CASE("a page that says what it knows is told only what has changed since") {
  Opened opened;
  const auto type = [&opened](const std::string& text) {
    REQUIRE(
        opened.does({{"act", "type"}, {"as", "U0ANA"}, {"channel", "C0GENERAL"}, {"text", text}}));
  };
  const auto look = [&opened](const Json& known) {
    return body_of(opened.get("/page/state?as=U0ANA&channel=C0GENERAL&known=" + dump_json(known)));
  };
  type("first");
  type("second");
  const Json whole = look(0);
  CHECK(whole["based_on"] == 0);
  CHECK(whole["channel"]["messages"].size() == 2);

  const Json same = look(whole["number"]);
  CHECK(same["based_on"] == whole["number"]);
  CHECK_FALSE(same.contains("channel"));
  CHECK_FALSE(same.contains("people"));

  type("third");
  const Json more = look(same["number"])["channel"];
  const Json& list = whole["channel"]["messages"];
  REQUIRE(more["messages"]["items"].size() == 1);
  CHECK(more["messages"]["items"][0]["text"] == "third");
  CHECK(more["messages"]["order"] ==
        Json::array({list[0]["ts"], list[1]["ts"], more["messages"]["items"][0]["ts"]}));
  CHECK_FALSE(more.contains("members"));

  // The answer got lost: asked again with what is known, the same is told.
  CHECK(look(same["number"])["channel"] == more);
  const std::string ts = list[0]["ts"];
  REQUIRE(opened.does({{"act", "erase"}, {"as", "U0ANA"}, {"channel", "C0GENERAL"}, {"ts", ts}}));
  const Json less = look(same["number"])["channel"]["messages"];
  CHECK(less["order"].size() == 2);
}

TEST_CASE("a page that knows something else, or comes after a restart, is told everything") {
  Opened opened;
  const Json general = opened.seen("U0ANA", "C0GENERAL");
  const auto look = [&opened](const Json& known, const std::string& channel) {
    return body_of(
        opened.get("/page/state?as=U0ANA&channel=" + channel + "&known=" + dump_json(known)));
  };
  // Another channel comes whole.
  const Json other = look(general["number"], "C0INCIDENTS");
  CHECK_FALSE(other.contains("same_channel"));
  CHECK(other["channel"]["id"] == "C0INCIDENTS");
  CHECK(other["channel"]["messages"].is_array());
  CHECK(look(999, "C0GENERAL")["based_on"] == 0);
  for (int i = 0; i < 100; ++i) opened.seen("U0CHI", "C0GENERAL");
  CHECK(look(general["number"], "C0GENERAL")["based_on"] == 0);

  Opened again;
  again.now = opened.now + std::chrono::seconds(1);
  const Json anew = body_of(
      again.get("/page/state?as=U0ANA&channel=C0GENERAL&known=" + dump_json(general["number"])));
  CHECK(anew["based_on"] == 0);
  CHECK(anew["number"] > other["number"]);
}

TEST_CASE("replies stand below their message, reactions and pins beside it") {
  Opened opened;
  const Json at{{"as", "U0ANA"}, {"channel", "C0GENERAL"}};
  const auto with = [&](Json more) {
    more.update(at);
    return more;
  };
  REQUIRE(opened.does(with({{"act", "type"}, {"text", "parent"}})));
  const std::string ts = opened.seen("U0ANA", "C0GENERAL")["channel"]["messages"][0]["ts"];
  REQUIRE(opened.does(with({{"act", "type"}, {"text", "child"}, {"thread", ts}})));
  REQUIRE(opened.does(with({{"act", "react"}, {"ts", ts}, {"value", "eyes"}, {"on", true}})));
  REQUIRE(opened.does(with({{"act", "pin"}, {"ts", ts}, {"on", true}})));
  const Json channel = opened.seen("U0ANA", "C0GENERAL")["channel"];
  REQUIRE(channel["messages"].size() == 1);
  CHECK(channel["messages"][0]["replies"][0]["text"] == "child");
  CHECK(channel["messages"][0]["reactions"][0]["users"] == Json::array({"U0ANA"}));
  CHECK(channel["pins"].size() == 1);
  REQUIRE(opened.does(with({{"act", "react"}, {"ts", ts}, {"value", "eyes"}, {"on", false}})));
  REQUIRE(opened.does(with({{"act", "pin"}, {"ts", ts}, {"on", false}})));
  CHECK(opened.seen("U0ANA", "C0GENERAL")["channel"]["pins"].empty());
}

TEST_CASE("a file that the bot shares is shown as text, whatever it says it is") {
  Opened opened;
  const std::string bytes = "<script>alert(1)</script>";
  const Json given =
      body_of(opened.call("files.getUploadURLExternal",
                          {{"filename", "x\".html"}, {"length", std::to_string(bytes.size())}}));
  net::HttpRequest upload;
  upload.method = "POST";
  upload.url = given["upload_url"];
  upload.body = bytes;
  REQUIRE(opened.sandbox.request(upload, opened.now).response.status == 200);
  const std::string id = given["file_id"];
  CHECK(opened.get("/page/file/" + id).status == 404);  // not shared yet
  opened.call("files.completeUploadExternal",
              {{"files", R"([{"id":")" + id + R"("}])"}, {"channel_id", "C0INCIDENTS"}});
  const auto shown = opened.get("/page/file/" + id + "/x.html");
  CHECK(shown.body == bytes);
  CHECK(*net::find_header(shown.headers, "Content-Type") == "text/plain; charset=utf-8");
  CHECK(*net::find_header(shown.headers, "X-Content-Type-Options") == "nosniff");
  const auto taken = opened.get("/page/file/" + id + "/x.html?download");
  CHECK(*net::find_header(taken.headers, "Content-Disposition") ==
        "attachment; filename=\"x.html\"");
}

TEST_CASE("bad days are switched on, shown, and over again") {
  Opened opened;
  const auto status = [&] { return opened.call("auth.test", {}); };
  const auto turn = [&](const char* name, bool on) {
    return opened.does({{"act", "bad_day"}, {"value", name}, {"on", on}});
  };
  CHECK(status().status == 200);
  REQUIRE(turn("limited", true));
  CHECK(status().status == 429);
  REQUIRE(turn("down", true));
  CHECK(opened.sandbox.request(form_request("auth.test", {}), opened.now).kind ==
        Reception::Kind::reset);
  CHECK(opened.seen("U0ANA", "C0GENERAL")["bad_days"] ==
        Json{{"slow", false}, {"down", true}, {"limited", true}});
  REQUIRE(turn("down", false));
  REQUIRE(turn("limited", false));
  REQUIRE(turn("slow", true));
  CHECK(opened.sandbox.request(form_request("auth.test", {}), opened.now).after > Duration{0});
  REQUIRE(turn("slow", false));
  CHECK(opened.sandbox.request(form_request("auth.test", {}), opened.now).after == Duration{0});
}

TEST_CASE("while Slack is down its sockets are cut and no new one is let in") {
  Opened opened;
  const auto target = [&] {
    const std::string url =
        body_of(opened.sandbox
                    .request(form_request("apps.connections.open", {}, "xapp-1-A0TOCSIN-1-sandbox"),
                             opened.now)
                    .response)["url"];
    return url.substr(url.find("/link"));
  };
  const std::string first = target();
  const std::string second = target();
  REQUIRE(opened.sandbox.handshake(first, opened.now) == 101);
  opened.sandbox.opened(1, first, opened.now);
  CHECK(opened.seen("U0ANA", "")["connections"] == 1);
  REQUIRE(opened.does({{"act", "bad_day"}, {"value", "down"}, {"on", true}}));
  CHECK(opened.seen("U0ANA", "")["connections"] == 0);
  CHECK(opened.sandbox.handshake(second, opened.now) == 503);
}

}  // namespace page_test
