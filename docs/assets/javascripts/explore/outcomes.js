"use strict";
window.kldivExplore.register("outcomes", (root, state, tools) => {
  let a = tools.readNumber(state.a, 0, 1, 0.5);
  const change = (v) => { a = v; s.set(v); draw(); tools.settle({ a: tools.brief(a) }, `a is ${a}`); };
  const s = tools.slider({ label: "a", min: 0, max: 1, step: 0.01, value: a, input: change });
  const dot = tools.svg("g", { class: "p-grip" }, tools.svg("circle", { class: "reach", r: 22 }), tools.svg("circle", { class: "grip", r: 8 }));
  const ax = tools.svg("g");
  let x;
  const sheet = tools.drawing("demo", 200, (width) => { x = tools.scale([0, 1], [20, width - 20]); tools.axis(ax, x, { at: 150, name: "a" }); draw(); });
  sheet.append(ax, dot);
  const update = tools.handle(dot, { label: "a", min: 0, max: 1, step: 0.01, value: () => a, from: ([px]) => x.back(px), input: change });
  const draw = tools.batched(() => { if (!x) return; dot.setAttribute("transform", `translate(${x(a)} 100)`); update(); });
  root.append(s.element, tools.frame(sheet));
});
