/* Any pair at once: the formula, the same with the numbers put in, the value and how it was found. */
"use strict";

(() => {
  const { html, shown, inUnit } = window.kldivDrawing;
  const numbers = window.kldivNumbers;
  const { chooser, read, write, whenChanged } = window.kldivChooser;
  const MATHML = "http://www.w3.org/1998/Math/MathML";
  const SITE = new URL("../../../", window.kldivExplore.address);

  /* What the matrix says of a pair, typeset by the build: a script for each p. */
  const rows = new Map();
  const waiting = new Map();
  const before = window.kldivAnswers;
  window.kldivAnswers = (p, row) => {
    rows.set(p, row);
    waiting.get(p)?.(row);
    before?.(p, row); // the matrix on the same page may have asked
  };

  function rowOf(p) {
    if (rows.has(p)) return Promise.resolve(rows.get(p));
    return new Promise((found, failed) => {
      waiting.set(p, found);
      const script = html("script", { src: new URL(`assets/answers/${p}.js`, SITE).href });
      script.addEventListener("error", failed);
      document.head.append(script);
    });
  }

  /* Letters with an index p or q make way for numbers; in brackets, since letters side by side are a product. */
  function putIn(formula, chosen) {
    const made = formula.cloneNode(true);
    for (const sub of made.querySelectorAll("msub, msubsup")) {
      const [letter, index, power] = sub.children;
      const one = chosen[index.textContent.trim()];
      const parameter = one && numbers.distributions[one.slug].parameters.find((each) => plainLetter(each.letter) === plainLetter(letter.textContent.trim()));
      if (!parameter) continue;
      const number = numberFor(sub, one.values[parameter.name], !power);
      if (!power) sub.replaceWith(number);
      else {
        const raised = document.createElementNS(MATHML, "msup");
        raised.append(number, power);
        sub.replaceWith(raised);
      }
    }
    return made;
  }

  /* π and ϕ come in several shapes. */
  const plainLetter = (letter) => letter.normalize("NFKD");

  function numberFor(place, value, mayBeBare) {
    const make = (name, text) => {
      const element = document.createElementNS(MATHML, name);
      if (text !== undefined) element.textContent = text;
      return element;
    };
    const number = make("mn", String(value).replace("-", "−"));
    const beside = [place.previousElementSibling, place.nextElementSibling];
    const alone = (other) => !other || (other.localName === "mo" && !/^[\u2061\u2062]?$/.test(other.textContent.trim()));
    const inner = /^(mfrac|msqrt|mrow|math|mtd|mstyle|mpadded)$/.test(place.parentElement.localName);
    if (mayBeBare && value >= 0 && inner && beside.every(alone)) return number;
    const row = make("mrow");
    const bracket = (text, form) => {
      const element = make("mo", text);
      for (const [name, given] of Object.entries({ form, stretchy: "false", lspace: "0", rspace: "0" })) element.setAttribute(name, given);
      return element;
    };
    row.append(bracket("(", "prefix"), number, bracket(")", "postfix"));
    return row;
  }

  function start(root, state, tools) {
    const first = (side) => read(state[side] ?? tools.data[side], side, read(side === "p" ? "gamma" : "weibull", side));
    const now = { p: first("p"), q: first("q") };
    let unit = tools.readChoice(state.unit, ["nats", "bits"], "nats");
    const choosers = Object.fromEntries(["p", "q"].map((side) => [side, chooser({ side, chosen: now[side], input: (one) => {
      now[side] = one;
      draw();
    } })]));
    const value = html("p", { class: "picker-value" });
    const formula = html("div", { class: "picker-formula", "data-part": "picker-formula" });
    const more = html("p", { class: "picker-more" });
    const code = html("code", {});
    const copy = tools.button("Copy", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        copy.textContent = "Copied";
      } catch {
        copy.textContent = "Not allowed here";
      }
      setTimeout(() => { copy.textContent = "Copy"; }, 1600);
    });
    root.append(
      html("div", { class: "picker-two" }, choosers.p.element, choosers.q.element),
      html("div", { class: "explorer-row" },
        tools.button("Swap p and q", () => {
          [now.p, now.q] = [now.q, now.p];
          choosers.p.show(now.p);
          choosers.q.show(now.q);
          draw();
        }),
        tools.units(unit, (next) => {
          unit = next;
          draw();
        })),
      html("div", { class: "picker-answer", "data-part": "picker-answer" }, value, formula, more),
      html("div", { class: "picker-code" }, html("pre", {}, code), copy));

    const call = ({ slug, values }) => `kldiv.${numbers.distributions[slug].code}(${
      Object.entries(values).map(([name, x]) => `${name}=${x}`).join(", ")})`;
    const title = ({ slug }) => numbers.distributions[slug].title;
    const numbersOf = (one, index) => Object.entries(one.values).map(([name, x]) => {
      const { letter } = numbers.distributions[one.slug].parameters.find((each) => each.name === name);
      return html("span", {}, html("i", {}, letter), html("sub", {}, html("i", {}, index)), ` = ${String(x).replace("-", "−")}`);
    });

    async function typeset() {
      const [p, q] = [now.p, now.q];
      let row;
      try {
        row = await rowOf(p.slug);
      } catch {
        row = {};
      }
      if (tools.ended || p !== now.p || q !== now.q) return;
      const general = html("div", { class: "picker-general" });
      general.innerHTML = row[q.slug] ?? "";
      const lines = [general];
      if (numbers.pairs[`${p.slug}-${q.slug}`]?.kl) {
        lines.push(html("p", { class: "picker-with" }, "With the numbers put in:"), putIn(general, { p, q }));
      }
      formula.replaceChildren(...lines);
    }

    const keep = whenChanged(tools);
    const draw = tools.batched(() => {
      const [p, q] = ["p", "q"].map((side) => numbers.make(now[side].slug, now[side].values));
      const { value: found, how, why } = numbers.kl(p, q);
      const said = how === "infinite" ? `infinite: ${why}` : how === "closed form" ? "by the formula" : "by quadrature";
      value.replaceChildren("D(", html("i", {}, "p"), " ‖ ", html("i", {}, "q"), ") = ",
        html("strong", {}, shown(inUnit(found, unit))), Number.isFinite(found) ? ` ${unit}, ${said}` : `, ${said}`);
      const slug = `${now.p.slug}-${now.q.slug}`;
      const page = { "closed form": "kl/", undecided: "kl/" }[numbers.pairs[slug]?.kind];
      const where = page ? `kl/${slug}.html` : `distributions/${now.p.slug}.html#${slug}`;
      more.replaceChildren("for ", ...between([...numbersOf(now.p, "p"), ...numbersOf(now.q, "q")]), ". ",
        html("a", { href: new URL(where, SITE).href }, `${title(now.p)} to ${title(now.q)}`));
      code.textContent = `kldiv.kl_divergence(${call(now.p)}, ${call(now.q)}${unit === "bits" ? ", base=2" : ""})`;
      typeset();
      keep({ p: write(now.p), q: write(now.q), ...(unit === "bits" ? { unit } : {}) },
        `${title(now.p)} to ${title(now.q)}: ${Number.isFinite(found) ? `${shown(inUnit(found, unit))} ${unit}` : "infinite"}, ${said}.`);
    });
    const between = (parts) => parts.flatMap((part, k) => (k ? [", ", part] : [part]));
    draw();
  }

  window.kldivExplore.register("picker", start);
})();
