/* On the page for what is missing: find where the site lies, mend the page's addresses, and name the nearest pages.
   The page asks for this script by several addresses; the first that finds it does the work. */
"use strict";

(() => {
  if (window.kldivFound) return;
  window.kldivFound = true;
  const base = new URL(".", document.currentScript.src).pathname;
  const written = JSON.parse(document.getElementById("__config").textContent).base.replace(/\/?$/, "/");

  function mended(address) {
    return address.startsWith(written) && !address.startsWith("//") ? base + address.slice(written.length) : address;
  }

  function mend() {
    for (const name of ["href", "action", "data-engine", "data-words", "data-scope"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        element.setAttribute(name, mended(element.getAttribute(name)));
      }
    }
    for (const image of document.querySelectorAll("img")) image.src = mended(image.getAttribute("src"));
    const config = document.getElementById("__config");
    config.textContent = JSON.stringify({ ...JSON.parse(config.textContent), base: base });
    for (const script of document.querySelectorAll('script[src^="/"]:not([src$="missing.js"])')) {
      const again = document.createElement("script");
      again.async = false;
      Object.assign(again.dataset, script.dataset);
      again.src = mended(script.getAttribute("src"));
      script.replaceWith(again);
    }
  }

  const slug = (path) => path.replace(/\/(index(\.html)?)?$/, "").split("/").pop().replace(/\.\w+$/, "").toLowerCase();

  const plain = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const spelt = NAMES.flatMap(([called, title, , ...others], at) => [called, title, ...others].map((name) => [plain(name), at]));

  /* Which distribution a text means, and how far the name is from it. */
  function meant(text) {
    const asked = plain(text);
    const far = spelt.map(([name, at]) => [asked === name ? 0 : distance(asked, name), at]).sort(([one], [other]) => one - other);
    return asked && far.length && far[0][0] <= asked.length / 4 ? far[0] : null;
  }

  /* Two distributions, by any of their names, or one of them. */
  function named(wanted) {
    const parts = wanted.split(/[-_ ]+/);
    const found = parts.slice(1).map((_, i) => [parts.slice(0, i + 1), parts.slice(i + 1)].map((side) => meant(side.join("-"))))
      .filter(([p, q]) => p && q).map(([[far, p], [further, q]]) => ({ far: far + further, p, q }))
      .sort((a, b) => a.far - b.far);
    const one = meant(wanted);
    if (one && !(found.length && found[0].far < one[0])) {
      const [called, title] = NAMES[one[1]];
      return [{ url: `distributions/${called}.html`, title: `The distribution: ${title}` }];
    }
    return found.slice(0, 1).flatMap(({ p, q }) => [[p, q], [q, p]]).map(([p, q]) => {
      const [[first, from, row], [second, to]] = [NAMES[p], NAMES[q]];
      const url = row[q] === "k" ? `kl/${first}-${second}.html` : `distributions/${first}.html#${first}-${second}`;
      return row[q] === "-" ? null : { url, title: `KL divergence from ${from} to ${to}` };
    }).filter(Boolean);
  }

  function spelling(asked, wanted) {
    return PAGES.map(([url, title]) => ({ url, title, far: distance(wanted, slug(url)) - (url === asked) }))
      .filter(({ far }) => far <= Math.max(2, wanted.length / 3))
      .sort((a, b) => a.far - b.far);
  }

  /* The pages that have all the words, those first of which they are most. */
  function worded(asked, wanted) {
    const words = wanted.split(/[-_ ]+/).filter((word) => word.length > 2);
    const folder = asked.split("/")[0];
    return PAGES.map(([url, title, others]) => {
      const text = `${slug(url)} ${title} ${others}`.toLowerCase();
      const all = words.length > 0 && words.every((word) => text.includes(word));
      return { url, title, far: slug(url).length - 100 * url.startsWith(`${folder}/`) - 40 * slug(url).includes(wanted), all };
    }).filter(({ all }) => all).sort((a, b) => a.far - b.far);
  }

  function nearest(asked) {
    const wanted = slug(asked);
    if (!wanted) return [];
    const found = [...named(wanted), ...spelling(asked, wanted).slice(0, 3), ...worded(asked, wanted)];
    return found.filter(({ url }, at) => found.findIndex((other) => other.url === url) === at).slice(0, 5);
  }

  function suggest() {
    const box = document.querySelector(".missing-near");
    const found = nearest(decodeURIComponent(location.pathname.slice(base.length)));
    box.querySelector("ul").append(...found.map(({ url, title }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = base + url;
      link.textContent = title;
      item.append(link);
      return item;
    }));
    box.hidden = found.length === 0;
  }

  if (base !== written) mend();
  suggest();
})();
