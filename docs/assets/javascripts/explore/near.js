/* Two nearly equal distributions of three outcomes: what single and double precision make of each term and of the sum,
   against the divergence of the very numbers that are stored, which is found exactly. */
"use strict";

window.kldivExplore.register("near", (root, state, tools) => {
  const { svg, html, shown } = tools;
  const NAMES = ["dog", "cat", "fox"];
  const P = tools.data.p.split(",").map(Number);
  const SHIFT = [1, -1, -1]; // which way each probability of q goes: the shifts add up to nothing
  const LEAST = { single: 1e-7, double: 1e-15 };
  const TICKS = { single: [-7, -6, -5, -4, -3, -2, -1], double: [-15, -12, -9, -6, -3] };
  const ROUND = { single: Math.fround, double: (x) => x };
  let epsilon = tools.readNumber(state.e, 1e-15, 0.5, Number(tools.data.epsilon));
  let precision = tools.readChoice(state.precision, ["single", "double"], "single");

  /* q is p(1 + e), p(1 - e), p(1 - e), each number as the precision stores it. */
  function stored(e) {
    const round = ROUND[precision];
    const p = P.map(round);
    return p.map((one, k) => [one, round(one * (1 + SHIFT[k] * e))]);
  }

  /* Exactly: x - log(1 + x) for x = (q - p)/p, in whole numbers of 2^-256. All the terms have one sign. */
  const UNIT = 1n << 256n;
  const whole = (x) => BigInt(x * 2 ** 60) * (UNIT >> 60n); // a float from 1/16 to 1 is a whole number of 2^-60
  function truth(pairs) {
    let sum = 0n;
    for (const [p, q] of pairs) {
      const [a, b] = [whole(p), whole(q)];
      const x = ((b - a) * UNIT) / a;
      const s = (x * UNIT) / (2n * UNIT + x); // log(1 + x) = 2 (s + s^3/3 + s^5/5 + ...)
      let log = 0n;
      for (let power = s, n = 1n; power; power = (((power * s) / UNIT) * s) / UNIT, n += 2n) log += (2n * power) / n;
      sum += (a * (x - log)) / UNIT;
    }
    return Number(sum / (UNIT >> 200n)) / 2 ** 200;
  }

  /* The definition's terms, each operation rounded. */
  function plainTerms(pairs) {
    const round = ROUND[precision];
    return pairs.map(([p, q]) => round(p * round(Math.log(round(p / q)))));
  }

  /* p (x - log(1 + x)), by a series in s = x/(2 + x) that adds up what is positive; each operation rounded. */
  function steadyTerms(pairs) {
    const round = ROUND[precision];
    return pairs.map(([p, q]) => {
      const x = round(round(q - p) / p);
      const s = round(x / round(2 + x));
      const y = round(s * s);
      let total = round(1 / 37);
      for (let k = 35; k >= 3; k -= 2) total = round(round(total * y) + round(1 / k));
      return round(p * round(s * round(x - round(round(2 * y) * total))));
    });
  }

  const added = (terms) => terms.reduce((sum, term) => ROUND[precision](sum + term), 0);
  function compared(e) {
    const pairs = stored(e);
    const right = truth(pairs);
    const [plain, steady] = [plainTerms(pairs), steadyTerms(pairs)];
    const sums = [plain, steady].map(added);
    return { pairs, right, plain, steady, sums, errors: sums.map((sum) => (right === 0 ? Math.abs(sum) && Infinity : Math.abs(sum / right - 1))) };
  }

  /* The errors over the distance, both on logarithmic axes; nothing wrong is drawn at the floor. */
  const FLOOR = 1e-17;
  const power = (e) => (e === 0 ? "1" : `10${String(Math.round(e)).replace("-", "⁻").replace(/\d/g, (n) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[n])}`);
  const axes = [svg("g"), svg("g")];
  const lines = [svg("path", { class: "near-plain" }), svg("path", { class: "near-steady" })];
  const names = ["p log(p/q)", "p (x − log(1 + x))"].map((text) => svg("text", { class: "area-name" }, text));
  const here = svg("line", { class: "axis-line" });
  const dots = [svg("circle", { class: "near-plain-dot", r: 5 }), svg("circle", { class: "near-steady-dot", r: 5 })];
  let [x, y, drawn, isTouched] = [null, null, "", false];
  let laid = null;
  const drawing = tools.drawing("Relative error of both sums over the distance", 260, (width, height) => {
    laid = { width, height };
    drawn = "";
    draw();
  });
  drawing.append(...axes, here, ...lines, ...names, ...dots);
  const height = (error) => y(Math.log10(tools.clamp(error, FLOOR, 1e3)));

  function drawLines() {
    if (drawn === precision) return;
    drawn = precision;
    const { width, height: high } = laid;
    const least = Math.log10(LEAST[precision]);
    x = tools.scale([least, Math.log10(0.5)], [52, width - 14]);
    y = tools.scale([-17, 3], [high - 40, 26]);
    tools.axis(axes[0], x, { at: y.start, values: TICKS[precision], show: power, name: "distance e" });
    tools.axis(axes[1], y, { at: x.start, side: "left", values: [-16, -12, -8, -4, 0], show: power, name: "relative error of the sum" });
    const points = Array.from({ length: 90 }, (_, k) => least + (x.to - least) * k / 89).map((at) => [at, compared(10 ** at).errors]);
    lines.forEach((line, which) => tools.set(line, { d: tools.path(points.map(([at, errors]) => [x(at), height(errors[which])])) }));
    const [at, [above]] = points[Math.round(0.45 * points.length)];
    tools.set(names[0], { x: x(at) + 10, y: height(above) - 12 });
    // Where there is room: below the line, or above its left end.
    tools.set(names[1], precision === "single"
      ? { x: x.end, y: height(points.at(-20)[1][1]) + 24, "text-anchor": "end" }
      : { x: x.start + 10, y: height(points[10][1][1]) - 18, "text-anchor": "start" });
  }

  const heading = (...text) => html("th", { scope: "col" }, ...text);
  const i = (letter) => html("i", {}, letter);
  const rows = NAMES.map((name) => ({ name, cells: [0, 1, 2].map(() => html("td")) }));
  const foot = [0, 1].map(() => html("td"));
  const errors = [0, 1].map(() => html("td"));
  const sentence = html("p", { class: "near-sentence" });
  const distance = tools.slider({ label: "distance e", min: 1e-15, max: 0.5, log: true, value: epsilon, input: (value) => {
    [epsilon, isTouched] = [value, true];
    draw();
  } });
  const table = html("table", { class: "explorer-table near-table" },
    html("thead", {}, html("tr", {}, heading(i("p")), heading(i("q"), ", as stored"), heading(i("p"), " log(", i("p"), "/", i("q"), ")"),
      heading(i("p"), " (", i("x"), " − log(1 + ", i("x"), "))"))),
    html("tbody", {}, ...rows.map(({ name, cells }, k) => html("tr", {}, html("th", { scope: "row" }, `${name} ${P[k]}`), ...cells))),
    html("tfoot", {}, html("tr", {}, html("th", { scope: "row", colspan: 2 }, "sum"), ...foot),
      html("tr", {}, html("th", { scope: "row", colspan: 2 }, "relative error"), ...errors)));
  root.append(
    html("div", { class: "explorer-row" }, distance.element, tools.choice({
      label: "Precision", options: { single: "single (float32)", double: "double (float64)" }, value: precision, input: (next) => {
        [precision, isTouched] = [next, true];
        draw();
      } })),
    tools.frame(drawing),
    table,
    sentence);

  const digits = () => (precision === "single" ? 9 : 17); // enough to tell any two floats apart
  const written = (value) => String(Number(value.toPrecision(digits())));
  const nats = (value) => shown(value, Math.abs(value) < 5e-4 ? 3 : 6);
  const said = (error) => (error === 0 ? "none" : shown(error, 0));

  const toldOf = ({ right, sums, errors: off }) => (right === 0
    ? "In this precision q is stored as p: the divergence of what is stored is 0."
    : `The divergence of what is stored is ${nats(right)} nats. The first sum gives ${nats(sums[0])}${sums[0] < 0 ? ", less than nothing" : off[0] >= 1 ? ", of which no digit is right" : ""}; the second ${nats(sums[1])}.`);
  let found = null;
  const spellOut = tools.unhurried(() => {
    const { pairs, plain, steady, sums, errors: off } = found;
    rows.forEach(({ cells }, k) => {
      [written(pairs[k][1]), nats(plain[k]), nats(steady[k])].forEach((text, n) => tools.write(cells[n], text));
    });
    sums.forEach((sum, n) => tools.write(foot[n], nats(sum)));
    off.forEach((error, n) => tools.write(errors[n], said(error)));
    tools.write(sentence, toldOf(found));
  }, (so) => [table, sentence].forEach((part) => part.classList.toggle("explorer-waits", so)));

  const draw = tools.batched(() => {
    if (!laid) return;
    drawLines();
    found = compared(epsilon);
    const { errors: off } = found;
    tools.set(table, { "data-precision": precision });
    spellOut();
    const place = x(Math.log10(Math.max(epsilon, LEAST[precision])));
    dots.forEach((dot, n) => tools.set(dot, { cx: place, cy: height(off[n]) }));
    tools.set(here, { x1: place, x2: place, y1: y.start, y2: y.end });
    if (isTouched) tools.settle({ e: String(epsilon), precision }, toldOf(found));
  });
  draw();
});
