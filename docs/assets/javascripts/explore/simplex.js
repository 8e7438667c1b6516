/* Every distribution of three outcomes is a point of a triangle. p and q are points to drag; around them run the level
   sets of D(p‖·), which stay clear of the edges, and of D(·‖q), which the edges cut. */
"use strict";

window.kldivExplore.register("simplex", (root, state, tools) => {
  const { svg, html, set, write, shown, plain, brief } = tools;
  const NAMES = tools.data.outcomes.split(",").map((name) => name.trim());
  const LEVELS = tools.data.levels.split(",").map(Number);
  const RAYS = 144;
  const HALVINGS = 20; // of the way to the edge: below a thousandth of a pixel
  const first = Object.fromEntries(["p", "q"].map((side) => [side, tools.data[side].split(",").map(Number)]));
  let unit = tools.readChoice(state.unit, ["nats", "bits"], "nats");
  const points = Object.fromEntries(["p", "q"].map((side) => {
    const given = tools.readNumbers(state[side], { least: 3, min: 0, max: 1 }, first[side]);
    const sum = given[0] + given[1] + given[2];
    return [side, Math.abs(sum - 1) < 1e-3 ? given.map((value) => value / sum) : first[side]];
  }));

  const term = (a, b) => (a === 0 ? 0 : a * Math.log(a / b));
  const divergence = (a, b) => term(a[0], b[0]) + term(a[1], b[1]) + term(a[2], b[2]);

  /* The triangle: corners of the three outcomes in units of its side, and back. */
  const HIGH = Math.sqrt(3) / 2;
  let place = null; // {side, left, top}
  const xOf = ([, b, c]) => place.left + place.side * (b + c / 2);
  const yOf = ([, , c]) => place.top + place.side * HIGH * (1 - c);
  function atPlace([x, y]) {
    const c = 1 - (y - place.top) / (place.side * HIGH);
    const b = (x - place.left) / place.side - c / 2;
    return nearest([1 - b - c, b, c]);
  }

  /* The point itself, or where it is outside the triangle, one of its edge. */
  function nearest(values) {
    const cut = values.map((value) => Math.max(value, 0));
    const sum = cut[0] + cut[1] + cut[2];
    return cut.map((value) => Math.round((value / sum) * 1e6) / 1e6);
  }

  /* Directions in the triangle, as changes of the three probabilities. */
  const rays = Array.from({ length: RAYS + 1 }, (_, k) => {
    const angle = (2 * Math.PI * k) / RAYS;
    const c = Math.sin(angle) / HIGH;
    const b = Math.cos(angle) - c / 2;
    return [-b - c, b, c];
  });

  function level(centre, value, forward) {
    const points = [];
    const at = [0, 0, 0];
    const far = (r, ray) => {
      for (let k = 0; k < 3; k += 1) at[k] = Math.max(0, centre[k] + r * ray[k]);
      return forward ? divergence(centre, at) : divergence(at, centre);
    };
    for (const ray of rays) {
      let high = Infinity;
      for (let k = 0; k < 3; k += 1) if (ray[k] < 0) high = Math.min(high, -centre[k] / ray[k]);
      let low = 0;
      if (!(high > 1e-9) || far(high, ray) < value) points.push([NaN, NaN]);
      else {
        for (let n = 0; n < HALVINGS; n += 1) {
          const middle = (low + high) / 2;
          if (far(middle, ray) < value) low = middle;
          else high = middle;
        }
        for (let k = 0; k < 3; k += 1) at[k] = centre[k] + low * ray[k];
        points.push([xOf(at), yOf(at)]);
      }
    }
    return tools.path(points);
  }

  const outline = svg("path", { class: "simplex-outline" });
  const names = NAMES.map((name) => svg("text", { "text-anchor": "middle" }, name));
  const sets = { p: LEVELS.map(() => svg("path", { class: "p-line level" })), q: LEVELS.map(() => svg("path", { class: "q-line level" })) };
  const handles = Object.fromEntries(["p", "q"].map((side) => [side, handleOf(side)]));
  const drawing = tools.drawing("Triangle of the distributions of three outcomes", 370, (width, height) => {
    const side = Math.min(width - 60, (height - 56) / HIGH);
    place = { side, left: (width - side) / 2, top: 26 };
    const corners = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
    set(outline, { d: `${tools.path(corners.map((corner) => [xOf(corner), yOf(corner)]))}Z` });
    names.forEach((name, k) => set(name, { x: xOf(corners[k]), y: yOf(corners[k]) + (k === 2 ? -10 : 20) }));
    draw();
  });
  drawing.append(outline, ...names, ...sets.p, ...sets.q, handles.q.part, handles.p.part);

  function handleOf(side) {
    const letter = svg("text", { class: `${side}-text`, x: 12, y: -10 }, side);
    const part = svg("g", { class: `${side}-grip` }, svg("circle", { class: "reach", r: 22 }), svg("circle", { class: "grip", r: 8 }), letter);
    set(part, { role: "slider", tabindex: 0, "aria-label": `${side}: arrows move it in the triangle`, "aria-valuemin": 0, "aria-valuemax": 1 });
    const move = (next) => {
      points[side] = next;
      changed();
    };
    tools.draggable(part, (where) => move(atPlace(where)));
    tools.keyed(part, (right, up) => {
      const [, b, c] = points[side];
      const [nextB, nextC] = [b + 0.01 * right - 0.005 * up, c + 0.01 * up];
      move(nearest([1 - nextB - nextC, nextB, nextC]));
    }, (which) => {
      const [a, b, c] = points[side];
      move(which < 0 ? nearest([1 - c, 0, c]) : nearest([0, a + b, c]));
    });
    const tell = () => set(part, { "aria-valuenow": brief(points[side][0]), "aria-valuetext": words(points[side]) });
    return { part, tell };
  }

  const words = (values) => NAMES.map((name, k) => `${name} ${plain(Number(values[k].toFixed(3)))}`).join(", ");
  const rows = ["p", "q"].map((side) => {
    const cells = NAMES.map(() => html("td"));
    return { side, cells, row: html("tr", {}, html("th", { scope: "row", class: `${side}-side` }, side), ...cells) };
  });
  const table = html("table", { class: "explorer-table simplex-table" },
    html("thead", {}, html("tr", {}, html("th", { scope: "col" }, "of"), ...NAMES.map((name) => html("th", { scope: "col" }, name)))),
    html("tbody", {}, ...rows.map(({ row }) => row)));
  const values = [html("output", { class: "p-side" }), html("output", { class: "q-side" })];
  root.append(
    html("div", { class: "explorer-row" },
      tools.button("Swap p and q", () => {
        [points.p, points.q] = [points.q, points.p];
        changed();
      }),
      tools.units(unit, (next) => {
        unit = next;
        changed();
      })),
    tools.frame(drawing),
    html("p", { class: "explorer-values" }, values[0], " ", values[1]),
    html("p", { class: "explorer-note" }, `Curves at ${LEVELS.map(plain).join(", ")} nats: solid around p, equal D(p‖·); dashed around q, equal D(·‖q).`),
    table);

  const said = () => `D(p‖q) is ${tools.withUnit(divergence(points.p, points.q), unit)}, D(q‖p) ${tools.withUnit(divergence(points.q, points.p), unit)}.`;

  const lastDrawn = {};
  const draw = tools.batched(() => {
    if (!place) return;
    for (const side of ["p", "q"]) {
      const at = points[side];
      const key = `${at} ${place.side} ${place.left}`;
      if (lastDrawn[side] !== key) sets[side].forEach((path, k) => set(path, { d: level(at, LEVELS[k], side === "p") }));
      lastDrawn[side] = key;
      set(handles[side].part, { transform: `translate(${xOf(at)} ${yOf(at)})` });
      handles[side].tell();
    }
    for (const { side, cells } of rows) cells.forEach((cell, k) => { write(cell, plain(Number(points[side][k].toFixed(4)))); });
    write(values[0], `D(p‖q) = ${tools.withUnit(divergence(points.p, points.q), unit)}`);
    write(values[1], `D(q‖p) = ${tools.withUnit(divergence(points.q, points.p), unit)}`);
  });

  function changed() {
    draw();
    tools.settle({ p: points.p.map(brief).join(","), q: points.q.map(brief).join(","), ...(unit === "bits" ? { unit } : {}) }, said);
  }
});
