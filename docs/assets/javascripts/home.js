/* The finder of formulas: two names, by any of their aliases, lead to the page of the pair. Without this script the
   form leads to the matrix. */
"use strict";

const form = document.querySelector(".pair-finder");
const options = [...form.querySelectorAll("option")];
const plain = (text) => text.trim().toLowerCase().replace(/[\s_–-]+/g, " ").replace(/ distribution$/, "");
const order = options.filter(({ dataset }) => dataset.row).map(({ dataset }) => dataset.slug);
const rows = new Map(options.filter(({ dataset }) => dataset.row).map(({ dataset }) => [dataset.slug, dataset.row]));
const byName = new Map(options.flatMap(({ value, dataset }) => [[plain(dataset.slug), dataset.slug], [plain(value), dataset.slug]]));

/* What a distribution is meant by a text: by a name, or by the beginning that only one of them has. */
function meant(text) {
  const asked = plain(text);
  if (byName.has(asked)) return byName.get(asked);
  const found = new Set([...byName].filter(([name]) => asked && name.startsWith(asked)).map(([, slug]) => slug));
  return found.size === 1 ? [...found][0] : undefined;
}

function find(p, q) {
  const where = rows.get(p)[order.indexOf(q)];
  if (where === "k") return `kl/${p}-${q}.html`;
  if (where === "d") return `distributions/${p}.html#${p}-${q}`;
  return null;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const said = form.querySelector("output");
  const [p, q] = ["p", "q"].map((name) => meant(form.elements[name].value));
  for (const [name, slug] of [["p", p], ["q", q]]) {
    if (slug) continue;
    said.textContent = `No distribution is called “${form.elements[name].value.trim()}” here.`;
    form.elements[name].focus();
    return;
  }
  const place = find(p, q);
  if (place) location.assign(new URL(place, location.href));
  else said.textContent = "These two live on different spaces: between them there is no divergence.";
});
