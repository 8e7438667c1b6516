/* Explorers: what one runs on is fetched when it comes near the view, or at once where the address asks for it. Until
   then, on paper and without this script, the figure inside it stands for it. */
"use strict";

{
  const FOLDER = new URL("javascripts/explore/", document.currentScript.src); // this is assets/site.js
  const STYLE = new URL("stylesheets/explore.css", document.currentScript.src);
  const FRAME = ["drawing", "controls", "frame"];
  const NUMBERS = ["engine", "numbers", "chooser"]; // densities and divergences of any distributions
  const NEEDS = { // the scripts of each, in order
    outcomes: ["outcomes"],
    directions: ["directions"],
    estimators: ["estimates", "estimators"],
    near: ["near"],
    simplex: ["simplex"],
    "draw-q": ["draw-q"],
    curves: [...NUMBERS, "curves"],
    picker: [...NUMBERS, "picker"],
  };
  const explorers = [...document.querySelectorAll("[data-explorer]")];
  const embedded = new URLSearchParams(location.search).get("embed");
  const fetched = new Map();

  function fetchOnce(address, name, attributes) {
    if (!fetched.has(address)) {
      fetched.set(address, new Promise((resolve, reject) => {
        const element = Object.assign(document.createElement(name), attributes);
        element.addEventListener("load", resolve);
        element.addEventListener("error", reject);
        document.head.append(element);
      }));
    }
    return fetched.get(address);
  }

  const script = (name) => fetchOnce(name, "script", { src: new URL(`${name}.js`, FOLDER), async: false });
  const style = () => fetchOnce("style", "link", { rel: "stylesheet", href: STYLE });

  function wake(element) {
    const name = element.dataset.explorer;
    near.unobserve(element);
    element.woken ??= Promise.all([style(), ...[...FRAME, ...NEEDS[name] ?? []].map(script)]).then(
      () => window.kldivExplore.open(element, name),
      () => {}, // the figure stays
    );
  }

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) wake(target);
  }, { rootMargin: "700px 0px" });

  function wakeAsked() {
    const asked = explorers.find(({ dataset }) => location.hash.startsWith(`#x-${dataset.explorer}:`));
    asked?.scrollIntoView();
    if (asked) wake(asked);
  }

  /* Alone in a frame of another page: all that is beside the way from the explorer to the body goes. */
  const alone = explorers.find(({ dataset }) => dataset.explorer === embedded);
  if (alone) {
    document.documentElement.classList.add("embedded");
    for (let at = alone; at !== document.body; at = at.parentElement) {
      at.classList.add("embedded-way");
      for (const other of at.parentElement.children) if (other !== at) other.classList.add("embedded-aside");
    }
    wake(alone);
  }
  explorers.forEach((element) => near.observe(element));
  wakeAsked();
  addEventListener("hashchange", wakeAsked);
}
