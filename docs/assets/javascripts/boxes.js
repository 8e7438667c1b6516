/* What every box that marks itself has in common: the verdict, hints one by one, and the fold that a prediction opens.
   Whoever wants to know of answers listens to "answered". */
"use strict";

/* The fold that belongs to a box: it follows the box, or the frame that the box stands in. */
function revealOf(form) {
  const frame = form.closest(".admonition") ?? form;
  return [form, frame].map((part) => part.nextElementSibling).find((next) => next?.matches("details")) ?? null;
}

/* The next fold of solutions on the page, wherever it is. */
function solutionOf(form) {
  const folds = [...document.querySelectorAll("details.success")];
  return folds.find((fold) => form.compareDocumentPosition(fold) & Node.DOCUMENT_POSITION_FOLLOWING) ?? null;
}

function openFold(fold) {
  fold.open = true;
  fold.querySelector("summary").focus();
  fold.scrollIntoView({ block: "nearest" });
}

/* After a wrong answer that no mistake explains: the next hint; after the last, the way to the solution. */
function help(form) {
  const hints = form.querySelectorAll(".hints > li");
  const given = Number(form.dataset.hints ?? 0);
  if (given < hints.length) {
    form.dataset.hints = given + 1;
    return ["Not yet. ", ...copied(hints[given])];
  }
  if (revealOf(form)) return ["Not yet. The answer is below."];
  const solution = solutionOf(form);
  if (!solution) return ["Not yet. Try again."];
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Open the solutions";
  button.addEventListener("click", () => openFold(solution));
  return ["Not yet. Try again, or open the solutions below. ", button];
}

function copied(element) {
  return [...element.childNodes].map((node) => node.cloneNode(true));
}

/* Say what is thought of an answer. What could not be read is no answer. */
function pronounce(form, verdict, said) {
  form.dataset.verdict = verdict;
  form.querySelector("output").replaceChildren(...said);
  if (verdict === "unread") return;
  const fold = revealOf(form);
  if (fold) fold.open = true;
  form.dispatchEvent(new CustomEvent("answered", { bubbles: true, detail: { right: verdict === "right" } }));
}

function withdraw(form) {
  delete form.dataset.verdict;
  form.querySelector("output").replaceChildren();
}
