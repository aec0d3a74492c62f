// Files in Slack's three steps (address, upload, complete), and canvases.

#include "integrations/sandbox/block_kit.h"
#include "integrations/sandbox/call.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

constexpr std::size_t k_largest_canvas = 1024 * 1024;

Json get_upload_url(Call& call) {
  const std::string& policy = call.state.setup.policies.upload_error;
  if (!policy.empty()) return refused(policy);
  const auto length = call.arguments.number("length");
  if (!length || *length < 1) {
    return refused("invalid_arguments", {"[ERROR] must be at least 1 [json-pointer:/length]"});
  }
  if (utf16_length(call.arguments.text("alt_txt")) > 1000) return refused("alt_txt_too_large");
  if (call.arguments.has("snippet_type") && *length > 1024 * 1024) {
    return refused("snippet_too_large");
  }
  File file;
  file.id = call.state.new_id('F');
  file.name = call.arguments.text("filename");
  file.title = file.name;
  file.announced_length = static_cast<std::size_t>(*length);
  const std::string id = file.id;
  call.state.files.emplace(id, std::move(file));
  return accepted({{"upload_url", call.state.setup.http_base + "/upload/v1/" + id + "/" +
                                      call.state.seal("upload " + id)},
                   {"file_id", id}});
}

struct Completion {
  std::vector<File*> files;
  std::vector<std::string> titles;
};

Json take_files(Call& call, Completion& completion) {
  const auto list = call.arguments.nested("files");
  if (!list || !list->is_array() || list->empty()) {
    return refused("invalid_arguments", {"[ERROR] must be an array [json-pointer:/files]"});
  }
  for (const Json& item : *list) {
    const bool has_id = item.is_object() && item.contains("id") && item["id"].is_string();
    const auto found =
        has_id ? call.state.files.find(item["id"].get<std::string>()) : call.state.files.end();
    if (found == call.state.files.end() || !found->second.uploaded)
      return refused("file_not_found");
    if (found->second.completed) return refused("file_update_failed");
    completion.files.push_back(&found->second);
    const bool has_title = item.contains("title") && item["title"].is_string();
    completion.titles.push_back(has_title ? item["title"].get<std::string>() : found->second.name);
  }
  return Json();
}

Json complete_upload(Call& call) {
  Completion completion;
  Json trouble = take_files(call, completion);
  if (!trouble.is_null()) return trouble;
  Channel* channel = nullptr;
  if (call.arguments.has("channel_id")) {
    channel = call.own_conversation("channel_id");
    if (channel == nullptr) return call.refusal;
  }
  MessageVersion comment;
  comment.text = call.arguments.text("initial_comment");
  look_for_hostile_text(call.state, std::string(call.method.name), comment);
  const auto blocks = call.arguments.nested("blocks");
  if (!blocks || (!blocks->is_null() && !block_kit_errors(*blocks, Surface::message).empty())) {
    return refused("invalid_blocks");
  }
  if (!blocks->is_null()) comment.blocks = dump_json(*blocks);
  Json shown = Json::array();
  std::vector<State::Share> shares;
  for (std::size_t i = 0; i < completion.files.size(); ++i) {
    File& file = *completion.files[i];
    file.completed = true;
    file.title = completion.titles[i];
    if (channel != nullptr) {
      file.channel = channel->id;
      shares.push_back({file.id, channel->id, MessageTs{call.arguments.text("thread_ts")},
                        comment.text, comment.blocks});
    }
    shown.push_back(file_json(call.state, file));
  }
  if (!shares.empty()) {
    call.state.shares.emplace(call.now + call.state.setup.policies.file_share_takes,
                              std::move(shares));
  }
  return accepted({{"files", shown}});
}

Json file_details(Call& call) {
  const auto found = call.state.files.find(call.arguments.text("file"));
  if (found == call.state.files.end() || !found->second.completed) return refused("file_not_found");
  return accepted({{"file", file_json(call.state, found->second)}});
}

// The markdown of a document_content argument, or `refusal` set.
std::optional<std::string> markdown_of(Call& call, const Json& content) {
  if (content.is_null()) return "";
  const bool good = content.is_object() && content.contains("markdown") &&
                    content["markdown"].is_string() && content.value("type", Json()) == "markdown";
  if (!good) {
    call.refusal =
        refused("invalid_arguments", {"[ERROR] must be markdown [json-pointer:/document_content]"});
    return std::nullopt;
  }
  std::string markdown = content["markdown"].get<std::string>();
  if (markdown.size() > k_largest_canvas) {
    call.refusal = refused("canvas_too_large");
    return std::nullopt;
  }
  return markdown;
}

Json add_canvas(Call& call, Channel* channel) {
  const std::string& policy = call.state.setup.policies.canvas_error;
  if (!policy.empty()) return refused(policy);
  const auto content = call.arguments.nested("document_content");
  const auto markdown = markdown_of(call, content.value_or(Json("broken")));
  if (!markdown) return call.refusal;
  Canvas canvas;
  canvas.id = call.state.new_id('F');
  canvas.title = call.arguments.text("title");
  canvas.markdown = *markdown;
  if (channel != nullptr) {
    canvas.channel = channel->id;
    channel->canvas = canvas.id;
  }
  const std::string id = canvas.id;
  call.state.canvases.emplace(id, std::move(canvas));
  return accepted({{"canvas_id", id}});
}

