/* The page's side of the worker: one for the page, begun with the first question, ended when it is stopped. */
"use strict";

window.kldivPython = (() => {
  let worker = null;
  let asked = 0;
  const waiting = new Map();

  /* Why there is no Python here; "" where there may be. */
  function missing() {
    if (location.protocol === "file:") return "A page opened from disk may not start Python: the browser forbids it.";
    if (!window.Worker) return "This browser has no workers, in which Python would run.";
    if (!window.WebAssembly) return "This browser has no WebAssembly, of which Python is made here.";
    if (!window.DecompressionStream) return "This browser is too old: it cannot unpack Python.";
    return "";
  }

  function end(message) {
    worker?.terminate();
    worker = null;
    for (const { done } of waiting.values()) done({ error: message });
    waiting.clear();
  }

  function start(scope) {
    worker = new Worker(new URL("assets/run/worker.mjs", scope), { type: "module" });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      end(`Python could not be started: ${event.message || "its files could not be fetched"}.`);
    });
    worker.addEventListener("message", ({ data: { kind, number, data } }) => {
      if (kind === "answer" || kind === "failed") {
        waiting.get(number)?.done(data);
        waiting.delete(number);
        // After a failure of Python itself nothing more can be expected of it.
        if (kind === "failed") end("Python has ended.");
      } else {
        for (const { heard } of waiting.values()) heard(kind, data);
      }
    });
  }

  return {
    missing,
    /* Have Python started before there is a question. */
    begin(scope) {
      if (!worker && !missing()) start(scope);
    },
    get isRunning() { return waiting.size > 0; },
    /* Ask; `heard` is told what happens meanwhile. The answer never fails: it may have an error in it. */
    ask(scope, question, given, heard) {
      return new Promise((done) => {
        try {
          if (!worker) start(scope);
        } catch (error) {
          done({ error: `Python could not be started: ${error.message}` });
          return;
        }
        waiting.set(++asked, { done, heard });
        worker.postMessage({ number: asked, question, given });
      });
    },
    stop() { end("Stopped."); },
  };
})();
