/* Outcomes to drag: the bars of p and q, the table of terms, and each term as a block, as wide as p and as high as the
   logarithm of p/q. What is dragged takes from the others in proportion, or gives to them. */
"use strict";

window.kldivExplore.register("outcomes", (root, state, tools) => {
  const { svg, html, set, write, shown, plain, brief } = tools;
  const LEAST = 2;
  const MOST = 6;
  const SIDES = ["p", "q"];
  const RANGES = [0.25, 0.5, 1, 2, 4, 8, 16, 40]; // of the blocks, in the unit: they jump from one to the next

  /* "three animals: dog, cat, fox; 0.5, 0.3, 0.2; 0.4, 0.4, 0.2 | ..." */
  const presets = tools.data.presets.split("|").map((text) => {
    const [title, rest] = text.split(":");
    const [names, p, q] = rest.split(";").map((part) => part.split(",").map((word) => word.trim()));
    return { title: title.trim(), names, p: p.map(Number), q: q.map(Number) };
  });

  let chosen = tools.readNumber(state.of, 0, presets.length - 1, 0) | 0;
  let unit = tools.readChoice(state.unit, ["nats", "bits"], "nats");
  const shares = { p: presets[chosen].p, q: presets[chosen].q };
  const given = SIDES.map((side) => tools.readNumbers(state[side], { least: LEAST, most: MOST, min: 0, max: 1 }, null));
  const whole = (values) => values && Math.abs(values.reduce((a, b) => a + b) - 1) < 1e-3;
  if (given.every(whole) && given[0].length === given[1].length) {
    SIDES.forEach((side, k) => { shares[side] = scaledTo(given[k], 1); });
  }
  const nameOf = (k) => presets[chosen].names[k] ?? `no. ${k + 1}`;

  function scaledTo(values, total) {
    const sum = values.reduce((a, b) => a + b, 0);
    if (Math.abs(sum - total) < 1e-12) return values;
    return values.map((value) => (sum > 0 ? (value / sum) * total : total / values.length));
  }

  /* One share as it is wanted, the others in proportion. */
  function change(side, k, wanted) {
    const others = scaledTo(shares[side].filter((_, other) => other !== k), 1 - wanted);
    others.splice(k, 0, wanted);
    shares[side] = others;
    changed();
  }

  /* p log(p/q): what never comes costs nothing, what comes and was called impossible has no end. */
  const isEqual = (a, b) => Math.abs(a - b) < 1e-12; // but for what scaling rounds off
  const logRatio = (a, b) => (isEqual(a, b) ? 0 : tools.inUnit(Math.log(a / b), unit));
  const term = (a, b) => (a === 0 ? 0 : a * logRatio(a, b));
  const short = (x) => plain(Number(x.toFixed(4)));
  const divergence = (from, to) => from.reduce((sum, value, k) => sum + term(value, to[k]), 0);

  const bars = tools.drawing("Probabilities of the outcomes", 236, (width, height) => layBars(width, height));
  const blocks = tools.drawing("The terms as blocks: as wide as p, as high as the logarithm of p over q", 200, (width, height) => layBlocks(width, height));
  const body = html("tbody");
  const total = html("td");
  const back = html("td");
  const logHead = html("th", { scope: "col" });
  const table = html("table", { class: "explorer-table" },
    html("thead", {}, html("tr", {}, html("th", { scope: "col" }, "outcome"), html("th", { scope: "col", class: "p-side" }, "p"),
      html("th", { scope: "col", class: "q-side" }, "q"), logHead, html("th", { scope: "col" }, "p log(p/q)"))),
    body,
    html("tfoot", {}, html("tr", {}, html("th", { scope: "row", colspan: 4 }, "sum, D(p‖q)"), total),
      html("tr", { class: "aside" }, html("th", { scope: "row", colspan: 4 }, "the other way, D(q‖p)"), back)));
  const sentence = html("p", { class: "outcomes-sentence" });

  const pick = html("select", { onchange: () => start(Number(pick.value)) },
    ...presets.map(({ title }, k) => html("option", { value: k }, title)));
  const fewer = tools.button("−", () => resize(-1), { "aria-label": "One outcome fewer" });
  const more = tools.button("+", () => resize(1), { "aria-label": "One outcome more" });
  root.append(
    html("div", { class: "explorer-row" }, html("label", {}, "Example ", pick), html("span", { class: "explorer-group" }, "Outcomes ", fewer, " ", more),
      tools.units(unit, (next) => { unit = next; changed(); })),
    html("div", { class: "outcomes-halves" }, tools.frame(bars), table), sentence, tools.frame(blocks));

  function start(number) {
    chosen = number;
    for (const side of SIDES) shares[side] = presets[chosen][side];
    rebuild();
    changed();
  }

  /* A new outcome takes an equal part from all; one that goes leaves its part to the others. */
  function resize(by) {
    for (const side of SIDES) {
      const values = shares[side];
      shares[side] = by > 0 ? [...scaledTo(values, 1 - 1 / (values.length + 1)), 1 / (values.length + 1)] : scaledTo(values.slice(0, -1), 1);
    }
    rebuild();
    changed();
  }

  let rows = [];
  let columns = [];
  let laid = null;

  function rebuild() {
    rows = shares.p.map((_, k) => {
      const cells = [0, 1, 2, 3].map(() => html("td"));
      return { cells, row: html("tr", {}, html("th", { scope: "row" }, nameOf(k)), ...cells) };
    });
    body.replaceChildren(...rows.map(({ row }) => row));
    columns = shares.p.map((_, k) => ({
      name: svg("text", { "text-anchor": "middle" }, nameOf(k)),
      block: svg("rect"),
      said: svg("text", { "text-anchor": "middle" }),
      ...Object.fromEntries(SIDES.map((side) => [side, bar(side, k)])),
    }));
    barPart.replaceChildren(...columns.flatMap(({ name, p, q }) => [name, p.part, q.part]));
    blockPart.replaceChildren(...columns.flatMap(({ block, said }) => [block, said]));
    fewer.disabled = shares.p.length <= LEAST;
    more.disabled = shares.p.length >= MOST;
    if (laid) layBars(laid.width, laid.height);
  }

  function bar(side, k) {
    const shape = svg("rect", { class: `${side}-bar` });
    const reach = svg("rect", { class: "reach", height: 44 });
    const grip = svg("circle", { class: "grip", r: 7 });
    const hold = svg("g", { class: `${side}-grip` }, reach, grip);
    const label = svg("text", { class: `${side}-text bar-letter`, "text-anchor": "middle" }, side);
    const update = tools.handle(hold, {
      label: `${side} of ${nameOf(k)}`, min: 0, max: 1, step: 0.01, value: () => shares[side][k], text: shown,
      from: ([, y]) => Math.round(laid.up.back(y) * 200) / 200,
      input: (value) => change(side, k, Number(value.toFixed(6))),
    });
    return { part: svg("g", {}, shape, label, hold), shape, reach, hold, label, update };
  }

  const [barAxis, barPart, blockAxis, blockPart] = [1, 2, 3, 4].map(() => svg("g"));
  const zero = svg("line", { class: "axis-line" });
  bars.append(barAxis, barPart);
  blocks.append(blockAxis, blockPart, zero);

  function layBars(width, height) {
    const up = tools.scale([0, 1], [height - 42, 12]);
    laid = { width, height, up };
    tools.axis(barAxis, up, { at: 30, side: "left", values: [0, 0.5, 1] });
    const each = (width - 36) / columns.length;
    const wide = Math.min(each / 2 - 3, 44);
    columns.forEach(({ name, p, q }, k) => {
      const middle = 34 + each * (k + 0.5);
      set(name, { x: middle, y: height - 4 });
      [[p, middle - wide / 2 - 1.5], [q, middle + wide / 2 + 1.5]].forEach(([{ shape, reach, label, hold }, x]) => {
        set(shape, { x: x - wide / 2, width: wide });
        set(reach, { x: -wide / 2 - 1.5, y: -22, width: wide + 3 });
        set(label, { x, y: height - 24 });
        hold.place = x;
      });
    });
    draw();
  }

  let across = null;

  function layBlocks(width, height) {
    across = { x: tools.scale([0, 1], [54, width - 8]), height, range: 0, unit };
    draw();
  }

  function drawBars() {
    for (const [k, column] of columns.entries()) {
      for (const side of SIDES) {
        const { shape, hold, update } = column[side];
        const top = laid.up(shares[side][k]);
        set(shape, { y: top, height: laid.up.start - top });
        set(hold, { transform: `translate(${hold.place} ${top})` });
        update();
      }
    }
  }

  function drawBlocks() {
    const { p, q } = shares;
    const { x, height } = across;
    const ratios = p.map((a, k) => (a === 0 ? 0 : logRatio(a, q[k])));
    const largest = Math.max(...ratios.filter(Number.isFinite).map(Math.abs));
    const range = RANGES.find((limit) => limit >= largest * 1.05) ?? RANGES.at(-1);
    const y = tools.scale([-range, range], [height - 10, 22]);
    if (across.range !== range || across.unit !== unit) {
      Object.assign(across, { range, unit });
      tools.axis(blockAxis, y, { at: 54, side: "left", values: [-range, -range / 2, 0, range / 2, range], name: `log of p/q, ${unit}` });
      set(zero, { x1: x.start, x2: x.end, y1: y(0), y2: y(0) });
    }
    let left = 0;
    columns.forEach(({ block, said }, k) => {
      const from = x(left);
      const to = x((left += p[k]));
      const top = ratios[k] === Infinity ? -5 : y(Math.max(-range * 1.05, Math.min(ratios[k], range)));
      set(block, {
        class: ratios[k] > 0 ? "p-block" : "q-block", x: from, width: Math.max(0, to - from),
        y: Math.min(top, y(0)), height: Math.abs(top - y(0)),
      });
      set(said, { x: (from + to) / 2, y: ratios[k] >= 0 ? y(0) + 15 : y(0) - 6 });
      const label = ratios[k] === Infinity ? `${nameOf(k)} ∞` : nameOf(k);
      write(said, to - from > 8 * label.length ? label : "");
    });
  }

  function drawTable() {
    const { p, q } = shares;
    write(logHead, unit === "nats" ? "log(p/q)" : "log₂(p/q)");
    rows.forEach(({ row, cells }, k) => {
      const ratio = p[k] === 0 && q[k] === 0 ? "–" : shown(logRatio(p[k], q[k]));
      [short(p[k]), short(q[k]), ratio, shown(term(p[k], q[k]))].forEach((text, n) => { write(cells[n], text); });
      row.classList.toggle("without-end", p[k] > 0 && q[k] === 0);
    });
    write(total, shown(divergence(p, q)));
    write(back, shown(divergence(q, p)));
  }

  function said() {
    const { p, q } = shares;
    const value = divergence(p, q);
    const impossible = p.map((a, k) => (a > 0 && q[k] === 0 ? nameOf(k) : "")).filter(Boolean);
    const never = p.map((a, k) => (a === 0 ? nameOf(k) : "")).filter(Boolean);
    const zeros = never.length ? ` Under p, ${never.join(" and ")} never comes: 0 log 0 counts as 0.` : "";
    if (impossible.length) return `D(p‖q) is infinite: q calls ${impossible.join(" and ")} impossible, and p does not.${zeros}`;
    return `D(p‖q) is ${shown(value)} ${unit}.${zeros}`;
  }

  const draw = tools.batched(() => {
    if (!laid || !across) return;
    drawBars();
    drawBlocks();
    drawTable();
    write(sentence, said());
  });

  function changed() {
    pick.value = chosen;
    draw();
    tools.settle({ of: String(chosen), p: shares.p.map(brief).join(","), q: shares.q.map(brief).join(","), ...(unit === "bits" ? { unit } : {}) }, said);
  }

  pick.value = chosen;
  rebuild();
});
