/* What explorers draw with: elements, scales, paths, axes, numbers as text, and a drawing as a file of its own. */
"use strict";

window.kldivDrawing = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  function filled(element, attributes, children) {
    set(element, attributes);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  /* Attributes that are null or false are taken away; a function under "onX" listens to the event x. What stays as it
     is is not touched: a browser would lay it out again. */
  function set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
      else if (value === null || value === false) element.removeAttribute(name);
      else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
    }
    return element;
  }

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  const svg = (name, attributes = {}, ...children) => filled(document.createElementNS(SVG, name), attributes, children);
  const html = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);

  /* The children of an element become these: what is there already stays, and only what differs is changed, since a
     browser lays out anew what it is given anew. For parts that listen to nothing. */
  function fill(element, ...children) {
    children.forEach((child, k) => {
      const next = typeof child === "string" ? document.createTextNode(child) : child;
      const there = element.childNodes[k];
      if (!there) element.append(next);
      else if (!becomes(there, next)) there.replaceWith(next);
    });
    while (element.childNodes.length > children.length) element.lastChild.remove();
  }
  function becomes(there, next) {
    if (there.nodeName !== next.nodeName) return false;
    if (there.nodeType === Node.TEXT_NODE) {
      if (there.data !== next.data) there.data = next.data;
      return true;
    }
    const names = next.getAttributeNames();
    for (const name of names) {
      const value = next.getAttribute(name);
      if (there.getAttribute(name) !== value) there.setAttribute(name, value);
    }
    if (there.attributes.length > names.length) there.getAttributeNames().filter((name) => !next.hasAttribute(name)).forEach((name) => there.removeAttribute(name));
    if (there.firstChild || next.firstChild) fill(there, ...next.childNodes);
    return true;
  }

  /* A straight line from one range to another, and back with `.back`. */
  function scale([from, to], [start, end]) {
    const slope = (end - start) / (to - from);
    const there = (x) => start + (x - from) * slope;
    return Object.assign(there, { from, to, start, end, back: (place) => from + (place - start) / slope });
  }

  /* About `count` round numbers within a range. */
  function ticks(from, to, count = 5) {
    const rough = (to - from) / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
    const found = [];
    for (let n = Math.ceil(from / step - 1e-9); n * step <= to + step * 1e-9; n += 1) found.push(Number((n * step).toPrecision(12)));
    return found;
  }

  /* The d of a path through points; a gap where one is not finite. */
  function path(points) {
    let d = "";
    let pen = "M";
    for (const [x, y] of points) {
      if (Number.isFinite(x) && Number.isFinite(y)) {
        d += `${pen}${x.toFixed(2)} ${y.toFixed(2)}`;
        pen = "L";
      } else pen = "M";
    }
    return d;
  }

  /* An axis along the bottom or the left: its line, ticks and a name. Where it is the same as before nothing is done. */
  function axis(group, along, { at, side = "bottom", values = ticks(along.from, along.to), show = plain, name = "" }) {
    const same = String([along.from, along.to, along.start, along.end, at, values, name]);
    if (group.drawn === same) return;
    group.drawn = same;
    const flat = side === "bottom";
    const line = flat ? { x1: along.start, x2: along.end, y1: at, y2: at } : { x1: at, x2: at, y1: along.start, y2: along.end };
    const parts = [svg("line", { ...line, class: "axis-line" })];
    for (const value of values) {
      const place = along(value);
      const tick = flat ? { x1: place, x2: place, y1: at, y2: at + 4 } : { x1: at - 4, x2: at, y1: place, y2: place };
      const text = flat ? { x: place, y: at + 17, "text-anchor": "middle" } : { x: at - 7, y: place + 4, "text-anchor": "end" };
      parts.push(svg("line", { ...tick, class: "axis-line" }), svg("text", { ...text, class: "axis-text" }, show(value)));
    }
    const where = flat ? { x: along.end, y: at + 33, "text-anchor": "end" } : { x: at - 4, y: along.end - 8, "text-anchor": "start" };
    if (name) parts.push(svg("text", { ...where, class: "axis-name" }, name));
    fill(group, ...parts);
  }

  const signed = (text) => text.replace("-", "−");
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  /* A tick: as short as it is exact. */
  const plain = (x) => (x === Infinity ? "∞" : signed(String(Number(x.toPrecision(6)))));

  /* A value: four decimals, fewer where it is large, a power of ten where it is tiny or huge. */
  function shown(x, decimals = 4) {
    if (Number.isNaN(x)) return "undefined";
    if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
    const size = Math.abs(x);
    if (size === 0) return "0";
    if (size < 0.5 * 10 ** -decimals || size >= 1e6) {
      const [digits, power] = x.toExponential(2).split("e");
      const raised = power.replace("+", "").replace("-", "⁻").replace(/\d/g, (digit) => RAISED[digit]);
      return `${signed(digits)} × 10${raised}`;
    }
    return signed(x.toFixed(Math.max(0, decimals - Math.max(0, Math.floor(Math.log10(size))))));
  }

  /* A number of nats in the unit chosen, with its name. */
  const inUnit = (nats, unit) => (unit === "bits" ? nats / Math.LN2 : nats);
  const withUnit = (nats, unit) => `${shown(inUnit(nats, unit))} ${unit}`;

  const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap",
    "opacity", "font-family", "font-size", "font-weight", "font-style", "visibility", "display"];

  /* A copy that needs no style sheet: what the page says of each part is written into it. */
  function standalone(drawing) {
    const copy = drawing.cloneNode(true);
    const parts = [...drawing.querySelectorAll("*")];
    [...copy.querySelectorAll("*")].forEach((part, number) => {
      const computed = getComputedStyle(parts[number]);
      for (const name of KEPT) part.setAttribute(name, computed.getPropertyValue(name));
      for (const { name } of [...part.attributes]) if (/^(class|role|tabindex|aria-)/.test(name)) part.removeAttribute(name);
    });
    const paper = getComputedStyle(document.body).backgroundColor;
    copy.prepend(svg("title", {}, drawing.getAttribute("aria-label") ?? ""), svg("rect", { width: "100%", height: "100%", fill: paper }));
    copy.setAttribute("xmlns", SVG);
    for (const name of ["class", "role"]) copy.removeAttribute(name);
    return new XMLSerializer().serializeToString(copy);
  }

  function saveDrawing(drawing, name) {
    const address = URL.createObjectURL(new Blob([standalone(drawing)], { type: "image/svg+xml" }));
    const link = html("a", { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  return { svg, html, set, write, fill, scale, ticks, path, axis, plain, shown, inUnit, withUnit, standalone, saveDrawing };
})();
