#include "commands/forms.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

Form form(const Request& request) {
  FormField next;
  next.name = "next";
  next.label = "Next update";
  next.hint = "Promised to the readers; the bot reminds of it.";
  next.kind = FormField::Kind::choice;
  next.is_optional = true;
  next.choices = {{"15m", "in 15 minutes"}, {"30m", "in 30 minutes"}, {"1h", "in 1 hour"},
                  {"2h", "in 2 hours"},     {"4h", "in 4 hours"},     {"24h", "in 24 hours"}};
  return make_form(request, k_update, "Update", "Send",
                   {text_field("What do the stakeholders need to know?"), std::move(next)});
}

std::string arguments_of(const FilledForm& form) {
  const std::string next = value_of(form, "next");
  return (next.empty() ? "-- " : "next " + next + " -- ") + value_of(form, "text");
}

}  // namespace

const Verb k_update = {
    .name = "update",
    .aliases = "post|announce",
    .arguments = "[next 30m] TEXT",
    .purpose = "Tells the stakeholders.",
    .examples = {"update next 30m We found the cause", "update Payments work again"},
    .form = form,
    .arguments_of = arguments_of,
};

}  // namespace tocsin
