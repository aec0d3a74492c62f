#pragma once
// The numbers of entries in a write-up ("E12") as links to where they stand in its timeline, for
// the forms of the document that can have links: Markdown files and HTML pages. In a channel they
// stay plain numbers, because a link within a message leads nowhere. Pure, on any thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace tocsin {

struct EntryMention {
  std::size_t begin = 0;  // of the "E"
  std::size_t end = 0;
};

// The next number of one of these entries that stands alone: "E12", not "BE12", "E12a" or "E-12".
std::optional<EntryMention> find_entry_mention(std::string_view text, std::size_t from,
                                               const std::set<std::int64_t>& entries);

// The generated Markdown with a place at each line of its timeline, `(<a id="e12"></a>E12)`, and a
// link to it wherever else the entry is named, `([E12](#e12))`. Addresses, code, headings and HTML
// stay as they are, and so does an entry that the timeline does not have.
std::string with_entry_links(std::string_view markdown);

}  // namespace tocsin
