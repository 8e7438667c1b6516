/* Two curves: p and q, dragged or by sliders; p log(p/q) with its two areas; both divergences, the entropy and the
   cross-entropy. q can be cut off, so that infinity comes; both can be sorted into bins, so that the divergence falls. */
"use strict";

(() => {
  const { svg, html, set, fill, scale, path, axis, shown, inUnit, plain } = window.kldivDrawing;
  const numbers = window.kldivNumbers;
  const { chooser, read, write, grips, whenChanged } = window.kldivChooser;
  const MARGIN = { left: 34, right: 14, top: 20, gap: 44, foot: 26 };

  /* What is drawn reaches over the bulk of both. */
  function reach(p, q) {
    const [a, b] = [numbers.range(p, 0.004), numbers.range(q, 0.004)];
    const width = Math.max(a.to - a.from, 1e-9);
    let [from, to] = [Math.max(Math.min(a.from, b.from), a.from - 1.5 * width), Math.min(Math.max(a.to, b.to), a.to + 1.5 * width)];
    if (p.discrete) [from, to] = [Math.max(from - 1, Math.min(p.low, q.low)) - 0.6, Math.min(to + 1, Math.max(p.high, q.high)) + 0.6];
    const pad = p.discrete ? 0 : 0.06 * (to - from);
    return [from - pad, to + pad];
  }

  /* q without what lies to the right of the place below which it has a share, grown to be a whole again. */
  function cutOff(q, share) {
    const place = numbers.quantile(q, share);
    const kept = numbers.mass(q, -Infinity, place);
    const log = (x) => (x <= place ? q.log(x) - Math.log(kept) : -Infinity);
    return kept > 0 ? { ...q, high: place, log, at: (x) => Math.exp(log(x)), cut: true } : q;
  }

  function binned(p, q, edges) {
    const places = [-Infinity, ...edges, Infinity];
    return places.slice(1).reduce((sum, to, k) => {
      const [a, b] = [p, q].map((one) => numbers.mass(one, places[k], to));
      return a > 0 ? sum + a * Math.log(a / b) : sum;
    }, 0);
  }

  const isCount = (bins) => Number.isInteger(bins) && bins >= 0 && bins <= 40;

  function start(root, state, tools) {
    const first = (side) => read(state[side] ?? tools.data[side], side, read("normal", side));
    const now = { p: first("p"), q: first("q") };
    let unit = tools.readChoice(state.unit, ["nats", "bits"], "nats");
    let bins = Math.round(tools.readNumber(state.bins, 0, 40, 0));
    let cut = tools.readNumber(state.cut, 0.02, 1, 1);
    const fits = (side) => (slug) => (
      numbers.distributions[slug].discrete === numbers.distributions[now[side === "p" ? "q" : "p"].slug].discrete);
    const choosers = Object.fromEntries(["p", "q"].map((side) => [side, chooser({ side, chosen: now[side], fits: fits(side), input: (one) => {
      now[side] = one;
      view = null;
      draw();
    } })]));

    let [x, up, down, view, laid, points, lost, forwardNow] = [null, null, null, null, null, 0, 0, 0];
    const parts = {
      axis: svg("g"), lower: svg("g"), areas: svg("g"), areaNames: svg("g"), curves: svg("g"), names: svg("g"), bins: svg("g"), grips: svg("g"),
    };
    const drawing = tools.drawing("p and q, and below them p log(p/q)", (width) => (width < 480 ? 330 : 380), (width, height) => {
      laid = { width, height };
      view = null;
      draw();
    });
    drawing.append(...Object.values(parts));

    const results = html("dl", { class: "curves-results" });
    const binsSlider = tools.slider({ label: "Bins (0: none)", min: 0, max: 40, step: 1, value: bins, holds: isCount, text: "a whole number from 0 to 40", input: (next) => {
      bins = next;
      draw();
    } });
    const cutSlider = tools.slider({ label: "Keep of q, from the left", min: 0.02, max: 1, step: 0.01, value: cut, input: (next) => {
      cut = next;
      draw();
    } });
    root.append(
      tools.frame(drawing),
      results,
      html("div", { class: "picker-two" }, choosers.p.element, choosers.q.element),
      html("div", { class: "curves-more" }, cutSlider.element, binsSlider.element),
      html("div", { class: "explorer-row" },
        tools.button("Swap p and q", () => {
          [now.p, now.q] = [now.q, now.p];
          choosers.p.show(now.p);
          choosers.q.show(now.q);
          view = null;
          draw();
        }),
        tools.units(unit, (next) => {
          unit = next;
          draw();
        })));

    /* Handles: across moves the location, up and down the scale; where a distribution has but one of them, that one. */
    const handles = Object.fromEntries(["p", "q"].map((side) => {
      const grip = svg("g", { class: `${side}-grip`, tabindex: 0, role: "slider", "aria-label": `Move ${side}` },
        svg("circle", { class: "reach", r: 22 }), svg("circle", { class: "grip", r: 7 }));
      parts.grips.append(grip);
      const change = (place, spread) => {
        const { slug, values } = now[side];
        const names = grips(now[side]);
        const next = { ...values };
        if (names.place && place !== null) {
          const by = place - next[names.place];
          next[names.place] = rounded(place);
          if ("high" in next) next.high = rounded(next.high + by);
        }
        if (names.spread && spread !== null) next[names.spread] = tools.clamp(rounded(spread), 0.05, 50);
        if (numbers.fault(slug, next)) return;
        now[side] = { slug, values: next };
        choosers[side].show(now[side]);
        draw();
      };
      let from = null;
      tools.draggable(grip, ([left, top]) => {
        from ??= { left, top, ...now[side].values };
        const names = grips(now[side]);
        const place = names.place ? from[names.place] + (left - from.left) * (x.to - x.from) / (x.end - x.start) : null;
        // Upwards is narrower, as for a location and a scale; without a location, across is the spread.
        const pulled = names.place ? (top - from.top) / 90 : (left - from.left) / 110;
        change(place, names.spread ? from[names.spread] * Math.exp(pulled) : null);
      }, () => {
        from = null;
        view = null;
        draw();
      });
      tools.keyed(grip, (right, upwards) => {
        const names = grips(now[side]);
        const { values } = now[side];
        const step = (x.to - x.from) / 100;
        view = null;
        change(names.place ? values[names.place] + right * step : null,
          names.spread ? values[names.spread] * Math.exp((names.place ? -upwards : right + upwards) * 0.03) : null);
      });
      return [side, grip];
    }));
    /* p and q in slanted letters. */
    const slanted = (text) => text.split(/([pq])/).map((part) => (/^[pq]$/.test(part) ? html("i", {}, part) : part));
    const rounded = (value) => Number(value.toPrecision(3));

    function curveOf(one) {
      if (one.discrete) return [];
      return Array.from({ length: points + 1 }, (_, k) => {
        const at = x.from + (x.to - x.from) * k / points;
        return [at, one.at(at)];
      });
    }

    const keep = whenChanged(tools, () => ({
      p: write(now.p), q: write(now.q), ...(unit === "bits" ? { unit } : {}), ...(bins ? { bins } : {}), ...(cut < 1 ? { cut } : {}),
    }));
    const draw = tools.batched(() => {
      if (!laid) return;
      const [p, whole] = ["p", "q"].map((side) => numbers.make(now[side].slug, now[side].values));
      view ??= reach(p, whole);
      const { width, height } = laid;
      const split = MARGIN.top + (height - MARGIN.top - MARGIN.gap - MARGIN.foot) * 0.58;
      x = scale(view, [MARGIN.left, width - MARGIN.right]);
      points = Math.round((x.end - x.start) / 2); // one for every two pixels of the screen
      const q = cut < 1 ? cutOff(whole, cut) : whole;
      const top = highest(p, q, view);
      up = scale([0, top], [split, MARGIN.top]);
      drawCurves(p, q);
      drawIntegrand(p, q, split, height);
      report(p, q, whole);
      nameAreas(p, q);
    });

    function highest(p, q, [from, to]) {
      const found = [];
      for (let k = 1; k < 120; k += 1) {
        const at = p.discrete ? Math.round(from + (to - from) * k / 120) : from + (to - from) * k / 120;
        found.push(p.at(at), q.at(at));
      }
      const sorted = found.filter(Number.isFinite).sort((a, b) => a - b);
      return 1.08 * Math.min(sorted.at(-1), 6 * (sorted[Math.floor(sorted.length * 0.9)] || sorted.at(-1)));
    }

    function outcomes() {
      const found = [];
      for (let k = Math.ceil(x.from); k <= x.to; k += 1) found.push(k);
      return found;
    }

    function drawCurves(p, q) {
      axis(parts.axis, x, { at: up(0) });
      const both = [["p", p], ["q", q]];
      if (p.discrete) {
        const wide = Math.max(2, Math.min(14, 0.36 * (x(1) - x(0))));
        fill(parts.curves, ...both.flatMap(([side, one], which) => outcomes().filter((k) => one.at(k) > 0).map((k) => svg("rect", {
          class: `${side}-area ${side}-line`, x: x(k) + (which - 1) * wide, width: wide, y: up(one.at(k)), height: Math.max(0, up(0) - up(one.at(k))),
        }))));
      } else {
        fill(parts.curves, ...both.map(([side, one]) => svg("path", {
          class: `${side}-line`, d: path(curveOf(one).map(([at, high]) => [x(at), up(Math.min(high, up.to * 1.05))])),
        })));
      }
      fill(parts.names, ...both.map(([side, one]) => {
        const { middle } = numbers.range(one, 0.01);
        const inside = tools.clamp(middle, x.from, x.to);
        const at = [x(inside), up(Math.min(one.at(one.discrete ? Math.round(inside) : inside), up.to * 0.98))];
        handles[side].setAttribute("transform", `translate(${at.map((v) => v.toFixed(1)).join(" ")})`);
        const names = grips(now[side]);
        set(handles[side], {
          "aria-valuenow": now[side].values[names.place ?? names.spread] ?? null,
          "aria-valuetext": write(now[side]).replaceAll(",", ", "),
        });
        return svg("text", { class: `${side}-text`, x: at[0] + 11, y: at[1] - 8 }, side);
      }));
    }

    function drawIntegrand(p, q, split, height) {
      const [roof, floor] = [split + MARGIN.gap, height - MARGIN.foot];
      const value = (at) => {
        const here = p.log(at);
        return here === -Infinity ? 0 : Math.exp(here) * (here - q.log(at));
      };
      const places = p.discrete ? outcomes() : Array.from({ length: points + 1 }, (_, k) => x.from + (x.to - x.from) * k / points);
      const values = places.map(value);
      const finite = values.filter(Number.isFinite);
      const reachUp = Math.max(...finite, 1e-6);
      const reachDown = Math.min(...finite, -0.15 * reachUp);
      const sorted = finite.map(Math.abs).sort((a, b) => a - b);
      const most = 8 * (sorted[Math.floor(sorted.length * 0.8)] || reachUp) + 1e-9;
      down = scale([Math.max(reachDown, -most), Math.min(reachUp, most)], [floor, roof]);
      const zero = down(0);
      const held = (v) => tools.clamp(Number.isFinite(v) ? v : down.to, down.from, down.to);
      fill(parts.lower, svg("line", { class: "axis-line", x1: x.start, x2: x.end, y1: zero, y2: zero }),
        svg("text", { class: "axis-name", x: x.start, y: roof - 8 },
          ...[["p", 1], [" log(", 0], ["p", 1], ["/", 0], ["q", 1], [")", 0]].map(([text, slanted]) => (
            svg("tspan", slanted ? { "font-style": "italic" } : {}, text)))));
      lost = p.discrete ? values.reduce((sum, v) => sum + Math.min(v, 0), 0) : values.slice(1).reduce(
        (sum, v, k) => sum + (Math.min(v, 0) + Math.min(values[k], 0)) / 2 * (places[k + 1] - places[k]), 0);
      if (p.discrete) {
        const wide = Math.max(3, Math.min(20, 0.6 * (x(1) - x(0))));
        fill(parts.areas, ...places.map((k, number) => {
          const to = down(held(values[number]));
          return svg("rect", { class: values[number] >= 0 ? "more" : "less", x: x(k) - wide / 2, width: wide, y: Math.min(zero, to), height: Math.abs(zero - to) });
        }));
      } else {
        const side = (sign, name) => svg("path", { class: name, d: `${path([[x(places[0]), zero],
          ...places.map((at, k) => [x(at), down(sign > 0 ? Math.max(held(values[k]), 0) : Math.min(held(values[k]), 0))]), [x(places.at(-1)), zero]])}Z` });
        fill(parts.areas, side(1, "more"), side(-1, "less"));
      }
      fill(parts.bins, ...(bins ? edges().map((at) => svg("line", { class: "axis-line", x1: x(at), x2: x(at), y1: MARGIN.top, y2: floor })) : []));
    }

    /* What lies above the line, and what below it, less which it is the divergence. */
    function nameAreas(p, q) {
      const at = (sign) => {
        let [best, place] = [0, null];
        for (let k = 0; k <= 80; k += 1) {
          const here = p.discrete ? Math.round(x.from + (x.to - x.from) * k / 80) : x.from + (x.to - x.from) * k / 80;
          const value = sign * p.at(here) * (p.log(here) - q.log(here));
          if (Number.isFinite(value) && value > best) [best, place] = [value, here];
        }
        return place;
      };
      const write = (sign, amount) => {
        const place = at(sign);
        if (place === null || Math.abs(amount) < 1e-3) return [];
        const high = tools.clamp(down(sign * p.at(place) * Math.abs(p.log(place) - q.log(place)) / 2), down.end + 10, down.start - 2);
        return [svg("text", { class: "area-name", x: tools.clamp(x(place), x.start + 24, x.end - 24), y: sign > 0 ? high + 4 : down.start + 12, "text-anchor": "middle" },
          `${sign > 0 ? "+" : "−"}${shown(Math.abs(inUnit(amount, unit)), 3)}`)];
      };
      fill(parts.areaNames, ...write(1, forwardNow - lost), ...write(-1, lost));
    }

    const edges = () => Array.from({ length: bins - 1 }, (_, k) => x.from + (x.to - x.from) * (k + 1) / bins);

    function report(p, q, whole) {
      const same = !q.cut;
      const between = (one, other) => (one.low < other.low || one.high > other.high || numbers.endsInfinite(one, other)
        ? { value: Infinity, how: "infinite" } : { value: numbers.numerically(one, other), how: "quadrature" });
      const forward = same ? numbers.kl(p, whole) : between(p, q);
      const backward = same ? numbers.kl(whole, p) : between(q, p);
      const entropy = numbers.entropy(p);
      forwardNow = forward.value;
      const rows = [["D(p ‖ q)", forward.value, forward.how], ["D(q ‖ p)", backward.value, backward.how],
        ["entropy H(p)", entropy, ""], ["cross-entropy H(p, q)", entropy + forward.value, ""]];
      if (bins > 1) rows.push([`D(p ‖ q) of ${bins} bins`, binned(p, q, edges()), "never more"]);
      fill(results, ...rows.map(([name, value, how]) => html("div", { title: how },
        html("dt", {}, ...slanted(name)), html("dd", { "data-value": name.replace(/[^a-zA-Z]/g, "") },
          html("strong", {}, shown(inUnit(value, unit))), Number.isFinite(value) ? ` ${unit}` : "", how === "quadrature" ? ", by quadrature" : ""))));
      keep(`D of p from q is ${Number.isFinite(forward.value) ? `${shown(inUnit(forward.value, unit))} ${unit}` : "infinite"}; the other way ${
        Number.isFinite(backward.value) ? shown(inUnit(backward.value, unit)) : "infinite"}.`);
    }
  }

  window.kldivExplore.register("curves", start);
})();
