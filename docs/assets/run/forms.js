/* The forms of the panel: a derivation's, a notebook cell's, a density of one's own, a few lines of Python. */
"use strict";

(() => {
  const { element, formula } = window.kldivRun;
  const parts = window.kldivRunParts;
  const { labelled, action } = parts;

  const EXAMPLE = "d = kldiv.derive(\"gamma\", \"weibull\")\nprint(d.kind, len(d.steps))\nd.result";

  function derivation(place, button, offered) {
    const { id = "", p = "", q = "" } = button.dataset;
    const pair = Boolean(p && q);
    const values = JSON.parse(button.dataset.values || "{}");
    const sides = pair ? { p: parts.chooser("p", offered, p, values.p), q: parts.chooser("q", offered, q, values.q) } : null;
    let own = null;
    /* The entry of this page, or what was chosen instead. */
    const given = (further = {}) => {
      if (!pair || (sides.p.slug === p && sides.q.slug === q && !further.values)) return { id, ...further };
      return { p: sides.p.slug, q: sides.q.slug, own, ...further };
    };
    const needsBalls = () => Boolean(own && [sides.p.slug, sides.q.slug].includes(own.slug));

    async function derive() {
      const list = element("ol", { className: "run-steps" });
      const lemmas = element("p", { className: "run-lemmas" });
      place.result.replaceChildren(list, lemmas);
      const answer = await place.ask("derive", given({ balls: needsBalls() }), (kind, data) => {
        if (kind === "step") list.append(parts.oneStep(data));
        if (kind === "lemma") lemmas.textContent = `Within a lemma: ${data.title.toLowerCase()} (step ${data.count} in all)`;
      });
      if (answer.error === undefined) parts.showDerived(place, answer);
    }
    async function check() {
      const answer = await place.ask("check", given({ balls: true }));
      if (answer.error === undefined) parts.showChecked(place, answer);
    }
    async function prove() {
      const answer = await place.ask("prove", given({ balls: true, values: { p: sides.p.values, q: sides.q.values } }));
      if (answer.error === undefined) parts.showProved(place, answer);
    }

    const actions = element("p", { className: "run-actions" }, action("Derive", derive), action("Check", check));
    if (pair) actions.append(action("Prove the value", prove));
    const form = element("div", { className: "run-form" }, ...(pair ? [sides.p.row, sides.q.row] : []), actions);
    if (pair) {
      form.append(ownDensity(place, (described, side) => {
        own = described.own;
        sides.p.offer({ ...described, own: true });
        sides.q.offer({ ...described, own: true });
        return derive();
      }));
    }
    form.append(editor(place));
    place.panel.append(form, place.result);
    return derive();
  }

  /* What is asked of a density; the half-logistic stands there to begin with. */
  const FIELDS = [
    ["name", "Name", "Power"],
    ["parameters", "Parameters, each with what it may be", "a positive"],
    ["lower", "Support from", "0"],
    ["upper", "to", "1"],
    ["density", "Density at x, in SymPy's notation", "a*x**(a - 1)"],
    ["transport", "Its value as a function of u (may stay empty)", "u**(1/a)"],
  ];

  function ownDensity(place, use) {
    const inputs = {};
    const rows = FIELDS.map(([name, label, value]) => {
      inputs[name] = element("input", { value, autocomplete: "off", spellcheck: false });
      inputs[name].dataset.field = name;
      return labelled(label, inputs[name]);
    });
    inputs.kind = element("select", {}, ...["continuous", "discrete"].map((kind) => element("option", { value: kind, textContent: kind })));
    inputs.standard = element("select", {}, ...[["", "nothing: no formula"], ["uniform", "u, uniform on (0, 1)"], ["normal", "u, standard normal"]].map(
      ([value, text]) => element("option", { value, textContent: text }),
    ));
    inputs.standard.value = "uniform";
    rows.splice(4, 0, labelled("Kind", inputs.kind));
    rows.splice(6, 0, labelled("Made from", inputs.standard));
    const derive = action("Derive from it", async () => {
      const own = Object.fromEntries(Object.entries(inputs).map(([name, field]) => [name, field.value]));
      const described = await place.ask("describe", { own, balls: true });
      if (described.error === undefined) await use({ ...described, own: { ...own, slug: described.slug } });
    });
    const said = element("p", { textContent: "A parameter may be real, positive, non-negative, between 0 and 1, count or integer. "
      + "Before anything is derived the density must integrate to one. With a transport, formulas can be derived; without, values only." });
    return element("details", { className: "run-own" }, element("summary", { textContent: "A density of your own" }), said,
      element("div", { className: "run-fields" }, ...rows), element("p", { className: "run-actions" }, derive));
  }

  function editor(place, code = EXAMPLE) {
    const area = element("textarea", { value: code, rows: 5, spellcheck: false, autocapitalize: "off" });
    const output = element("div", { className: "run-output" });
    const run = action("Run these lines", () => runLines(place, area.value, "", output));
    return element("details", { className: "run-editor" }, element("summary", { textContent: "A few lines of Python" }),
      labelled("Python, with kldiv and sympy (as sp) at hand", area), element("p", { className: "run-actions" }, run), output);
  }

  async function runLines(place, code, before, output) {
    output.replaceChildren();
    const answer = await place.ask("run", { code, before, balls: /check|oracle|arb|flint/.test(code + before) });
    if (answer.printed) output.append(element("pre", { textContent: answer.printed, tabIndex: 0 }));
    if (answer.tex) output.append(formula(answer.tex));
    else if (answer.value) output.append(element("pre", { textContent: answer.value, tabIndex: 0 }));
    if (answer.error === undefined) place.say(answer.printed || answer.value ? "Done." : "Done; nothing was printed.");
  }

  function cell(place, button) {
    const output = element("div", { className: "run-output" });
    const area = element("textarea", { value: button.dataset.cell, rows: Math.min(14, button.dataset.cell.split("\n").length + 1), spellcheck: false });
    const run = action("Run again", () => runLines(place, area.value, button.dataset.before || "", output));
    place.panel.append(labelled("The cell; change it and run it again", area), element("p", { className: "run-actions" }, run), output);
    return runLines(place, area.value, button.dataset.before || "", output);
  }

  Object.assign(window.kldivRunParts, { derivation, cell });
})();
