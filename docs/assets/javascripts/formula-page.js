/* A formula's page: the menu of its equation stands among the actions of the card, and a link into a fold opens it. */
"use strict";

/* What the address names may lie in a fold that is closed. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  let opened = false;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    opened = opened || !fold.open;
    fold.open = true;
  }
  if (opened) target.scrollIntoView();
}

/* One visible control in place of two that show on hover. */
function moveMenu(card) {
  const menu = card.querySelector(".equation-menu");
  const actions = card.querySelector(".statement-actions p");
  if (!menu || !actions) return;
  card.querySelector(".equation-copy")?.remove();
  const opener = menu.querySelector(".equation-more");
  opener.textContent = "Copy";
  opener.removeAttribute("aria-label");
  actions.prepend(menu);
}

document.querySelectorAll('[data-part="statement"]').forEach(moveMenu);
window.addEventListener("hashchange", openTarget);
openTarget();

/* A second click on the same link changes no address. */
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.hash === location.hash) openTarget();
});
