/* The distributions that a question names, and the pages of a pair. */
"use strict";

/* Names are compared by their letters and digits alone, in the singular. */
function keyOf(text) {
  return plain(text).toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function singular(key) {
  return key.length > 4 && key.endsWith("s") && !key.endsWith("ss") ? key.slice(0, -1) : key;
}

/* A register of names: finds the distributions in a text, and what of it is left. */
function makeNames(MiniSearch, data) {
  const known = new Map();
  data.names.forEach(([slug, , others], number) => {
    for (const name of [slug, ...others]) {
      known.set(keyOf(name), number);
      known.set(singular(keyOf(name)), number);
    }
  });
  const keys = [...known.keys()];
  const near = new MiniSearch({ fields: ["key"], tokenize: (text) => [text], processTerm: (term) => term });
  near.addAll(keys.map((key, id) => ({ id, key })));
  const short = new Set(data.words.short.map(keyOf));
  const silent = new Set([...data.words.stop, ...data.words.weak, ...data.words.plain]);

  /* A near spelling begins with the same letter and is not much longer or shorter. */
  function misspelt(key) {
    if (key.length < 4) return undefined;
    const found = near.search(key, { fuzzy: key.length < 8 ? 1 : 2 });
    const fits = found.map((hit) => keys[hit.id]).filter((other) => other.length > 4 && other[0] === key[0]);
    return fits.length ? known.get(fits[0]) : undefined;
  }

  function exact(key) {
    return known.get(key) ?? known.get(singular(key));
  }

  /* The longest run of words at a place that is a name: at most four words long. */
  function nameAt(words, at, most) {
    for (let size = Math.min(most, words.length - at); size > 0; size--) {
      const key = words.slice(at, at + size).map((word) => word.key).join("");
      const number = exact(key);
      if (number !== undefined) return { number, size, sure: !(short.has(key) || key.length < 3) };
    }
    return null;
  }

  /* Which words of a question are names. A name is unsure if it is a word of another kind as well: N, t, exp. */
  function find(question, most = 4) {
    const text = plain(question);
    const words = chunks(question).map((chunk) => ({ ...chunk, key: chunk.whole }));
    const found = [];
    const left = [];
    for (let at = 0; at < words.length; ) {
      const name = nameAt(words, at, most) ?? guessAt(words[at]);
      if (!name) {
        left.push(words[at++]);
        continue;
      }
      const end = words[at + name.size - 1].end;
      // Normal(0, 1): what stands in the brackets are parameters, not words.
      const called = text[end] === "(" ? text.slice(end, text.indexOf(")", end) + 1) : "";
      const next = words[at + name.size];
      const sure = name.sure || /[\d,]/.test(called) || /^dist/.test(next?.key ?? "");
      found.push({ ...name, sure, words: words.slice(at, at + name.size) });
      at += name.size;
      while (called && at < words.length && words[at].start < end + called.length) at++;
    }
    return { found, left };
  }

  function guessAt(word) {
    const number = silent.has(word.key) ? undefined : misspelt(word.key);
    return number === undefined ? null : { number, size: 1, sure: true, guessed: true };
  }

  /* The names that begin as the last word does: what is about to be typed. */
  function begun(key) {
    if (key.length < 2) return [];
    return [...new Set(keys.filter((other) => other.startsWith(key)).map((other) => known.get(other)))];
  }

  return { find, begun };
}

/* The pages of pairs: [q, kind, formula] for each p. */
function makePairs(data) {
  const pairs = new Map();
  data.pairs.forEach((row, p) => {
    for (const [q, kind, formula] of row) pairs.set(`${p},${q}`, { kind, formula });
  });
  const closest = ["formula", "infinite", "no closed form here"];

  function hit(p, q) {
    const pair = pairs.get(`${p},${q}`);
    if (!pair) return null;
    const [first, from] = data.names[p];
    const [second, to] = data.names[q];
    const id = `${first}-${second}`;
    const title = p === q ? data.selves[p] : `KL divergence from ${from} to ${to}`;
    const url = pair.kind === 1 ? `distributions/${first}.html#${id}` : `kl/${id}.html`;
    return { url, title, kind: "Formulas", formula: pair.formula || "", status: pair.kind, says: closest[pair.kind] };
  }

  /* What else is known from p: formulas first, then bounds of knowledge; the infinite ones say little. */
  function from(p, count) {
    const row = (data.pairs[p] || []).filter(([q, kind]) => q !== p && kind === 0);
    return row.slice(0, count).map(([q]) => hit(p, q));
  }

  return { hit, from };
}
