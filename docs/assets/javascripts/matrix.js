/* The poster of all pairs: a cell's row and column are lit and its answer is shown, arrow keys move between cells,
   two lists choose a pair, three fields narrow what is shown, and the address remembers all of it.
   Without this script it is a plain table of links. */
"use strict";

const poster = document.querySelector(".poster");
const table = poster.querySelector("table.matrix");
const card = poster.querySelector(".matrix-card");
const picker = poster.querySelector(".matrix-picker");
const filters = poster.querySelector(".matrix-filter");
const columns = [...table.querySelectorAll("thead [data-slug]")];
const rows = [...table.querySelectorAll("tbody tr")];
const arrays = [...poster.querySelectorAll(".matrix-arrays li")];

const plain = (text) => text.normalize("NFD").toLowerCase().replace(/[^a-z0-9χ]/g, "");

/* Every distribution by its slug: what it is called, first the title. */
const known = new Map([...rows, ...arrays].filter((one) => one.dataset.slug).map(
  (one) => [one.dataset.slug, one.dataset.names.split("|")],
));

const cellOf = (p, q) => {
  const row = rows.find((one) => one.dataset.slug === p);
  const column = columns.findIndex((one) => one.dataset.slug === q);
  return row && column >= 0 ? row.cells[column + 1] : arrays.find((one) => p === q && one.dataset.slug === p);
};
const pairOf = (cell) => [cell.parentElement.dataset.slug, columns[cell.cellIndex - 1].dataset.slug];

/* The answers come row by row, each a script that calls this with its own. */
const answers = new Map();
window.kldivAnswers = (p, row) => answers.get(p)?.found(row);

function answersOf(p) {
  if (!answers.has(p)) {
    const script = document.createElement("script");
    const row = new Promise((found, failed) => {
      answers.set(p, { found });
      script.addEventListener("error", failed);
    });
    answers.get(p).row = row;
    script.src = `assets/answers/${p}.js`;
    document.head.append(script);
  }
  return answers.get(p).row;
}

let asked = "normal normal";

async function show(p, q, aloud) {
  if (asked === `${p} ${q}`) return;
  asked = `${p} ${q}`;
  const cell = cellOf(p, q);
  const link = cell.querySelector("a");
  const words = filters.elements.answer.querySelector(`[value=${cell.dataset.kind}]`).textContent;
  const sign = poster.querySelector(`.matrix-legend .mark-${cell.dataset.kind}`).textContent;
  let answer;
  try {
    answer = (await answersOf(p))[q];
  } catch {
    answer = "The answer stands on its page.";
  }
  if (asked !== `${p} ${q}`) return; // the reader has gone on
  card.setAttribute("aria-live", aloud ? "polite" : "off");
  const title = document.createElement("a");
  title.href = link.href;
  title.textContent = `${known.get(p)[0]} ‖ ${known.get(q)[0]}`;
  const kind = document.createElement("span");
  kind.textContent = `${sign} ${words}`;
  card.querySelector(".matrix-pair").replaceChildren(title, kind);
  card.querySelector(".matrix-answer").innerHTML = answer;
  card.scrollTop = 0;
}

function light(cell) {
  for (const lit of table.querySelectorAll(".lit")) lit.classList.remove("lit");
  if (!cell) return;
  if (cell.dataset.kind) cell.classList.add("lit");
  cell.parentElement.querySelector("th").classList.add("lit");
  columns[cell.cellIndex - 1]?.classList.add("lit");
}

/* The light follows the pointer at once, the answer once it rests: on its way to the card it crosses other cells. */
function followPointer() {
  let resting;
  table.addEventListener("pointerover", (event) => {
    const cell = event.target.closest("td[data-kind], tbody th, thead th[data-slug]");
    if (event.pointerType === "touch") return;
    clearTimeout(resting);
    light(cell);
    if (cell?.dataset.kind && !cell.classList.contains("faded")) {
      resting = setTimeout(() => show(...pairOf(cell), false), 70);
    }
  });
  table.addEventListener("pointerleave", () => {
    clearTimeout(resting);
    light(null);
  });
}

/* How far a key goes: rows, then columns; Home and End go on to the edge. */
const MOVES = {
  ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], Home: [0, -1], End: [0, 1],
};

/* Of all the links of the table one is in the tab order; keys move from it over headings and cells alike. */
function walk() {
  const enter = (link) => {
    for (const other of table.querySelectorAll("a[tabindex='0']")) other.tabIndex = -1;
    link.tabIndex = 0;
  };
  const next = (cell, [down, right]) => {
    const shown = [table.tHead.rows[1], ...rows].filter((row) => !row.hidden);
    let [y, x] = [shown.indexOf(cell.parentElement) + down, cell.cellIndex + right];
    for (; shown[y]?.cells[x]; y += down, x += right) {
      const found = shown[y].cells[x];
      if (!found.hidden && !found.classList.contains("faded") && found.querySelector("a")) return found;
    }
    return null;
  };
  for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
  table.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    const cell = event.target.closest("td, th");
    if (!move || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const toEdge = event.key === "Home" || event.key === "End";
    let found = next(cell, move);
    for (let further = found; toEdge && further; further = next(further, move)) found = further;
    found?.querySelector("a").focus();
  });
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td, th");
    enter(event.target);
    light(cell);
    if (cell.dataset.kind) choose(...pairOf(cell));
  });
  table.addEventListener("focusout", () => light(null));
  return () => enter(table.querySelector("tr:not([hidden]) td[data-kind]:not(.faded, [hidden]) a")
    ?? table.querySelector("td a"));
}

