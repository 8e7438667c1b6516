/* Any pair at once: the formula, the same with the numbers put in, the value and how it was found. */
"use strict";

(() => {
  const { html, fill, shown, inUnit } = window.kldivDrawing;
  const numbers = window.kldivNumbers;
  const { chooser, read, write, whenChanged } = window.kldivChooser;
  const MATHML = "http://www.w3.org/1998/Math/MathML";
  const SITE = new URL("../../../", window.kldivExplore.address);

  /* Rows of what the build has made, a script for each p, which calls the function that stands in the window under a
     name. Returns the way to a row. */
  function shelf(folder, name) {
    const rows = new Map();
    const waiting = new Map();
    const before = window[name];
    window[name] = (p, row) => {
      rows.set(p, row);
      waiting.get(p)?.(row);
      before?.(p, row); // the matrix on the same page may have asked
    };
    return (p) => {
      if (rows.has(p)) return Promise.resolve(rows.get(p));
      return new Promise((found, failed) => {
        waiting.set(p, found);
        const script = html("script", { src: new URL(`assets/${folder}/${p}.js`, SITE).href });
        script.addEventListener("error", failed);
        document.head.append(script);
      });
    };
  }
  const rowOf = shelf("answers", "kldivAnswers"); // what the matrix says, typeset
  const codesOf = shelf("code", "kldivCode"); // the formula as a function in several languages

  /* How a language calls a function with numbers and shows what it returns. */
  const point = (x) => (/[.e]/.test(x) ? x : `${x}.0`);
  const CALLS = {
    kldiv: ["kldiv"],
    numpy: ["NumPy and SciPy", (call) => `print(${call})`],
    torch: ["PyTorch", (call) => `print(${call})`, (x) => `torch.tensor(${point(x)}, dtype=torch.float64)`],
    jax: ["JAX", (call) => `print(${call})`, point],
    r: ["R", (call) => `print(${call}, digits = 15)`],
    julia: ["Julia", (call) => `println(${call})`],
    stan: ["Stan", (call) => `generated quantities {\n  real kl = ${call};\n}`],
    javascript: ["JavaScript", (call) => `console.log(${call});`],
  };

  function program(language, found, chosen) {
    const [name, show, number = (x) => x] = CALLS[language];
    const code = found?.code[language];
    if (!code) return found ? `No code: ${name} lacks a function of this formula.` : "No code: this pair has no formula.";
    const given = found.arguments.map((argument) => number(String(chosen[argument.slice(-1)].values[argument.slice(0, -2)])));
    const line = show(`${found.name}(${given.join(", ")})`);
    const short = line.length < 73 ? line : show(`${found.name}(\n    ${given.join(",\n    ")}\n)`);
    return `${code}\n\n${/^(numpy|torch|jax)$/.test(language) ? "\n" : ""}${short}`;
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
    // In a fraction the other element stands below or above, not beside.
    const beside = place.parentElement.localName === "mfrac" ? [] : [place.previousElementSibling, place.nextElementSibling];
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
    let language = tools.readChoice(state.code, Object.keys(CALLS), "kldiv");
    const choosers = Object.fromEntries(["p", "q"].map((side) => [side, chooser({ side, chosen: now[side], input: (one) => {
      now[side] = one;
      draw();
    } })]));
    const value = html("p", { class: "picker-value" });
    const formula = html("div", { class: "picker-formula", "data-part": "picker-formula" });
    const more = html("p", { class: "picker-more" });
    const code = html("code", {});
    const languages = html("select", { "aria-label": "Code in", onchange: () => {
      language = languages.value;
      draw();
    } }, ...Object.entries(CALLS).map(([key, [name]]) => html("option", { value: key, ...(key === language ? { selected: "" } : {}) }, name)));
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
      html("div", { class: "picker-code" }, html("div", { class: "explorer-row" }, languages, copy), html("pre", {}, code)));

    const call = ({ slug, values }) => `kldiv.${numbers.distributions[slug].code}(${
      Object.entries(values).map(([name, x]) => `${name}=${x}`).join(", ")})`;
    const title = ({ slug }) => numbers.distributions[slug].title;
    const numbersOf = (one, index) => Object.entries(one.values).map(([name, x]) => {
      const { letter } = numbers.distributions[one.slug].parameters.find((each) => each.name === name);
      return html("span", {}, html("i", {}, letter), html("sub", {}, html("i", {}, index)), ` = ${String(x).replace("-", "−")}`);
    });

    let written = {};
    async function typeset() {
      const [p, q] = [now.p, now.q];
      let row;
      try {
        row = await rowOf(p.slug);
      } catch {
        row = {};
      }
      if (tools.ended || p !== now.p || q !== now.q) return;
      const pair = `${p.slug}-${q.slug}`;
      const closed = numbers.pairs[pair]?.kl;
      if (pair !== written.pair || row[q.slug] !== written.text) { // while numbers move, the formula stays where it is
        written = { pair, text: row[q.slug], general: html("div", { class: "picker-general" }) };
        written.general.innerHTML = written.text ?? "";
        formula.replaceChildren(written.general.cloneNode(true));
        if (closed) formula.append(html("p", { class: "picker-with" }, "With the numbers put in:"), html("div", { class: "picker-general" }));
      }
      if (closed) fill(formula.lastElementChild, ...putIn(written.general, { p, q }).childNodes);
    }

    async function writeCode() {
      const [p, q, wanted] = [now.p, now.q, language];
      if (wanted === "kldiv") {
        code.textContent = `kldiv.kl_divergence(${call(p)}, ${call(q)}${unit === "bits" ? ", base=2" : ""})`;
        return;
      }
      let row = {};
      try {
        if (numbers.pairs[`${p.slug}-${q.slug}`]?.kl) row = await codesOf(p.slug);
      } catch { /* what could not be fetched is said to be missing */ }
      if (!tools.ended && p === now.p && q === now.q && wanted === language) code.textContent = program(wanted, row[q.slug], { p, q });
    }

    const spellOut = tools.unhurried(() => {
      writeCode();
      typeset();
    }, (so) => formula.lastElementChild?.classList.toggle("explorer-waits", so));

    const keep = whenChanged(tools, () => ({
      p: write(now.p), q: write(now.q), ...(unit === "bits" ? { unit } : {}), ...(language !== "kldiv" ? { code: language } : {}),
    }));
    const draw = tools.batched(() => {
      const [p, q] = ["p", "q"].map((side) => numbers.make(now[side].slug, now[side].values));
      const { value: found, how, why } = numbers.kl(p, q);
      const said = how === "infinite" ? `infinite: ${why}` : how === "closed form" ? "by the formula" : "by quadrature";
      fill(value, "D(", html("i", {}, "p"), " ‖ ", html("i", {}, "q"), ") = ",
        html("strong", {}, shown(inUnit(found, unit))), Number.isFinite(found) ? ` ${unit}, ${said}` : `, ${said}`);
      const slug = `${now.p.slug}-${now.q.slug}`;
      const page = { "closed form": "kl/", undecided: "kl/" }[numbers.pairs[slug]?.kind];
      const where = page ? `kl/${slug}.html` : `distributions/${now.p.slug}.html#${slug}`;
      fill(more, "for ", ...between([...numbersOf(now.p, "p"), ...numbersOf(now.q, "q")]), ". ",
        html("a", { href: new URL(where, SITE).href }, `${title(now.p)} to ${title(now.q)}`));
      spellOut();
      const none = Number.isNaN(found) ? "undefined" : "infinite";
      const spoken = Number.isFinite(found) ? `${shown(inUnit(found, unit))} ${unit}` : none;
      keep(`${title(now.p)} to ${title(now.q)}: ${spoken}, ${said}.`);
    });
    const between = (parts) => parts.flatMap((part, k) => (k ? [", ", part] : [part]));
    draw();
  }

  window.kldivExplore.register("picker", start);
})();
