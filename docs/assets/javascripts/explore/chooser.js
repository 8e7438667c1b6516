/* A distribution to choose, by any of its names, and its parameters, each by slider or typed. */
"use strict";

window.kldivChooser = (() => {
  const { html } = window.kldivDrawing;
  const { slider, clamp } = window.kldivControls;
  const numbers = window.kldivNumbers;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}|\(.*\)/gu, "").trim().toLowerCase()
    .replace(/[\s_–-]+/g, " ").replace(/ distributions?$/, "");

  /* How far a slider reaches, by what is allowed; beyond that a value can be typed. */
  const REACH = {
    real: { min: -8, max: 8, step: 0.1 },
    positive: { min: 0.05, max: 20, log: true },
    nonnegative: { min: 0, max: 20, step: 0.1 },
    unit: { min: 0.01, max: 0.99, step: 0.01 },
    count: { min: 1, max: 40, step: 1 },
    integer: { min: -10, max: 30, step: 1 },
  };
  /* Where nothing is said, p and q begin with these. */
  const BEGIN = {
    p: { real: 0, positive: 2, nonnegative: 2, unit: 0.3, count: 10, integer: 0 },
    q: { real: 1, positive: 3, nonnegative: 3, unit: 0.5, count: 10, integer: 0 },
  };

  const slugs = () => Object.keys(numbers.distributions);
  let byName;

  function meant(text) {
    byName ??= new Map(Object.entries(numbers.distributions).flatMap(([slug, { title, code, aliases }]) => (
      [slug, title, code, ...aliases].map((name) => [plain(name), slug]))));
    const asked = plain(text);
    if (byName.has(asked)) return byName.get(asked);
    const found = new Set([...byName].filter(([name]) => asked && name.startsWith(asked)).map(([, slug]) => slug));
    return found.size === 1 ? [...found][0] : undefined;
  }

  function begin(slug, side) {
    const { parameters } = numbers.distributions[slug];
    const values = Object.fromEntries(parameters.map(({ name, domain }) => [name, BEGIN[side][domain]]));
    if ("low" in values && "high" in values) Object.assign(values, side === "p" ? { low: 1, high: 3 } : { low: 0, high: 4 });
    return values;
  }

  /* "gamma,2,1": what the address says of a distribution. What cannot be is refused as a whole. */
  function read(text, side, otherwise) {
    const [name, ...given] = (text ?? "").split(",");
    const slug = meant(name);
    if (!slug) return otherwise;
    const { parameters } = numbers.distributions[slug];
    if (!given.length) return { slug, values: begin(slug, side) };
    const values = Object.fromEntries(parameters.map((p, k) => [p.name, given[k]?.trim() ? Number(given[k]) : NaN]));
    return given.length === parameters.length && !numbers.fault(slug, values) ? { slug, values } : otherwise;
  }

  const write = ({ slug, values }) => [slug, ...Object.values(values)].join(",");

  /* {element, chosen(), show(chosen)}; `input(chosen)` is called when the reader changes anything that can be. */
  function chooser({ side, chosen, input, fits = () => true }) {
    let now = chosen;
    const id = `chooser-${side}-${Math.round(performance.now())}`;
    const list = html("datalist", { id: `${id}-list` });
    const field = html("input", { id, type: "text", class: "chooser-name", list: list.id, autocomplete: "off", spellcheck: "false" });
    const doubt = html("output", { class: "explorer-doubt" });
    const sliders = html("div", { class: "chooser-sliders" });
    const element = html("div", { class: `chooser ${side}-side` },
      html("label", { for: id }, html("i", {}, side), " is"), field, list, doubt, sliders);

    for (const slug of slugs()) {
      const { title, aliases } = numbers.distributions[slug];
      list.append(html("option", { value: title }), ...aliases.slice(1).map((alias) => html("option", { value: alias }, title)));
    }

    let controls = [];
    /* What was typed and refused makes way for what holds. */
    function nameAgain() {
      field.value = numbers.distributions[now.slug].title;
      doubt.textContent = "";
    }
    function laid() {
      const kind = numbers.distributions[now.slug];
      nameAgain();
      controls = kind.parameters.map(({ name, letter, domain, text }) => slider({
        label: `${letter} ${name.replaceAll("_", " ")}`,
        ...REACH[domain],
        value: now.values[name],
        side,
        holds: (x) => !numbers.fault(now.slug, { ...now.values, [name]: x }),
        text: `${text}${"high" in now.values ? ", low below high" : ""}`,
        input: (x) => {
          const values = { ...now.values, [name]: x };
          if (numbers.fault(now.slug, values)) return;
          nameAgain();
          now = { slug: now.slug, values };
          input(now);
        },
      }));
      sliders.replaceChildren(...controls.map((control) => control.element));
    }

    function choose(slug) {
      if (slug !== now.slug) {
        now = { slug, values: begin(slug, side) };
        input(now);
      }
      laid();
    }

    field.addEventListener("focus", () => field.select());
    field.addEventListener("change", () => {
      const slug = meant(field.value);
      if (slug && fits(slug)) choose(slug);
      else doubt.textContent = slug ? "One of the two is discrete, the other is not." : `No distribution is called “${field.value.trim()}” here.`;
    });
    laid();
    return {
      element,
      chosen: () => now,
      show(next) {
        const same = next.slug === now.slug;
        now = next;
        nameAgain();
        if (same) numbers.distributions[now.slug].parameters.forEach(({ name }, k) => controls[k].follow(now.values[name]));
        else laid();
      },
    };
  }

  /* A location to drag and a scale to pull, where a distribution has them: names of parameters. */
  function grips({ slug, values }) {
    const { parameters } = numbers.distributions[slug];
    const place = parameters.find(({ name, domain }) => domain === "real" && !("high" in values && name === "high"))?.name;
    const spread = parameters.find(({ domain }) => domain === "positive")?.name;
    return { place, spread };
  }

  /* The address of a page is left alone until a reader changes something. What a view begins with is asked at once: a
     quick hand may change it before it has been drawn. */
  function whenChanged(tools, stateNow) {
    let last = JSON.stringify(stateNow());
    return (sentence) => {
      const state = stateNow();
      const written = JSON.stringify(state);
      if (written !== last) tools.settle(state, sentence);
      last = written;
    };
  }

  return { whenChanged, chooser, meant, begin, read, write, grips, clamp };
})();
