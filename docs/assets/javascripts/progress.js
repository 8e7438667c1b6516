/* Which boxes have been answered, and how: kept in this browser and nowhere else, until the reader clears it. Where a
   browser keeps nothing, all of this lasts until the page is left.

   {"learn/likelihood": {boxes: {NAME: "first" | "later" | "wrong"}, done: true}, ...}: right at the first try, right
   later, not right yet; done as soon as every box of the page is right. */
"use strict";

const PROGRESS = "kldiv:progress";
const BASE = JSON.parse(document.getElementById("__config").textContent).base; // "/" on the page for what is missing
const SITE = new URL(BASE.replace(/\/?$/, "/"), location.href).pathname;
const HERE = pageOf(location.href);
const FORMS = [...document.querySelectorAll("form[data-box]")];
let progress = recall();

function pageOf(address) {
  const { pathname } = new URL(address);
  return pathname.startsWith(SITE) ? pathname.slice(SITE.length).replace(/\.html$/, "") : "";
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(PROGRESS));
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

function keep() {
  try {
    if (Object.keys(progress).length) localStorage.setItem(PROGRESS, JSON.stringify(progress));
    else localStorage.removeItem(PROGRESS);
  } catch { /* nothing is kept here */ }
}

const answersHere = () => progress[HERE]?.boxes ?? {};
const isRight = (how) => how === "first" || how === "later";

function note(form, right) {
  const boxes = answersHere();
  const before = boxes[form.dataset.box];
  if (isRight(before)) return;
  boxes[form.dataset.box] = right ? (before ? "later" : "first") : "wrong";
  progress[HERE] = { boxes, done: FORMS.every(({ dataset }) => isRight(boxes[dataset.box])) };
  keep();
  show();
}

function tick(parent, className, text) {
  const there = parent.querySelector(`.${className}`);
  if (!text || there) {
    if (!text) there?.remove();
    return;
  }
  const sign = document.createElement("span");
  sign.className = className;
  sign.setAttribute("role", "img");
  sign.setAttribute("aria-label", text);
  sign.textContent = "✓";
  parent.insertBefore(sign, parent.querySelector(":scope > output"));
}

/* A tick at each box that is done, and in the list of pages at each lesson that is. */
function show() {
  const boxes = answersHere();
  for (const form of FORMS) tick(form, "answer-done", isRight(boxes[form.dataset.box]) ? "answered" : "");
  for (const link of document.querySelectorAll(".md-nav--primary a.md-nav__link[href]")) {
    if (link.hash) continue; // a heading of this page
    tick(link, "lesson-done", progress[pageOf(link.href)]?.done ? "all answered" : "");
  }
  document.querySelectorAll(".score").forEach(showScore);
}

/* The score counts first tries; what was wrong at the first is to be read again. */
function showScore(score) {
  const boxes = answersHere();
  const tried = FORMS.filter(({ dataset }) => boxes[dataset.box]);
  const first = tried.filter(({ dataset }) => boxes[dataset.box] === "first");
  const again = new Map();
  for (const form of tried) {
    const link = form.querySelector(".again a");
    if (link && !first.includes(form)) again.set(link.href, link);
  }
  const said = `Answered: ${tried.length} of ${FORMS.length}. Right at the first try: ${first.length}.`;
  score.querySelector(".score-said").textContent = tried.length ? said : `None of the ${FORMS.length} is answered yet.`;
  score.querySelector(".score-again").hidden = again.size === 0;
  score.querySelector("ul").replaceChildren(...[...again.values()].map((link) => {
    const item = document.createElement("li");
    item.append(link.cloneNode(true));
    return item;
  }));
  score.hidden = false;
}

function forget(pages) {
  for (const page of pages) delete progress[page];
  keep();
  for (const form of pages.includes(HERE) ? FORMS : []) {
    form.reset();
    withdraw(form);
    delete form.dataset.hints;
  }
  show();
}

document.addEventListener("answered", (event) => note(event.target, event.detail.right));
for (const score of document.querySelectorAll(".score")) {
  const status = score.querySelector("output");
  const press = (name, pages, said) => score.querySelector(name).addEventListener("click", () => {
    forget(pages());
    status.textContent = said;
  });
  press(".score-restart", () => [HERE], "The boxes of this page are empty again.");
  press(".progress-clear", () => Object.keys(progress), "Nothing is kept any more.");
}
show();
