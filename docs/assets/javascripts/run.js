/* "Run it here": the package itself, in the reader's browser. This much is on every page; what the button opens is
   fetched when it is pressed, and Python with it. */
"use strict";

const refused = document.createElement("output");
refused.className = "run-refused";

for (const button of document.querySelectorAll("[data-part=run]")) {
  button.addEventListener("click", () => {
    const scope = new URL(document.querySelector("script[data-scope]").dataset.scope + "/", location.href);
    if (window.kldivRunParts) {
      window.kldivRun.open(button, scope);
      return;
    }
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("assets/run/run.css", scope);
    const scripts = ["client", "temml", "panel", "parts", "forms"].map((name) => {
      const script = document.createElement("script");
      script.src = new URL(`assets/run/${name}.js`, scope);
      script.async = false; // one after the other
      return script;
    });
    // Python starts while the rest is still on its way.
    scripts[0].addEventListener("load", () => window.kldivPython.begin(scope));
    refused.remove();
    button.disabled = true;
    scripts.at(-1).addEventListener("load", () => {
      button.disabled = false;
      window.kldivRun.open(button, scope);
    });
    for (const script of scripts) script.addEventListener("error", () => {
      button.disabled = false;
      refused.textContent = "Its files could not be fetched. With a connection, press again.";
      button.after(refused);
    });
    document.head.append(style, ...scripts);
  });
}
