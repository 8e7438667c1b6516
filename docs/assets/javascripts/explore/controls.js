/* What a reader's hand takes hold of: sliders with a field for the number, handles in a drawing, choices, buttons. And
   how texts from an address are read: whatever is not allowed gives what stands in its place. */
"use strict";

window.kldivControls = (() => {
  const { html, plain, set, write } = window.kldivDrawing;
  const clamp = (x, min, max) => Math.min(max, Math.max(min, x));
  let counted = 0;

  function readNumber(text, min, max, otherwise) {
    const value = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?\s*$/i.test(text ?? "") ? Number(text) : NaN;
    return value >= min && value <= max ? value : otherwise;
  }

  function readNumbers(text, { least, most = least, min, max }, otherwise) {
    const values = (text ?? "").split(",", most + 1).map((part) => readNumber(part, min, max, NaN));
    return values.length >= least && values.length <= most && !values.some(Number.isNaN) ? values : otherwise;
  }

  const readChoice = (text, options, otherwise) => (options.includes(text) ? text : otherwise);

  /* Digits that an address needs to open alike. */
  const brief = (x) => String(Number(x.toPrecision(6)));

  /* A slider and a field beside it. {element, value, set(value)}; `input(value)` is called by either. What `holds` may be
     written into the field though the slider does not reach it. */
  function slider({ label, min, max, step, value, log = false, side = "", input, holds = (x) => x >= min && x <= max, text }) {
    const STEPS = 1000;
    const there = (x) => (log ? (Math.log(Math.max(x, min) / min) / Math.log(max / min)) * STEPS : x);
    const back = (x) => (log ? Number((min * (max / min) ** (x / STEPS)).toPrecision(3)) : x);
    const allowed = text ?? `from ${plain(min)} to ${plain(max)}`;
    const id = `explorer-field-${counted += 1}`;
    const range = html("input", { type: "range", ...(log ? { min: 0, max: STEPS, step: 1 } : { min, max, step }), "aria-label": label });
    const field = html("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", size: 6 });
    const doubt = html("span", { class: "explorer-doubt", id: `${id}-doubt` });
    const element = html("div", { class: `explorer-slider ${side}` }, html("label", { for: id }, label), range, field, doubt);
    const control = { element, value };

    control.set = (next, except = null) => {
      control.value = next;
      if (except !== range) range.value = there(next);
      if (except !== field) field.value = plain(next);
      set(range, { "aria-valuetext": plain(next) });
      write(doubt, "");
      set(field, { "aria-invalid": null, "aria-describedby": null });
    };
    control.follow = (next) => {
      if (next !== control.value) control.set(next);
    };
    const take = (next, source) => {
      control.set(next, source);
      input(next);
    };
    range.addEventListener("input", () => take(back(Number(range.value)), range));
    field.addEventListener("input", () => {
      const next = readNumber(field.value.replace("−", "-").replace(",", "."), -1e300, 1e300, NaN);
      if (!Number.isNaN(next) && holds(next)) return take(next, field);
      write(doubt, allowed);
      return set(field, { "aria-invalid": "true", "aria-describedby": doubt.id });
    });
    field.addEventListener("change", () => control.set(control.value)); // what is not allowed makes way for what holds
    control.set(value);
    return control;
  }

  /* A part of a drawing that follows the pointer: `follow([x, y])`, in the units of the drawing, and `done()` at the end.
     Where the drawing is on the screen is asked for once, when the hand takes hold: to ask at each move would be to lay
     out the page twice. */
  function draggable(part, follow, done = () => {}) {
    part.classList.add("explorer-handle");
    let held = null;
    let box = null;
    const moved = (event) => follow([event.clientX - box.left, event.clientY - box.top]);
    part.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      part.focus({ preventScroll: true });
      part.setPointerCapture(event.pointerId);
      held = event.pointerId;
      box = part.ownerSVGElement.getBoundingClientRect();
      moved(event);
    });
    part.addEventListener("pointermove", (event) => {
      if (event.pointerId === held) moved(event);
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      part.addEventListener(end, () => {
        if (held !== null) done();
        held = null;
      });
    }
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1], PageDown: [0, -10], PageUp: [0, 10] };

  /* Arrows, ten times as far with Shift; `nudge(right, up)` in steps, `end(-1 | 1)` for Home and End. */
  function keyed(part, nudge, end = () => {}) {
    part.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const arrow = ARROWS[event.key];
      if (arrow) nudge(...arrow.map((steps) => steps * (event.shiftKey ? 10 : 1)));
      else if (event.key === "Home" || event.key === "End") end(event.key === "Home" ? -1 : 1);
      else return;
      event.preventDefault();
    });
  }

  /* A handle for one number: a slider by role. `from(place)` says what number a place means. Returns an update. */
  function handle(part, { label, min, max, step, value, text = plain, from, input }) {
    const take = (next) => input(clamp(next, min, max));
    const rounded = (next) => Math.round(next / step) * step;
    set(part, { role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": min, "aria-valuemax": max });
    draggable(part, (place) => take(from(place)));
    keyed(part, (right, up) => take(rounded(value() + (right + up) * step)), (which) => take(which < 0 ? min : max));
    return () => set(part, { "aria-valuenow": brief(value()), "aria-valuetext": text(value()) });
  }

  /* One of several, as radio buttons in a row. `input(key)`. */
  function choice({ label, options, value, input }) {
    const name = `explorer-choice-${counted += 1}`;
    const radios = Object.entries(options).map(([key, text]) => html("label", {},
      html("input", { type: "radio", name, value: key, ...(key === value ? { checked: "" } : {}), onchange: () => input(key) }),
      html("span", {}, text)));
    return html("fieldset", { class: "explorer-choice" }, html("legend", {}, label), ...radios);
  }

  const units = (value, input) => choice({ label: "Unit", options: { nats: "nats", bits: "bits" }, value, input });

  const button = (text, press, attributes = {}) => html("button", { type: "button", onclick: press, ...attributes }, text);

  return { clamp, readNumber, readNumbers, readChoice, brief, slider, draggable, keyed, handle, choice, units, button };
})();
