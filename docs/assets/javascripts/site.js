/* What the pages do beyond being read. Without this script they still say all they have to say. */
"use strict";

/* A box that holds more than it shows says so: it fades at the edge where there is more, and takes a place in the tab
   order with a name. One that shows all does neither. */
function watchWidth(boxes, name) {
  const measure = (box) => [box, box.scrollWidth - box.clientWidth, box.scrollLeft];
  const update = ([box, hidden, left]) => {
    const scrolls = hidden > 0;
    if (!scrolls && !box.hasAttribute("tabindex")) return; // nearly all: nothing about them is to be laid out anew
    box.classList.toggle("scrolls", scrolls);
    box.classList.toggle("at-start", scrolls && left < 2);
    box.classList.toggle("at-end", scrolls && left > hidden - 2);
    if (scrolls) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
    if (!scrolls || box.hasAttribute("aria-label")) return;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", name);
  };
  const changed = new ResizeObserver((entries) => {
    const boxes = new Set(entries.map(({ target }) => target.closest(".watched")));
    // All are measured before one is changed: else each would be laid out anew for the next.
    [...boxes].filter(Boolean).map(measure).forEach(update);
  });
  for (const box of boxes) {
    box.classList.add("watched");
    changed.observe(box);
    if (box.firstElementChild) changed.observe(box.firstElementChild);
    box.addEventListener("scroll", () => update(measure(box)), { passive: true });
  }
}

/* The theme puts every table into such a box when it wakes. */
function watchAll() {
  const watch = (selector, name) => watchWidth(document.querySelectorAll(selector), name);
  watch(".md-typeset__scrollwrap, .nb-html", "Table");
  watch(".md-content pre > code", "Code");
  watch(".relations-box", "Map");
}

/* The style sheet postpones the layout of formulas out of view, so that a page shows at once. When the browser has
   nothing better to do they are laid out after all, a few at a time: then nothing jumps when a reader does. */
function settleFormulas() {
  const waiting = [...document.querySelectorAll(".equation")];
  const idle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 30));
  const settle = (deadline) => {
    do {
      waiting.splice(0, 2).forEach((equation) => equation.classList.add("settled"));
      void document.body.offsetHeight; // laid out now, so that its time is seen to have passed
    } while (waiting.length && deadline.timeRemaining() > 12);
    if (waiting.length) idle(settle);
  };
  window.addEventListener("load", () => idle(settle));
}

/* A button beside every displayed formula copies its TeX. */
function addCopyButtons() {
  for (const equation of document.querySelectorAll(".equation")) {
    const source = equation.dataset.tex;
    if (!source || !navigator.clipboard) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "equation-copy";
    button.textContent = "Copy TeX";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy TeX"; }, 1600);
    });
    equation.append(button);
  }
}

/* Cards of sources: shown by style sheet on hover and focus; here by touch, within the window, and away with Escape. */
function prepareCards() {
  const cites = [...document.querySelectorAll(".cite")];
  const close = () => cites.forEach((cite) => cite.classList.remove("open"));
  for (const cite of cites) {
    const card = cite.querySelector(".cite-card");
    const fit = () => {
      cite.classList.remove("closed");
      card.style.setProperty("--card-shift", "0px");
      const box = card.getBoundingClientRect();
      const room = document.documentElement.clientWidth - 8;
      const shift = Math.max(Math.min(0, room - box.right), 8 - box.left);
      card.style.setProperty("--card-shift", `${shift}px`);
    };
    let touched = false;
    cite.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
    cite.addEventListener("pointerenter", fit);
    cite.addEventListener("focusin", fit);
    cite.querySelector("a").addEventListener("click", (event) => {
      if (!touched || cite.classList.contains("open")) return;
      event.preventDefault(); // the first touch shows the card, the second follows the link
      close();
      fit();
      cite.classList.add("open");
    });
  }
  document.addEventListener("click", (event) => { if (!event.target.closest(".cite")) close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    cites.forEach((cite) => cite.classList.add("closed"));
  });
}

/* The theme puts the copy button of every code block into a landmark of its own; a page wants few landmarks. */
function dissolveLandmarks() {
  const dissolve = () => {
    for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "none");
  };
  dissolve();
  new MutationObserver(dissolve).observe(document.querySelector("article"), { childList: true, subtree: true });
}

/* Formulas are watched as tables are, those as well that a picker puts in later. */
function watchFormulas() {
  const watch = () => {
    const fresh = document.querySelectorAll(".equation-scroll:not(.watched)");
    if (fresh.length) watchWidth(fresh, "Formula");
  };
  watch();
  new MutationObserver(watch).observe(document.querySelector("article"), { childList: true, subtree: true });
}

dissolveLandmarks();
watchFormulas();
window.addEventListener("load", watchAll);
settleFormulas();
addCopyButtons();
prepareCards();