/* What does not fit is faded; a row or a column in which nothing fits is left out. */
function filter() {
  const { name, answer, needs } = Object.fromEntries(new FormData(filters));
  const wanted = plain(name);
  const called = (names) => names.some((one) => plain(one).includes(wanted));
  const named = new Set([...known].filter(([, names]) => called(names)).map(([slug]) => slug));
  const fits = (one) => (!answer || one.dataset.kind === answer)
    && (!needs || (one.dataset.needs ?? "").split(" ").includes(needs));
  const full = new Set();
  let shown = 0;
  for (const row of rows) {
    const before = shown;
    for (const cell of row.querySelectorAll("td")) {
      const [p, q] = pairOf(cell);
      const good = (named.has(p) || named.has(q)) && fits(cell);
      cell.classList.toggle("faded", !good);
      if (good) full.add(q);
      shown += good;
    }
    row.hidden = shown === before;
  }
  leaveOut(full);
  for (const one of arrays) {
    one.hidden = !(called(one.dataset.names.split("|")) && fits(one));
    shown += !one.hidden;
  }
  say(shown, name, named.size ? [] : near(wanted, [...known.values()].flat(), plain));
}

/* Hide the columns that are not in the set, and the headings of groups that have none left. */
function leaveOut(full) {
  const gone = columns.map((column) => !full.has(column.dataset.slug));
  columns.forEach((column, i) => { column.hidden = gone[i]; });
  for (const row of rows) gone.forEach((hidden, i) => { row.cells[i + 1].hidden = hidden; });
  let start = 0;
  for (const group of table.querySelectorAll(".matrix-groups th")) {
    group.dataset.whole ??= group.colSpan;
    const left = gone.slice(start, start += Number(group.dataset.whole)).filter((hidden) => !hidden).length;
    group.hidden = left === 0;
    if (left) group.colSpan = left;
  }
  table.hidden = full.size === 0;
}

function say(shown, name, nearest) {
  const said = document.getElementById("matrix-count");
  const others = arrays.filter((one) => !one.hidden).length;
  said.textContent = shown === 1 ? "1 pair" : `${shown} pairs`;
  if (others && others < shown) said.textContent += `, with the ${others} of vectors, matrices and labels`;
  if (shown) return;
  said.textContent = nearest.length ? `Nothing is called “${name}”. Near:` : "Nothing found.";
  for (const other of nearest) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = other;
    button.addEventListener("click", () => {
      filters.elements.name.value = other;
      changed();
      filters.elements.name.focus();
    });
    said.append(button);
  }
}

/* Distributions of arrays are compared with their like: the other list follows. */
function pick(first) {
  const { p, q } = picker.elements;
  const [one, other] = first === q ? [q, p] : [p, q];
  if (!cellOf(p.value, q.value)) {
    if (!rows.some((row) => row.dataset.slug === one.value)) other.value = one.value;
    else other.value = "normal";
  }
  show(p.value, q.value, true);
}

/* The address holds what was chosen, behind the hash, which a page read from disk may change too. */
const STANDING = { p: "normal", q: "normal", name: "", answer: "", needs: "" };
const fieldOf = (key) => (key.length === 1 ? picker : filters).elements[key];

function remember(walked = false) {
  const state = new URLSearchParams();
  for (const [key, standing] of Object.entries(STANDING)) {
    if (fieldOf(key).value !== standing) state.set(key, fieldOf(key).value);
  }
  const hash = String(state);
  history.replaceState({ walked }, "", hash ? `#${hash}` : location.href.replace(/#.*/, ""));
}

/* The name of a pair, such as #gamma-weibull, says p and q too. */
function stateOfHash() {
  const hash = decodeURIComponent(location.hash.slice(1));
  for (const p of known.keys()) {
    const q = hash.slice(p.length + 1);
    if (hash === `${p}-${q}` && cellOf(p, q)) return new URLSearchParams({ p, q });
  }
  return new URLSearchParams(location.hash.slice(1));
}

function recall() {
  const state = stateOfHash();
  for (const [key, standing] of Object.entries(STANDING)) {
    const field = fieldOf(key);
    field.value = state.get(key) ?? standing;
    if (field.selectedIndex === -1) field.value = standing;
  }
  pick(picker.elements.p);
  filter();
}

/* Whoever walks to a cell has chosen it: the lists and the address follow. */
function choose(p, q) {
  picker.elements.p.value = p;
  picker.elements.q.value = q;
  show(p, q, false);
  remember(true);
}

/* Who left by a cell comes back to it. */
function comeBack() {
  if (!history.state?.walked) return;
  poster.querySelector(".matrix-fold").open = true;
  cellOf(picker.elements.p.value, picker.elements.q.value)?.querySelector("a").focus();
}

function changed() {
  filter();
  enterFirst();
  remember();
}

const enterFirst = walk();
followPointer();
picker.addEventListener("change", (event) => {
  pick(event.target);
  remember();
});
picker.addEventListener("submit", (event) => event.preventDefault());
picker.querySelector(".matrix-swap").addEventListener("click", () => {
  const { p, q } = picker.elements;
  [p.value, q.value] = [q.value, p.value];
  pick(p);
  remember();
});
filters.addEventListener("input", changed);
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("reset", () => setTimeout(changed));
window.addEventListener("hashchange", recall);
recall();
enterFirst();
poster.classList.add("live");
comeBack();
