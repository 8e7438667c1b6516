/* A link to what lies in a fold opens it: a formula's page keeps its evidence and files, and how to cite it, in folds. */
"use strict";

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

window.addEventListener("hashchange", openTarget);
openTarget();

/* A second click on the same link changes no address. */
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.hash === location.hash) openTarget();
});
