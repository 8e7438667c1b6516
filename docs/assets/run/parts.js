/* What stands in the panel: two distributions, a density of one's own, a few lines of Python, and the answers. */
"use strict";

window.kldivRunParts = (() => {
  const { element, formula, sentence } = window.kldivRun;
  let fields = 0;

  function labelled(text, field) {
    field.id = `run-field-${++fields}`;
    return element("label", { htmlFor: field.id }, text, field);
  }
  const action = (text, todo) => {
    const made = element("button", { type: "button", textContent: text });
    made.addEventListener("click", todo);
    return made;
  };

  function steps(derived) {
    const list = element("ol", { className: "run-steps" });
    for (const step of derived.steps) list.append(oneStep(step));
    return list;
  }
  function oneStep(step) {
    const item = element("li", {}, element("strong", { textContent: `${step.title}. ` }));
    if (step.reason) item.append(sentence(step.reason, "span"));
    if (step.theorems?.length) item.append(` By the theorem: ${step.theorems.join("; ")}.`);
    item.append(formula(step.tex));
    return item;
  }

  function copies(derived) {
    const row = element("p", { className: "run-actions" });
    for (const [name, text] of [["Copy LaTeX", derived.statement], ["Copy MathML", derived.mathml]]) {
      const button = action(name, async () => {
        try {
          await navigator.clipboard.writeText(text);
          button.textContent = "Copied";
        } catch {
          button.textContent = "Not allowed here";
        }
        setTimeout(() => { button.textContent = name; }, 1600);
      });
      row.append(button);
    }
    return row;
  }

  function showDerived(place, derived) {
    place.result.replaceChildren(element("p", { className: "run-title", textContent: derived.title }), formula(derived.statement), copies(derived));
    place.result.append(...derived.notes.map((note) => sentence(note)), steps(derived));
    if (derived.lemmas.length) {
      const fold = element("details", {}, element("summary", { textContent: `The ${derived.lemmas.length} lemmas it used` }));
      for (const lemma of derived.lemmas) fold.append(element("p", { textContent: `${lemma.title}:` }), formula(lemma.tex));
      place.result.append(fold);
    }
    const count = `${derived.steps.length} step${derived.steps.length === 1 ? "" : "s"}`;
    const kind = derived.kind === "undecided" ? "no closed form" : derived.kind;
    place.say(`Derived: ${kind}, ${count}${derived.status === derived.kind ? "" : `, ${derived.status}`}.`);
  }

  function showChecked(place, report) {
    const table = element("table", { className: "run-checks" });
    const row = (name, cells) => element("tr", {}, ...cells.map((cell) => element(name, { textContent: cell })));
    table.append(element("thead", {}, row("th", ["Check", "Outcome", "Points", "Digits", "What was compared"])));
    const said = (c) => (c.ok ? "passed" : c.left_out ? "left out" : "failed");
    table.append(element("tbody", {}, ...report.checks.map(
      (c) => row("td", [c.name, said(c), c.points, c.digits ?? "–", c.says]),
    )));
    const wide = element("div", { className: "run-wide", tabIndex: 0 }, table);
    place.result.replaceChildren(element("p", { className: "run-title", textContent: "The checks, run again" }), wide);
    place.say(`${report.passed} checks passed, ${report.failed} failed${report.left_out ? `, ${report.left_out} left out` : ""}.`);
  }

  function showProved(place, found) {
    const lines = [];
    const own = found.independent === false
      ? " It rests on the density that you gave: there is no second one to contradict it." : "";
    if (found.says === "infinite") {
      const why = found.condition ? ` There $${found.condition}$ does not hold.` : "";
      lines.push(sentence(`$D(p \\,\\|\\, q) = +\\infty$ nats.${why}`));
      place.say("The divergence is infinite.");
    } else if (found.says === "enclosed") {
      lines.push(element("p", { className: "run-number" }, `${found.low} ≤ D ≤ ${found.high} nats`));
      lines.push(sentence(`Proved, to ${found.digits} digits: in interval arithmetic, with every rounding and the error of the rule counted in, the ${found.what} that defines the divergence is $${found.interval.replace("+/-", "\\pm").replace(/e([-+]?\d+)/g, " \\cdot 10^{$1}")}$. No formula is used for that.${own}`));
      if (found.formula) {
        lines.push(element("p", {}, `The derived formula, by balls: ${found.formula}. ${found.inside ? "It lies inside." : "It does NOT lie inside."}`));
      }
      place.say(`Proved: ${found.low.slice(0, 12)} nats, to ${found.digits} digits${found.inside === false ? ", and the formula lies outside" : ""}.`, found.inside === false);
    } else {
      lines.push(element("p", { className: "run-number" }, found.estimate ? `D ≈ ${found.estimate} nats` : "No value."));
      lines.push(element("p", {}, `Estimated, not proved: ${found.why}. Quadrature gives its error as ${found.estimate_error}.${own}`));
      if (found.formula) lines.push(element("p", {}, `The derived formula, enclosed by balls: ${found.formula}.`));
      place.say(found.estimate ? `Estimated: ${found.estimate.slice(0, 12)} nats.` : "Neither proved nor estimated.");
    }
    place.result.replaceChildren(element("p", { className: "run-title", textContent: "The value at your parameters" }), ...lines);
  }

  /* Two selects with a field for each parameter; what was typed for a name is kept. */
  function chooser(side, offered, slug, values) {
    const select = element("select", {}, ...offered.map((d) => element("option", { value: d.slug, textContent: d.title })));
    const numbers = element("span", { className: "run-numbers" });
    const typed = { ...values };
    const known = (chosen) => offered.find((d) => d.slug === chosen);
    function fill() {
      numbers.replaceChildren(...known(select.value).parameters.map((parameter) => {
        const field = element("input", { size: 6, autocomplete: "off", value: typed[parameter.name] ?? usual(parameter, side) });
        field.dataset.parameter = parameter.name;
        field.title = `${parameter.says}; ${parameter.allowed}`;
        field.addEventListener("input", () => { typed[parameter.name] = field.value; });
        return labelled(`${parameter.name} `, field);
      }));
    }
    select.value = slug;
    select.addEventListener("change", fill);
    fill();
    return {
      row: element("div", { className: `run-row run-${side}` }, labelled(`${side} `, select), numbers),
      get slug() { return select.value; },
      get values() {
        return Object.fromEntries([...numbers.querySelectorAll("input")].map((f) => [f.dataset.parameter, f.value]));
      },
      offer(own) {
        select.querySelector("[data-own]")?.remove();
        offered = [...offered.filter((d) => !d.own), own];
        const option = element("option", { value: own.slug, textContent: `${own.title} (yours)` });
        option.dataset.own = "";
        select.append(option);
        select.value = own.slug;
        fill();
      },
    };
  }
  const usual = (parameter, side) => {
    if (/between 0 and 1/.test(parameter.allowed)) return side === "p" ? "1/2" : "1/3";
    return side === "p" ? "1" : "2";
  };

  return { labelled, action, oneStep, showDerived, showChecked, showProved, chooser };
})();
