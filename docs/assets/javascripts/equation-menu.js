/* A numbered equation offers its link, its LaTeX, SymPy and MathML, and a citation. Everything that is copied stands
   in the page already: the button only saves the selecting. */
"use strict";

/* The permanent address, wherever the site lies; from disk there is no server to find the index of a folder. */
function permanentLink(equation) {
  const address = equation.dataset.address;
  if (!address) return new URL(`#${equation.id}`, location.href).href;
  return new URL(location.protocol === "file:" ? `${address}index.html` : address, location.href).href;
}

/* The parts between which a line may be broken, put together again. */
function mathmlOf(equation) {
  const parts = [...equation.querySelectorAll("math")].map((part) => part.innerHTML);
  return `<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">${parts.join("")}</math>`;
}

/* What can be copied of an equation: names and how to make the text. */
function offers(equation) {
  const known = equation.closest("#statement") && document.querySelector("#right-side code");
  const list = [["Copy link", () => permanentLink(equation)]];
  if (equation.dataset.tex) list.push(["Copy LaTeX", () => equation.dataset.tex]);
  if (known) list.push(["Copy SymPy", () => known.textContent.trim()]);
  if (equation.querySelector("math")) list.push(["Copy MathML", () => mathmlOf(equation)]);
  if (equation.dataset.cite) list.push(["Cite (BibTeX)", () => equation.dataset.cite]);
  return list;
}

/* Where a key leads from one choice of many; from the button above them, which is none of them, too. */
const STEPS = { ArrowDown: (at) => at + 1, ArrowUp: (at) => at - 1 };

function addMenu(equation) {
  const menu = document.createElement("div");
  const opener = document.createElement("button");
  const panel = document.createElement("div");
  const label = `Link, copy or cite equation ${equation.querySelector(".equation-number").textContent}`;
  menu.className = "equation-menu";
  opener.type = "button";
  opener.className = "equation-more";
  opener.textContent = "⋯";
  opener.setAttribute("aria-label", label);
  opener.setAttribute("aria-expanded", "false");
  panel.className = "equation-panel";
  panel.hidden = true;
  const show = (open) => {
    // An equation whose layout is postponed would cut the panel off at its border.
    equation.classList.add("settled");
    opener.setAttribute("aria-expanded", String(open));
    panel.hidden = !open;
  };
  for (const [name, text] of offers(equation)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text());
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed here";
      }
      // Who chose by keys is back at the button, which says what happened.
      opener.setAttribute("aria-label", button.textContent);
      opener.focus();
      setTimeout(() => {
        button.textContent = name;
        opener.setAttribute("aria-label", label);
        if (!panel.contains(document.activeElement)) show(false);
      }, 1600);
    });
    panel.append(button);
  }
  opener.addEventListener("click", () => show(panel.hidden));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      opener.focus(); // first: what is hidden loses the focus to the page
      show(false);
    } else if (event.key in STEPS) step(event.key);
    else return;
    event.stopPropagation();
    event.preventDefault();
  });
  const step = (key) => {
    const choices = [...panel.children];
    if (panel.hidden) show(true);
    const at = choices.indexOf(document.activeElement);
    const next = at < 0 && key === "ArrowUp" ? -1 : STEPS[key](at, choices.length);
    choices.at(next % choices.length).focus();
  };
  menu.addEventListener("focusout", (event) => {
    if (!panel.hidden && event.relatedTarget && !menu.contains(event.relatedTarget)) show(false);
  });
  document.addEventListener("click", (event) => { if (!panel.hidden && !menu.contains(event.target)) show(false); });
  menu.append(opener, panel);
  equation.append(menu);
}

if (navigator.clipboard) document.querySelectorAll(".equation.numbered").forEach(addMenu);
