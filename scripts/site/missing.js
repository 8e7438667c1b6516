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

  /* How many letters must change to make one word of the other. */
  function distance(one, other) {
    let row = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== other[j - 1])));
      }
      row = next;
    }
    return row[other.length];
  }

  const slug = (path) => path.replace(/\/(index(\.html)?)?$/, "").split("/").pop().replace(/\.\w+$/, "").toLowerCase();

  function nearest(asked) {
    const wanted = slug(asked);
    if (!wanted) return [];
    return PAGES.map(([url, title]) => ({ url, title, far: distance(wanted, slug(url)) - (url === asked) }))
      .filter(({ far }) => far <= Math.max(2, wanted.length / 3))
      .sort((a, b) => a.far - b.far)
      .slice(0, 5);
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
