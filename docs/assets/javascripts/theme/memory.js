/* What the theme remembers between pages, under these names: one memory for the whole site, wherever it lies. */
"use strict";

window.__md_scope = new URL(document.currentScript.dataset.scope, location);
window.__md_hash = (text) => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0);
window.__md_get = (key, memory = localStorage, scope = window.__md_scope) => (
  JSON.parse(memory.getItem(`${scope.pathname}.${key}`))
);
window.__md_set = (key, value, memory = localStorage, scope = window.__md_scope) => {
  try {
    memory.setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    // A reader may forbid it; then the next page begins anew.
  }
};

/* The typefaces that the page begins with are on their way before a style sheet names them. From disk there is no way. */
for (const face of location.protocol === "file:" ? [] : document.currentScript.dataset.faces.split(" ")) {
  const link = document.createElement("link");
  link.rel = "preload";
  link.as = "font";
  link.type = "font/woff2";
  link.crossOrigin = "";
  link.href = new URL(`../../vendor/fonts/${face}.woff2`, document.currentScript.src).href;
  document.head.append(link);
}
