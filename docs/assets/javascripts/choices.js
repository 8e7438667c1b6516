/* Questions with a choice of answers. Without this script the options are a plain list, and the answer is in the fold. */
"use strict";

function markChoice(form) {
  const items = [...form.querySelectorAll(".options > li")];
  const chosen = items.filter((item) => item.querySelector("input").checked);
  if (!chosen.length) return ["unread", ["Choose first, then check."]];
  const isRight = (item) => "right" in item.dataset;
  const wrong = chosen.find((item) => !isRight(item));
  const said = copied((wrong ?? chosen.at(-1)).querySelector(".said"));
  if (wrong) {
    const hints = form.querySelectorAll(".hints > li");
    return ["wrong", hints.length ? [...said, " ", ...help(form).slice(1)] : said];
  }
  if (chosen.length < items.filter(isRight).length) return ["wrong", ["So far right, and not all that is right."]];
  return ["right", said];
}

for (const form of document.querySelectorAll("form.choice")) {
  for (const control of form.querySelectorAll("input, button")) control.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pronounce(form, ...markChoice(form));
  });
  form.addEventListener("change", () => withdraw(form));
}
