/* The search box: loads the search when it is first used, shows what it finds, and is worked by keys alone.
   What answers is search/engine.js; here is only what is seen and heard. */
"use strict";

/* How long typing must rest before a screen reader is told what was found. */
const REST = 500;

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/* Indices and powers of a formula on one line: mu_q, x^(a - 1). */
function formulaOf(line, shown = element("span", "finder-formula")) {
  let done = 0;
  for (const found of line.matchAll(/([_^])(\((?:[^()]|\([^()]*\))*\)|[\p{L}\p{N}′*]+)/gu)) {
    const raised = formulaOf(found[2].replace(/^\((.*)\)$/u, "$1"), element(found[1] === "_" ? "sub" : "sup", ""));
    shown.append(line.slice(done, found.index), raised);
    done = found.index + found[0].length;
  }
  shown.append(line.slice(done));
  return shown;
}

function excerptOf(pieces) {
  const shown = element("span", "finder-excerpt");
  for (const [words, matched] of pieces) shown.append(matched ? element("mark", "", words) : words);
  return shown;
}

function optionOf(hit, number, root) {
  const link = element("a", "finder-hit");
  link.id = `finder-hit-${number}`;
  link.href = root + hit.url;
  link.dataset.part = "search-hit";
  link.tabIndex = -1;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  const place = [hit.kind, hit.page, hit.says === "formula" ? "" : hit.says].filter(Boolean).join(" · ");
  link.setAttribute("aria-label", `${hit.title}, ${place}`);
  link.append(element("span", "finder-title", hit.title), element("span", "finder-place", place));
  if (hit.formula) link.append(formulaOf(hit.formula));
  else if (hit.excerpt?.length) link.append(excerptOf(hit.excerpt));
  return link;
}

/* The best three as they come, then the others by kind. */
function grouped(hits) {
  const groups = [["Best matches", hits.slice(0, 3)]];
  for (const hit of hits.slice(3)) {
    const group = groups.slice(1).find(([kind]) => kind === hit.kind);
    if (group) group[1].push(hit);
    else groups.push([hit.kind, [hit]]);
  }
  return groups;
}

/* Where else to look, shown while nothing is found. */
const ELSEWHERE = [
  ["matrix.html", "Every pair of distributions"],
  ["questions/index.html", "Every question"],
  ["reference/glossary.html", "Every word explained"],
];

function helpOf(said, root) {
  const help = element("div", "finder-help");
  const how = element("p", "", "Two distributions, such as ");
  how.append(
    element("q", "", "gamma weibull"),
    ", lead to their formula; an error message or a question leads to its answer.",
  );
  const list = element("ul", "");
  for (const [place, title] of ELSEWHERE) {
    const item = element("li", "");
    const link = element("a", "", title);
    link.href = root + place;
    item.append(link);
    list.append(item);
  }
  help.append(said, how, list);
  help.hidden = true;
  return help;
}

function loaded(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

class Finder {
  constructor(box) {
    this.box = box;
    const part = (name) => box.querySelector(`.finder-${name}`);
    this.input = part("input");
    this.panel = part("panel");
    this.hits = part("hits");
    this.said = element("p", "finder-said");
    this.root = new URL("..", new URL(box.dataset.engine, document.baseURI)).href;
    this.help = helpOf(this.said, this.root);
    this.panel.append(this.help);
    this.status = part("status");
    this.close = part("close");
    this.active = -1;
    this.before = null;
    this.panel.tabIndex = 0; // a long list can be scrolled by keys
    this.listen();
  }

  listen() {
    this.input.addEventListener("focus", () => this.open());
    this.input.addEventListener("input", () => {
      if (this.panel.hidden) this.open();
      else this.answer();
    });
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.close.addEventListener("click", () => this.leave());
    this.box.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    this.box.addEventListener("focusout", (event) => {
      if (event.relatedTarget ? !this.box.contains(event.relatedTarget) : document.hasFocus()) this.fold();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.box.contains(event.target)) this.fold();
    });
    document.addEventListener("keydown", (event) => {
      const elsewhere = !event.target.closest?.("input, textarea, select, [contenteditable]");
      if (elsewhere && ["/", "s", "f"].includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        this.before = document.activeElement === document.body ? null : document.activeElement;
        this.input.focus();
        this.input.select();
      }
    });
  }

  /* The engine and the words, once. */
  load() {
    const { engine, words } = this.box.dataset;
    this.loading ??= Promise.all([loaded(words), loaded(engine)]).then(() => {
      this.search = window.kldivSearch.open(window.kldivSearch.data);
      this.box.dataset.ready = "";
    });
    return this.loading;
  }

  open() {
    this.box.classList.add("finder-open");
    this.close.hidden = false;
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    if (!this.shown) this.show([], "");
    // Whoever has left by the time it is loaded is not called back.
    this.load().then(() => this.panel.hidden || this.answer(), () => this.show([], "The search could not be loaded."));
  }

  fold() {
    this.box.classList.remove("finder-open");
    this.close.hidden = true;
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  /* Empty the box and go back to where the reader was. */
  leave() {
    this.input.value = "";
    this.shown = undefined;
    this.status.textContent = "";
    if (this.before?.isConnected) this.before.focus();
    this.before = null;
    this.fold();
  }

  answer() {
    const question = this.input.value.trim();
    if (!this.search || question === this.shown) return;
    this.shown = question;
    const hits = question ? this.search.ask(question) : [];
    this.show(hits, question && !hits.length ? `Nothing answers “${question}”.` : "");
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tell(hits, question), REST);
  }

  show(hits, said) {
    let number = 0;
    const groups = hits.length ? grouped(hits) : [];
    this.hits.replaceChildren(
      ...groups.map(([kind, members], order) => {
        const group = element("div", "finder-group");
        const heading = element("div", "finder-kind", kind);
        heading.id = `finder-kind-${order}`;
        group.setAttribute("role", "group");
        group.setAttribute("aria-labelledby", heading.id);
        group.append(heading, ...members.map((hit) => optionOf(hit, number++, this.root)));
        return group;
      }),
    );
    this.options = [...this.hits.querySelectorAll("[role=option]")];
    this.hits.hidden = !hits.length;
    this.help.hidden = hits.length > 0;
    this.said.textContent = said;
    this.said.hidden = !said;
    this.mark(-1);
    this.panel.scrollTop = 0;
  }

  tell(hits, question) {
    if (this.panel.hidden || !question) return;
    const many = hits.length === 1 ? "1 hit" : `${hits.length} hits`;
    this.status.textContent = hits.length ? `${many}, the first: ${hits[0].title}` : `No hits for ${question}`;
  }

  mark(number) {
    this.active = number;
    for (const [place, option] of (this.options ?? []).entries()) {
      option.setAttribute("aria-selected", String(place === number));
    }
    const option = this.options?.[number];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const count = this.options?.length ?? 0;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.panel.hidden) this.open();
      else this.mark(((this.active + 1 + (event.key === "ArrowDown" ? 1 : count)) % (count + 1)) - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.load().then(() => {
        this.answer();
        this.options[Math.max(this.active, 0)]?.click();
      });
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.leave();
    }
  }
}

for (const box of document.querySelectorAll(".finder")) new Finder(box);
