/* The finder of formulas: two names, by any of their aliases, lead to the page of the pair. Without this script the
   form leads to the matrix. */
"use strict";

const form = document.querySelector(".pair-finder");
const options = [...form.querySelectorAll("option")];
const said = form.querySelector("output");
/* Chi² is chi2, N(0, 1) is N: what stands in brackets are parameters. */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}|\(.*\)/gu, "").trim().toLowerCase()
  .replace(/[\s_–-]+/g, " ").replace(/ distributions?$/, "");
const firsts = new Map(options.filter(({ dataset }) => dataset.row).map((option) => [option.dataset.slug, option]));
const order = [...firsts.keys()];
const titleOf = (slug) => firsts.get(slug).value;
const byName = new Map(options.flatMap(({ value, dataset }) => [[plain(dataset.slug), dataset.slug], [plain(value), dataset.slug]]));

/* What a distribution is meant by a text: by a name, or by the beginning that only one of them has. */
function meant(text) {
  const asked = plain(text);
  if (byName.has(asked)) return byName.get(asked);
  const found = new Set([...byName].filter(([name]) => asked && name.startsWith(asked)).map(([, slug]) => slug));
  return found.size === 1 ? [...found][0] : undefined;
}

function find(p, q) {
  const where = firsts.get(p).dataset.row[order.indexOf(q)];
  if (where === "k") return `kl/${p}-${q}.html`;
  if (where === "d") return `distributions/${p}.html#${p}-${q}`;
  return null;
}

/* A name that nobody has: those near to it, each a button that takes its place. */
function doubt(field) {
  const slugs = new Set(near(plain(field.value), [...byName.keys()]).map((name) => byName.get(name)));
  said.textContent = `No distribution is called “${field.value.trim()}” here.`;
  if (slugs.size) said.append(" Did you mean");
  [...slugs].forEach((slug, number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = titleOf(slug);
    button.addEventListener("click", () => {
      field.value = titleOf(slug);
      form.requestSubmit();
    });
    said.append(number ? " or " : " ", button);
  });
  if (slugs.size) said.append("?");
  field.focus();
}

/* Two that share no space; unless one is the other where that is as small as can be. */
function apart(p, q) {
  const [large, small] = [[p, q], [q, p]].find(([one, other]) => firsts.get(one).dataset.smallest === other) ?? [];
  if (!large) {
    said.textContent = "These two live on different spaces: between them there is no divergence.";
    return;
  }
  const link = document.createElement("a");
  link.href = find(large, large);
  link.textContent = "Two such distributions";
  said.replaceChildren(`${firsts.get(large).dataset.words}. `, link, " have a formula.");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  said.textContent = "";
  const [p, q] = ["p", "q"].map((name) => meant(form.elements[name].value));
  if (!p || !q) {
    doubt(form.elements[p ? "q" : "p"]);
    return;
  }
  const place = find(p, q);
  if (place) location.assign(new URL(place, location.href));
  else apart(p, q);
});
