/* The panel that "Run it here" opens: what to ask of Python, how far it is, what it says. */
"use strict";

window.kldivRun = (() => {
  const python = window.kldivPython;
  let macros = {};
  let offered = null;

  function element(name, properties = {}, ...inside) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  }

  function formula(tex, display = true) {
    const made = element(display ? "div" : "span", { className: display ? "run-formula" : "run-inline" });
    if (display) made.tabIndex = 0;
    try {
      window.temml.render(tex, made, { displayMode: display, macros: { ...macros }, throwOnError: true, trust: false });
    } catch {
      made.textContent = tex;
    }
    if (display) made.dataset.tex = tex;
    return made;
  }

  /* A sentence with formulas between dollars. */
  function sentence(text, name = "p") {
    const parts = text.split(/\$([^$]+)\$/);
    return element(name, {}, ...parts.map((part, at) => (at % 2 ? formula(part, false) : part)));
  }

  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

  function panelFor(button, scope) {
    const status = element("p", { className: "run-status" });
    status.setAttribute("role", "status");
    const bar = element("progress", { hidden: true, max: 1, ariaLabel: "Python, fetched so far" });
    const stop = element("button", { type: "button", className: "run-stop", textContent: "Stop", hidden: true });
    const close = element("button", { type: "button", className: "run-close", textContent: "Close" });
    const result = element("div", { className: "run-answer" });
    const head = element("div", { className: "run-head" }, element("strong", { textContent: "Run it here" }), status, bar, stop, close);
    const panel = element("section", { className: "run-panel" }, head);
    panel.dataset.part = "run-result";
    panel.setAttribute("aria-label", "Run it here");
    const say = (text, wrong = false) => {
      status.textContent = text;
      status.classList.toggle("run-wrong", wrong);
    };
    close.addEventListener("click", () => {
      if (python.isRunning) python.stop();
      panel.remove();
      button.setAttribute("aria-expanded", "false");
      button.focus();
    });
    stop.addEventListener("click", () => python.stop());

    /* Ask, showing how far it is; only what changes is said aloud, not every kilobyte. */
    async function ask(question, given, heard = () => {}) {
      if (python.isRunning) return { error: "" };
      const saying = { derive: "Deriving.", check: "Checking.", prove: "Proving.", run: "Running." }[question];
      let phase = "";
      const enter = (now, text) => { if (phase !== now) say(text); phase = now; };
      enter("asked", "Starting.");
      stop.hidden = false;
      panel.setAttribute("aria-busy", "true");
      const answer = await python.ask(scope, question, given, (kind, data) => {
        bar.hidden = kind !== "loading";
        if (kind === "loading") {
          bar.value = data.loaded / data.wanted;
          enter(`loading ${data.wanted}`, `Fetching Python: ${megabytes(data.wanted)} MB, kept for the next time.`);
        } else if (kind === "starting") enter("starting", "Python is starting.");
        else if (kind === "asked" && saying) enter(`asked ${question}`, saying);
        else heard(kind, data);
      });
      bar.hidden = true;
      stop.hidden = true;
      panel.removeAttribute("aria-busy");
      if (answer.error !== undefined) say(answer.error, true);
      return answer;
    }
    return { panel, result, say, ask, button };
  }

  /* Without Python: why, and how to do the same at home. */
  function atHome(place, button, reason) {
    place.say(reason, true);
    if (button.dataset.home) {
      place.panel.append(element("p", {}, "At home, with the package installed: ", element("code", { textContent: button.dataset.home })));
    }
  }

  async function open(button, scope) {
    const after = button.closest(".statement, .nb-run") ?? button.parentElement;
    const old = after.nextElementSibling;
    if (old?.classList.contains("run-panel")) {
      old.querySelector(".run-close").click();
      return;
    }
    const place = panelFor(button, scope);
    after.after(place.panel);
    button.setAttribute("aria-expanded", "true");
    const reason = python.missing();
    if (reason) {
      atHome(place, button, reason);
      return;
    }
    const said = await place.ask("names", {});
    if (said.error !== undefined) {
      atHome(place, button, said.error);
      return;
    }
    macros = said.macros;
    offered = said.distributions;
    if (button.dataset.cell !== undefined) window.kldivRunParts.cell(place, button);
    else window.kldivRunParts.derivation(place, button, offered);
  }

  return { open, element, formula, sentence };
})();
