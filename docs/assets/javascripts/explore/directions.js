/* Two bumps p to shape, and one normal distribution q that is fitted to them, step by step, by the least D(p‖q) or the
   least D(q‖p). The ledger says what is paid for leaving out and what for straying, both ways. */
"use strict";

window.kldivExplore.register("directions", (root, state, tools) => {
  const { svg, html, set, write, shown, brief } = tools;
  const VIEW = [-8, 8];
  const HALF = 30; // of the grid: far enough out for the widest of all
  const STEP = 0.05; // a quarter of the narrowest scale: the sum is exact to rounding
  const COUNT = Math.round((2 * HALF) / STEP) + 1;
  const RATE = 0.15; // of the way that the natural gradient proposes
  const SETTLED = 1e-7;
  const TALL = [0.3, 0.5, 0.8, 1.2, 2]; // tops of the scale: it jumps from one to the next
  const FIELDS = {
    w: ["left: weight", 0.02, 0.98, 0.01, "p", "weight"],
    a: ["left: place", -5, 5, 0.05, "p", "first"],
    s: ["left: scale", 0.3, 2.5, 0.05, "p", "firstScale"],
    b: ["right: place", -5, 5, 0.05, "p", "second"],
    t: ["right: scale", 0.3, 2.5, 0.05, "p", "secondScale"],
    m: ["q starts: mean", -5, 5, 0.05, "q", "start"],
    v: ["q starts: scale", 0.2, 4, 0.05, "q", "startScale"],
  };
  const at = Object.fromEntries(Object.entries(FIELDS).map(([key, [, min, max, , , data]]) => [
    key, tools.readNumber(state[key], min, max, Number(tools.data[data.toLowerCase()])),
  ]));
  let way = tools.readChoice(state.way, ["forward", "reverse"], "forward");
  let unit = tools.readChoice(state.unit, ["nats", "bits"], "nats");
  let q = { m: at.m, v: at.v };
  let steps = 0;
  let isSettled = false;

  const xs = Float64Array.from({ length: COUNT }, (_, k) => -HALF + k * STEP);
  const logP = new Float64Array(COUNT);
  const logNormal = (x, loc, scale) => -(((x - loc) / scale) ** 2) / 2 - Math.log(scale * Math.sqrt(2 * Math.PI));

  function shapeP() {
    for (let k = 0; k < COUNT; k += 1) {
      const one = Math.log(at.w) + logNormal(xs[k], at.a, at.s);
      const other = Math.log(1 - at.w) + logNormal(xs[k], at.b, at.t);
      const top = Math.max(one, other);
      logP[k] = top + Math.log1p(Math.exp(Math.min(one, other) - top));
    }
  }

  /* Both divergences, each as what is paid where q is below p and where it is above. p log(p/q) - p + q is nowhere
     negative, and since both are one in all, its sum is the divergence. */
  function ledger() {
    const sums = { forward: { out: 0, stray: 0 }, reverse: { out: 0, stray: 0 }, share: 0 };
    for (let k = 0; k < COUNT; k += 1) {
      const log = logP[k] - logNormal(xs[k], q.m, q.v);
      const p = Math.exp(logP[k]);
      const other = Math.exp(logP[k] - log);
      const row = log > 0 ? "out" : "stray";
      sums.forward[row] += STEP * (p * log - p + other);
      sums.reverse[row] += STEP * (-other * log - other + p);
      if (log > 0) sums.share += STEP * (p - other);
    }
    return sums;
  }

  /* Where the least D(p‖q) is: the mean and the variance of p. */
  function moments() {
    const mean = at.w * at.a + (1 - at.w) * at.b;
    const square = at.w * (at.a ** 2 + at.s ** 2) + (1 - at.w) * (at.b ** 2 + at.t ** 2);
    return { mean, variance: square - mean ** 2 };
  }

  /* The gradient in the mean and in the logarithm of the scale. */
  function gradient() {
    if (way === "forward") {
      const { mean, variance } = moments();
      return [(q.m - mean) / q.v ** 2, 1 - (variance + (q.m - mean) ** 2) / q.v ** 2];
    }
    let byMean = 0;
    let byScale = 0;
    for (let k = 0; k < COUNT; k += 1) {
      const z = (xs[k] - q.m) / q.v;
      const log = logNormal(xs[k], q.m, q.v);
      const weight = Math.exp(log) * (log - logP[k]) * STEP;
      byMean += (weight * z) / q.v;
      byScale += weight * (z * z - 1);
    }
    return [byMean, byScale];
  }

  /* A step down along the natural gradient: the mean in units of the scale, so that narrow and wide are treated alike. */
  function stepOnce() {
    const [byMean, byScale] = gradient();
    const move = tools.clamp(-RATE * byMean * q.v, -0.5, 0.5);
    const grow = tools.clamp((-RATE * byScale) / 2, -0.2, 0.2);
    q = { m: tools.clamp(q.m + move * q.v, -10, 10), v: tools.clamp(q.v * Math.exp(grow), 0.2, 8) };
    steps += 1;
    isSettled = Math.abs(move) + Math.abs(grow) < SETTLED;
  }

  function restart() {
    q = { m: at.m, v: at.v };
    steps = 0;
    isSettled = false;
  }

  let last = 0;
  const clock = tools.clock((time) => {
    if (time - last < 30) return;
    last = time;
    stepOnce();
    if (isSettled) clock.stop();
    draw();
    if (!clock.running) tools.say(said);
  });

  function run() {
    if (clock.running) clock.stop();
    else if (tools.reduced) for (let n = 0; n < 2000 && !isSettled; n += 1) stepOnce();
    else clock.start();
    draw();
    tools.say(said);
  }

  /* What is drawn. */
  const sliders = Object.fromEntries(Object.entries(FIELDS).map(([key, [label, min, max, step, side]]) => [key, tools.slider({
    label, min, max, step, value: at[key], side, input: (value) => change(key, value),
  })]));
  const lines = { p: svg("path", { class: "p-line" }), q: svg("path", { class: "q-line" }), fill: svg("path", { class: "p-area" }) };
  const names = { p: svg("text", { class: "p-text" }, "p"), q: svg("text", { class: "q-text" }, "q") };
  const axis = svg("g");
  let across = null;
  let top = 0;
  const drawing = tools.drawing("p with two bumps, and the normal distribution q fitted to it", 236, (width, height) => {
    across = { x: tools.scale(VIEW, [6, width - 6]), height };
    tools.axis(axis, across.x, { at: height - 24 });
    draw();
  });
  const grips = Object.fromEntries([["a", "p", "left bump"], ["b", "p", "right bump"], ["m", "q", "start of q"]].map(([key, side, label]) => {
    const part = svg("g", { class: `${side}-grip` }, svg("circle", { class: "reach", r: 22 }), svg("circle", { class: "grip", r: 7 }));
    const [, min, max, step] = FIELDS[key];
    const update = tools.handle(part, {
      label: `Place of the ${label}`, min, max, step, value: () => at[key], from: ([x]) => Math.round(across.x.back(x) / step) * step,
      input: (value) => change(key, Number(value.toFixed(4))),
    });
    return [key, { part, update }];
  }));
  drawing.append(axis, lines.fill, lines.p, lines.q, names.p, names.q, ...Object.values(grips).map(({ part }) => part));

  const runner = tools.button("Run", run);
  const cells = Object.fromEntries(["out", "stray", "sum"].map((row) => [row, [html("td"), html("td")]]));
  const row = (name, title) => html("tr", {}, html("th", { scope: "row" }, title), ...cells[name]);
  const ledgerHead = html("th", { scope: "col" });
  const where = html("p", { class: "explorer-note" });
  root.append(
    html("div", { class: "explorer-row" },
      tools.choice({ label: "Lower", options: { forward: "D(p‖q), forward", reverse: "D(q‖p), reverse" }, value: way, input: (next) => {
        way = next;
        isSettled = false;
        changed();
      } }),
      tools.units(unit, (next) => {
        unit = next;
        changed();
      })),
    tools.frame(drawing),
    html("div", { class: "explorer-row" },
      runner,
      tools.button("Step", () => {
        clock.stop();
        stepOnce();
        draw();
        tools.say(said);
      }),
      tools.button("Restart", () => {
        clock.stop();
        restart();
        draw();
        tools.say(said);
      }), where),
    html("div", { class: "explorer-sliders" }, ...Object.values(sliders).map(({ element }) => element)),
    html("table", { class: "explorer-table" },
      html("thead", {}, html("tr", {}, ledgerHead, html("th", { scope: "col" }, "D(p‖q)"), html("th", { scope: "col" }, "D(q‖p)"))),
      html("tbody", {}, row("out", "left out: where q is below p"), row("stray", "straying: where q is above p")),
      html("tfoot", {}, row("sum", "sum"))),
    html("p", { class: "explorer-note" }, "Each point pays p log(p/q) − p + q, or the same with p and q exchanged: never less than nothing, and in sum the divergence."));

  function said() {
    const both = ledger();
    const value = (side) => tools.withUnit(both[side].out + both[side].stray, unit);
    return `After ${steps} steps q has mean ${shown(q.m, 2)} and scale ${shown(q.v, 2)}${isSettled ? ", and rests" : ""}. `
      + `D(p‖q) is ${value("forward")}, D(q‖p) ${value("reverse")}. ${Math.round(both.share * 100)} per cent of p is left out.`;
  }

  function curves() {
    const from = Math.ceil((VIEW[0] + HALF) / STEP);
    const until = Math.floor((VIEW[1] + HALF) / STEP);
    const p = [];
    const other = [];
    let highest = 0;
    for (let k = from; k <= until; k += 1) {
      const [a, b] = [Math.exp(logP[k]), Math.exp(logNormal(xs[k], q.m, q.v))];
      p.push([xs[k], a]);
      other.push([xs[k], b]);
      highest = Math.max(highest, a, b);
    }
    top = TALL.find((tall) => tall > highest * 1.1) ?? highest * 1.1;
    const y = tools.scale([0, top], [across.height - 24, 6]);
    const placed = (points) => points.map(([x, value]) => [across.x(x), y(value)]);
    const d = tools.path(placed(p));
    set(lines.p, { d });
    set(lines.fill, { d: `${d}L${across.x.end} ${y(0)}L${across.x.start} ${y(0)}Z` });
    set(lines.q, { d: tools.path(placed(other)) });
    const label = (name, x, value) => set(name, { x: across.x(x) + 8, y: Math.max(14, y(value) - 10) });
    const heavy = at.w / at.s > (1 - at.w) / at.t ? at.b : at.a; // beside the lower bump, where q is not
    label(names.p, heavy, Math.exp(logP[Math.round((heavy + HALF) / STEP)]));
    label(names.q, tools.clamp(q.m, ...VIEW), Math.exp(logNormal(q.m, q.m, q.v)));
    for (const [key, { part, update }] of Object.entries(grips)) {
      set(part, { transform: `translate(${across.x(at[key])} ${y(0)})` });
      update();
    }
  }

  const draw = tools.batched(() => {
    if (!across) return;
    curves();
    const both = ledger();
    ["forward", "reverse"].forEach((side, k) => {
      const { out, stray } = both[side];
      [["out", out], ["stray", stray], ["sum", out + stray]].forEach(([name, value]) => {
        write(cells[name][k], shown(tools.inUnit(value, unit)));
      });
    });
    write(ledgerHead, `the ledger, ${unit}`);
    write(where, `step ${steps}: mean ${shown(q.m, 3)}, scale ${shown(q.v, 3)}${isSettled ? ", at rest" : ""}. `
      + `Left out: ${Math.round(both.share * 100)} % of p.`);
    write(runner, clock.running ? "Pause" : "Run");
    runner.disabled = isSettled;
  });

  function change(key, value) {
    at[key] = value;
    sliders[key].set(value, document.activeElement);
    if (key === "m" || key === "v") restart();
    else shapeP();
    isSettled = false;
    changed();
  }

  function changed() {
    draw();
    tools.settle({ ...Object.fromEntries(Object.entries(at).map(([key, value]) => [key, brief(value)])), way, ...(unit === "bits" ? { unit } : {}) }, said);
  }

  shapeP();
});
