/* The menu of a narrow window by keys. The theme opens it with the label of a box that nobody can tab to: here a button
   takes its place, the focus goes in and stays, Escape closes. Without this script the label works by pointer. */
"use strict";

function workDrawer(box, label, drawer) {
  const button = document.createElement("button");
  const narrow = matchMedia("(max-width: 76.234375em)"); // wider, the theme shows the menu beside the page
  button.type = "button";
  button.className = `${label.className} drawer-opener`;
  button.setAttribute("aria-label", "Menu");
  button.setAttribute("aria-controls", drawer.id ||= "drawer");
  button.append(...label.childNodes);
  label.replaceWith(button);

  /* All that lies beside the way from the drawer to the body; but the overlay is there to be clicked. */
  const others = [];
  for (let at = drawer; at !== document.body; at = at.parentElement) {
    others.push(...[...at.parentElement.children].filter((other) => other !== at && !other.matches(".md-overlay, script")));
  }
  const stops = () => [...drawer.querySelectorAll("a[href], button")].filter((stop) => stop.checkVisibility());

  function follow() {
    const open = box.checked && narrow.matches;
    const was = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(open));
    for (const other of others) other.inert = open;
    if (open) (drawer.querySelector("[aria-current]") ?? drawer.querySelector(".md-nav__link")).focus({ preventScroll: true });
    else if (was) button.focus();
  }

  button.addEventListener("click", () => box.click());
  box.addEventListener("change", follow);
  narrow.addEventListener("change", () => (box.checked ? box.click() : follow()));
  document.addEventListener("keydown", (event) => {
    if (!box.checked || !narrow.matches) return;
    if (event.key === "Escape") box.click();
    if (event.key !== "Tab") return;
    const [first, last] = [stops()[0], stops().at(-1)];
    const within = drawer.contains(document.activeElement);
    if (within && document.activeElement !== (event.shiftKey ? first : last)) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  });
  follow();
}

const drawerLabel = document.querySelector(".md-header label[for=__drawer]");
const drawerItself = document.querySelector(".md-sidebar--primary");
if (drawerLabel && drawerItself) workDrawer(document.getElementById("__drawer"), drawerLabel, drawerItself);
