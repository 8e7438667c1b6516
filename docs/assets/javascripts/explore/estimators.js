/* k1, k2 and k3 settling as draws come. The band around each is twice the standard deviation of an average of so many,
   from the derived variances (estimates.js, made by the build). p is N(0, 1), q is N(d, 1). */
"use strict";

window.kldivExplore.register("estimators", (root, state, tools) => {
  const { svg, html, set, write, shown, brief } = tools;
  const KINDS = ["k1", "k2", "k3"];
  const DERIVED = window.kldivEstimates;
  const [FIRST, LAST] = [10, 20000]; // draws that are shown
  const GROWTH = 1.025; // from frame to frame: the axis is logarithmic, so the pen moves evenly
  let d = tools.readNumber(state.d, 0.05, 2.5, Number(tools.data.distance));
  let seed = tools.readNumber(state.seed, 1, 1e6, 1) | 0;
  const wanted = tools.readNumber(state.n, 0, LAST, 0) | 0;
  let sample;
  let framed = 0; // the d that bands and scales were drawn for

  /* A small generator of numbers from 0 to 1 that begins alike wherever it begins with the same seed (mulberry32). */
  function uniforms(start) {
    let at = start >>> 0;
    return () => {
      at = (at + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(at ^ (at >>> 15), at | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }

  function begin() {
    const uniform = uniforms(seed * 7919);
    sample = {
      n: 0,
      sums: KINDS.map(() => 0),
      squares: KINDS.map(() => 0),
      points: KINDS.map(() => []),
      normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    };
  }

  function drawUntil(count) {
    const { sums, squares } = sample;
    for (; sample.n < count; sample.n += 1) {
      const log = d * sample.normal() - (d * d) / 2; // of q/p at a draw from p
      [-log, (log * log) / 2, Math.expm1(log) - log].forEach((value, k) => {
        sums[k] += value;
        squares[k] += value * value;
      });
      if (sample.n + 1 >= FIRST && sample.n + 1 >= (sample.next ?? FIRST)) mark();
    }
  }

  function mark() {
    sample.next = (sample.n + 1) * 1.012;
    KINDS.forEach((_, k) => sample.points[k].push([sample.n + 1, sample.sums[k] / (sample.n + 1)]));
  }

  const truth = () => DERIVED.k1.mean(d);
  const deviation = (kind) => Math.sqrt(DERIVED[kind].variance(d));

  /* Three panels, beside each other or below. */
  const panels = KINDS.map((kind) => ({
    kind,
    axes: [svg("g"), svg("g")],
    band: svg("path", { class: "estimate-band" }),
    mean: svg("line", { class: "estimate-mean" }),
    line: svg("path", { class: "estimate-line" }),
    name: svg("text", { class: "estimate-name" }, `${kind[0]}${"₁₂₃"[kind[1] - 1]}`),
  }));
  const isNarrow = (width) => width < 560;
  const drawing = tools.drawing("Averages of k1, k2 and k3 as the number of draws grows", (width) => (isNarrow(width) ? 480 : 230), (width, height) => {
    const high = isNarrow(width) ? height / 3 : height;
    const wide = isNarrow(width) ? width : width / 3;
    panels.forEach((panel, k) => {
      const [left, upper] = isNarrow(width) ? [0, k * high] : [k * wide, 0];
      Object.assign(panel, {
        x: tools.scale([Math.log10(FIRST), Math.log10(LAST)], [left + 46, left + wide - 10]), top: upper + 18, bottom: upper + high - 28,
      });
      tools.axis(panel.axes[0], panel.x, { at: panel.bottom, values: [1, 2, 3, 4], show: (power) => String(10 ** power) });
      set(panel.name, { x: panel.x.start + 8, y: panel.top + 4 });
    });
    framed = 0;
    draw();
  });
  drawing.append(...panels.flatMap(({ axes, band, mean, line, name }) => [...axes, band, mean, line, name]));

  function frameAll() {
    framed = d;
    const reach = (3 * Math.max(deviation("k1"), deviation("k2"))) / Math.sqrt(FIRST);
    for (const panel of panels) {
      const y = tools.scale([truth() - reach, truth() + reach], [panel.bottom, panel.top]);
      panel.y = (value) => tools.clamp(y(value), panel.top, panel.bottom);
      tools.axis(panel.axes[1], y, { at: panel.x.start, side: "left", values: tools.ticks(y.from, y.to, 4) });
      const [mean, spread] = [DERIVED[panel.kind].mean(d), 2 * deviation(panel.kind)];
      const edge = (side) => Array.from({ length: 41 }, (_, k) => {
        const power = panel.x.from + ((panel.x.to - panel.x.from) * k) / 40;
        return [panel.x(power), panel.y(mean + (side * spread) / Math.sqrt(10 ** power))];
      });
      set(panel.band, { d: `${tools.path([...edge(1), ...edge(-1).reverse()])}Z` });
      set(panel.mean, { x1: panel.x.start, x2: panel.x.end, y1: panel.y(truth()), y2: panel.y(truth()) });
    }
  }

  const rows = KINDS.map((kind, k) => {
    const cells = [0, 1, 2, 3].map(() => html("td"));
    return { kind, k, cells, row: html("tr", {}, html("th", { scope: "row" }, panels[k].name.textContent), ...cells) };
  });
  const heading = (text) => html("th", { scope: "col" }, text);
  const runner = tools.button("Run", run);
  const counted = html("span", { class: "explorer-note" });
  const distance = tools.slider({ label: "distance d", min: 0.05, max: 2.5, step: 0.05, value: d, input: (value) => {
    d = value;
    again();
  } });
  root.append(
    distance.element, tools.frame(drawing),
    html("div", { class: "explorer-row" }, runner, tools.button("Restart", again), tools.button("Other draws", () => {
      seed = (seed % 1e6) + 1;
      again();
    }), counted),
    html("table", { class: "explorer-table" },
      html("thead", {}, html("tr", {}, heading("nats"), heading("mean, derived"), heading("so far"), heading("deviation of one, derived"), heading("so far"))),
      html("tbody", {}, ...rows.map(({ row }) => row))),
    html("p", { class: "explorer-note" }, "Line: the average so far. Grey: its derived mean, give or take two standard deviations. Dotted: the divergence."));

  function again() {
    clock.stop();
    begin();
    draw();
    settle();
  }

  const clock = tools.clock(() => {
    drawUntil(Math.min(LAST, Math.ceil(Math.max(FIRST, sample.n) * GROWTH)));
    if (sample.n >= LAST) stop();
    draw();
  });

  function stop() {
    clock.stop();
    settle();
  }

  function run() {
    if (clock.running) stop();
    else {
      if (sample.n >= LAST) begin();
      if (tools.reduced) {
        drawUntil(LAST);
        settle();
      } else clock.start();
    }
    draw();
  }

  function settle() {
    tools.settle({ d: brief(d), seed: String(seed), n: String(sample.n) }, () => (sample.n
      ? `After ${sample.n} draws: ${KINDS.map((kind, k) => `${kind} ${shown(sample.sums[k] / sample.n)}`).join(", ")}; the divergence is ${shown(truth())} nats.`
      : `Distance ${shown(d, 2)}: the divergence is ${shown(truth())} nats.`));
  }

  const draw = tools.batched(() => {
    if (!panels[0].x) return;
    if (framed !== d) frameAll();
    panels.forEach(({ x, y, line }, k) => {
      set(line, { d: tools.path(sample.points[k].map(([n, value]) => [x(Math.log10(n)), y(value)])) });
    });
    for (const { kind, k, cells } of rows) {
      const mean = sample.sums[k] / sample.n;
      const spread = Math.sqrt((sample.squares[k] - sample.n * mean ** 2) / (sample.n - 1));
      const sofar = (value) => (sample.n > 1 ? shown(value) : "–");
      [shown(DERIVED[kind].mean(d)), sofar(mean), shown(deviation(kind)), sofar(spread)].forEach((text, n) => { write(cells[n], text); });
    }
    write(counted, `${sample.n} draws`);
    write(runner, clock.running ? "Pause" : "Run");
  });

  begin();
  drawUntil(wanted);
});
