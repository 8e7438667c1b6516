/* Numbers that show their arithmetic. The browser opens and closes the cards; here they are put beside their numbers,
   and a switch shows all of them at once. Without this script a card opens at the foot of the window. */
"use strict";

function placeCard(card) {
  const number = card.previousElementSibling.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  card.style.inset = "auto";
  card.style.left = `${window.scrollX + Math.max(8, Math.min(number.left, width - card.offsetWidth - 8))}px`;
  const below = number.bottom + card.offsetHeight + 12 < window.innerHeight;
  card.style.top = `${window.scrollY + (below ? number.bottom + 6 : number.top - card.offsetHeight - 6)}px`;
}

/* The event does not bubble: it is caught on its way down. */
document.addEventListener("toggle", (event) => {
  if (event.newState === "open" && event.target.matches(".number-how")) placeCard(event.target);
}, true);

function addSwitch(line) {
  const key = "kldiv:arithmetic";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "arithmetic-switch";
  button.textContent = "Show the arithmetic";
  const show = (shown) => {
    document.documentElement.classList.toggle("arithmetic", shown);
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") !== "true";
    show(shown);
    try { localStorage.setItem(key, shown ? "shown" : ""); } catch { /* no memory: for this page only */ }
  });
  let kept = null;
  try { kept = localStorage.getItem(key); } catch { /* the same */ }
  show(kept === "shown");
  line.append(" ", button);
}

if (document.querySelector(".number-how")) {
  const line = document.querySelector(".reading-time") ?? document.querySelector(".nb-download")?.parentElement;
  if (line) addSwitch(line);
}
