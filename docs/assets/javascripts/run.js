/* "Run it here": the package itself, in the reader's browser. This much is on every page; what the button opens is
   fetched when it is pressed, and Python with it. */
"use strict";

for (const button of document.querySelectorAll("[data-part=run]")) {
  button.addEventListener("click", () => {
    const scope = new URL(document.querySelector("script[data-scope]").dataset.scope + "/", location.href);
    const opened = () => window.kldivRun.open(button, scope);
    if (window.kldivRun) return opened();
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("assets/run/run.css", scope);
    const script = document.createElement("script");
    script.src = new URL("assets/run/panel.js", scope);
    script.addEventListener("load", opened);
    button.disabled = true;
    for (const event of ["load", "error"]) script.addEventListener(event, () => { button.disabled = false; });
    document.head.append(style, script);
  });
}
