/* What the pages do beyond being read. Without this script they still say all they have to say. */
"use strict";

/* A box that scrolls sideways takes a place in the tab order only while what it holds is wider than itself. */
function watchWidth(boxes) {
  const update = (box) => {
    if (box.scrollWidth > box.clientWidth + 1) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  };
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) update(entry.target);
  }, { rootMargin: "25%" });
  boxes.forEach((box) => seen.observe(box));
  window.addEventListener("resize", () => boxes.forEach(update));
}

/* The theme puts every table into such a box, without a name, when it wakes. */
function watchTables() {
  const boxes = [...document.querySelectorAll(".md-typeset__scrollwrap")];
  for (const box of boxes) {
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Table");
    box.setAttribute("tabindex", "0");
  }
  watchWidth(boxes);
}

/* The style sheet postpones the layout of formulas out of view, so that a page shows at once. When the browser has
   nothing better to do they are laid out after all, a few at a time: then nothing jumps when a reader does. */
function settleFormulas() {
  const waiting = [...document.querySelectorAll(".equation")];
  const idle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 30));
  const settle = (deadline) => {
    do waiting.splice(0, 4).forEach((equation) => equation.classList.add("settled"));
    while (waiting.length && deadline.timeRemaining() > 4);
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

dissolveLandmarks();
watchWidth([...document.querySelectorAll(".equation-scroll")]);
window.addEventListener("load", watchTables);
settleFormulas();
addCopyButtons();
prepareCards();