Json create_canvas(Call& call) {
  if (!call.arguments.has("channel_id")) return add_canvas(call, nullptr);
  Channel* channel = call.own_conversation("channel_id");
  if (channel == nullptr) return call.refusal;
  if (!channel->canvas.empty()) return refused("free_team_canvas_tab_already_exists");
  return add_canvas(call, channel);
}

Json create_channel_canvas(Call& call) {
  Channel* channel = call.own_conversation("channel_id");
  if (channel == nullptr) return call.refusal;
  if (!channel->canvas.empty()) return refused("channel_canvas_already_exists");
  return add_canvas(call, channel);
}

Json edit_canvas(Call& call) {
  const auto found = call.state.canvases.find(call.arguments.text("canvas_id"));
  if (found == call.state.canvases.end()) return refused("canvas_not_found");
  Canvas& canvas = found->second;
  const auto changes = call.arguments.nested("changes");
  // One operation a call is all that Slack takes.
  const bool is_one = changes && changes->is_array() && changes->size() == 1 &&
                      changes->front().is_object() &&
                      changes->front().value("operation", Json()).is_string();
  if (!is_one) return refused("invalid_arguments", {"[ERROR] bad value [json-pointer:/changes]"});
  const Json& change = changes->front();
  const std::string operation = change["operation"].get<std::string>();
  if (operation == "rename") return refused("canvas_editing_failed");
  const auto markdown = markdown_of(call, change.value("document_content", Json()));
  if (!markdown) return call.refusal;
  // Sections are not kept apart here: all that names one is refused as a section that has gone.
  if (change.contains("section_id")) return refused("canvas_editing_failed");
  if (operation == "replace") {
    canvas.markdown = *markdown;
  } else if (operation == "insert_at_end") {
    canvas.markdown += (canvas.markdown.empty() ? "" : "\n") + *markdown;
  } else if (operation == "insert_at_start") {
    canvas.markdown = *markdown + (canvas.markdown.empty() ? "" : "\n") + canvas.markdown;
  } else {
    return refused("canvas_editing_failed");
  }
  if (canvas.markdown.size() > k_largest_canvas) return refused("canvas_too_large");
  return accepted();
}

constexpr std::array k_file_methods{
    Method{"files.getUploadURLExternal", 100, false, false, false, needs("files:write"),
           "filename length", "alt_txt snippet_type", get_upload_url},
    Method{"files.completeUploadExternal", 100, true, false, false, needs("files:write"), "files",
           "channel_id channels thread_ts initial_comment blocks", complete_upload},
    Method{"files.info", 100, false, false, false, needs("files:read"), "file",
           "count page limit cursor", file_details},
    Method{"canvases.create", 20, true, false, false, needs("canvases:write"), "",
           "title document_content channel_id", create_canvas},
    Method{"conversations.canvases.create", 20, true, false, false, needs("canvases:write"),
           "channel_id", "title document_content", create_channel_canvas},
    Method{"canvases.edit", 50, true, false, false, needs("canvases:write"), "canvas_id changes",
           "", edit_canvas},
};

std::string segment(std::string_view path, std::size_t index) {
  for (std::size_t i = 0; i < index; ++i) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return "";
    path.remove_prefix(slash + 1);
  }
  return std::string(path.substr(0, path.find('/')));
}

net::HttpResponse plain(int status, std::string text) {
  net::HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain"}};
  response.body = std::move(text);
  return response;
}

}  // namespace

net::HttpResponse upload(State& state, const net::HttpRequest& request, std::string_view path) {
  const std::string id = segment(path, 3);  // "/upload/v1/F…/…"
  const auto found = state.files.find(id);
  const bool known = found != state.files.end() && segment(path, 4) == state.seal("upload " + id);
  if (!known || request.method != "POST") return plain(404, "not found");
  File& file = found->second;
  if (file.completed) return plain(403, "upload url was used");
  if (request.body.size() != file.announced_length) {
    return plain(400, "announced " + std::to_string(file.announced_length) + " bytes, got " +
                          std::to_string(request.body.size()));
  }
  file.bytes = request.body;
  file.uploaded = true;
  return plain(200, "OK - " + std::to_string(file.bytes.size()));
}

net::HttpResponse download(State& state, const net::HttpRequest& request, std::string_view path) {
  const auto found = state.files.find(segment(path, 2));  // "/files-pri/F…/name"
  const std::string* token = net::find_header(request.headers, "Authorization");
  // Without a good token Slack answers with its sign-in page and status 200.
  if (token == nullptr || *token != "Bearer " + state.setup.bot_token) {
    net::HttpResponse page = plain(200, "<!DOCTYPE html><html><body>Sign in</body></html>");
    page.headers.front().value = "text/html; charset=utf-8";
    return page;
  }
  if (found == state.files.end() || !found->second.completed) return plain(404, "not found");
  return plain(200, found->second.bytes);
}

std::span<const Method> file_methods() { return k_file_methods; }

}  // namespace tocsin::sandbox
