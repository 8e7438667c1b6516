/* A game of the eye: p is given, and a q is to be drawn whose divergence from p hits a target. What it is shows only
   when the reader has decided. */
"use strict";

window.kldivExplore.register("draw-q", (root, state, tools) => {
  const { svg, html, set, write, shown, plain, brief } = tools;
  const P = tools.data.p.split(",").map(Number);
  const TARGETS = tools.data.targets.split(",").map(Number);
  const MOST = 100; // points for a hit; one for each per cent of a factor less
  let round = tools.readNumber(state.round, 0, TARGETS.length - 1, 0) | 0;
  const given = tools.readNumbers(state.q, { least: P.length, min: 0, max: 1 }, null);
  const sum = given?.reduce((a, b) => a + b);
  let q = given && Math.abs(sum - 1) < 1e-3 ? given.map((value) => value / sum) : [...P];
  let points = tools.readNumbers(state.points, { least: 1, most: TARGETS.length, min: 0, max: MOST }, []).slice(0, round);
  if (points.length < round) round = points.length;
  let judged = false;

  const divergence = () => P.reduce((total, p, k) => total + (p === 0 ? 0 : p * Math.log(p / q[k])), 0);
  const target = () => TARGETS[round];
  /* A factor of two off, either way, scores half; nothing drawn, or without end, scores none. */
  const score = (value) => (value > 0 && value < Infinity ? Math.round(MOST * Math.min(value / target(), target() / value)) : 0);

  let laid = null;
  const [axis, part] = [svg("g"), svg("g")];
  const drawing = tools.drawing("p, and q to be drawn", 250, (width, height) => {
    const up = tools.scale([0, 1], [height - 26, 12]);
    const each = (width - 40) / P.length;
    const wide = Math.min(each / 2 - 4, 52);
    laid = { up };
    tools.axis(axis, up, { at: 30, side: "left", values: [0, 0.5, 1] });
    bars.forEach(({ p, shape, reach, hold, name }, k) => {
      const middle = 36 + each * (k + 0.5);
      set(p, { x: middle - wide - 1.5, width: wide, y: up(P[k]), height: up(0) - up(P[k]) });
      set(shape, { x: middle + 1.5, width: wide });
      set(reach, { x: -wide / 2 - 2, y: -24, width: wide + 4, height: 48 });
      set(name, { x: middle, y: height - 6 });
      hold.place = middle + 1.5 + wide / 2;
    });
    draw();
  });
  const bars = P.map((_, k) => {
    const reach = svg("rect", { class: "reach" });
    const hold = svg("g", { class: "q-grip" }, reach, svg("circle", { class: "grip", r: 8 }));
    const update = tools.handle(hold, {
      label: `q of outcome ${k + 1}`, min: 0, max: 1, step: 0.01, value: () => q[k], text: shown,
      from: ([, y]) => Math.round(laid.up.back(y) * 200) / 200,
      input: (value) => change(k, Number(value.toFixed(6))),
    });
    return { p: svg("rect", { class: "p-bar" }), shape: svg("rect", { class: "q-bar" }), reach, hold, update, name: svg("text", { "text-anchor": "middle" }, String(k + 1)) };
  });
  part.append(...bars.flatMap(({ p, shape, name }) => [p, shape, name]), ...bars.map(({ hold }) => hold));
  drawing.append(axis, part);

  const asked = html("p", { class: "drawq-asked" });
  const verdict = html("p", { class: "drawq-verdict" });
  const judge = tools.button("How far is it?", () => {
    judged = true;
    points = [...points.slice(0, round), score(divergence())];
    settle();
    draw();
  });
  const next = tools.button("Next target", () => {
    if (round === TARGETS.length - 1) points = [];
    round = (round + 1) % TARGETS.length;
    judged = false;
    q = [...P];
    settle();
    draw();
    judge.focus();
  });
  root.append(asked, tools.frame(drawing), html("div", { class: "explorer-row" }, judge, next), verdict,
    html("p", { class: "explorer-note" }, "Blue is p. Drag the dashed bars of q: the others make room. Half the target, or twice, scores half."));

  function change(k, wanted) {
    if (judged) {
      judged = false;
      points = points.slice(0, round);
    }
    const rest = q.reduce((total, value, other) => (other === k ? total : total + value), 0);
    q = q.map((value, other) => (other === k ? wanted : rest > 0 ? (value / rest) * (1 - wanted) : (1 - wanted) / (q.length - 1)));
    settle();
    draw();
  }

  function said() {
    if (!judged) return "";
    const value = divergence();
    const why = value === Infinity ? ` q calls outcome ${q.findIndex((share, k) => share === 0 && P[k] > 0) + 1} impossible.` : "";
    const total = points.reduce((a, b) => a + b, 0);
    return `D(p‖q) is ${shown(value)} nats, ${points[round]} points.${why} ${total} of ${MOST * (round + 1)} so far.`;
  }

  function settle() {
    tools.settle({ round: String(round), q: q.map(brief).join(","), ...(points.length ? { points: points.slice(0, round).join(",") } : {}) },
      () => said() || `Target ${plain(target())} nats. ${q.map((share, k) => `outcome ${k + 1}: ${shown(share, 2)}`).join(", ")}.`);
  }

  const draw = tools.batched(() => {
    if (!laid) return;
    bars.forEach(({ shape, hold, update }, k) => {
      const top = laid.up(q[k]);
      set(shape, { y: top, height: laid.up(0) - top });
      set(hold, { transform: `translate(${hold.place} ${top})` });
      update();
    });
    write(asked, `Target ${round + 1} of ${TARGETS.length}: draw a q at ${plain(target())} ${target() === 1 ? "nat" : "nats"} from p.`);
    write(verdict, said());
    judge.disabled = judged;
    next.disabled = !judged;
    write(next, round === TARGETS.length - 1 ? "Once more" : "Next target");
  });
});
