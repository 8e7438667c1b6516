/* What is typed and what is written, as words that can be compared. */
"use strict";

const CHUNK = /[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*/gu;
const HUMPS = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
/* D(p || q), KL(p‖q), D_KL(P|Q): the thing itself, not three letters. */
const NOTATION = /(?<![\p{L}\p{N}])(?:D|KL|D_?\{?KL\}?|KLD)\s*\(\s*(p|q)\s*(?:\|\||\\\||‖|∥|\|)\s*(p|q)\s*\)/giu;

/* Letters without accents, powers apart from what they stand on, no possessive. */
function plain(text) {
  return text
    .replace(NOTATION, (_, first) => (first.toLowerCase() === "p" ? " KL " : " reverse KL "))
    .replace(/[²³]/g, (power) => (power === "²" ? " 2" : " 3"))
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/['’]s(?!\p{L})|['’′]/gu, "");
}

/* Each chunk of a text with its parts: kl_div has kl and div, LogNormal has log and normal. */
function chunks(text) {
  return [...plain(text).matchAll(CHUNK)].map((found) => {
    const parts = found[0].split(/[-_]/).flatMap((part) => part.split(HUMPS)).map((part) => part.toLowerCase());
    return { parts, whole: parts.join(""), start: found.index, end: found.index + found[0].length };
  });
}

/* The words to index: every part and every whole, as it is written and as its stem. */
function indexed(text, stem) {
  const words = [];
  for (const { parts, whole } of chunks(text)) {
    for (const word of parts.length > 1 ? [...parts, whole] : parts) {
      if (word.length === 1 && !/\p{N}/u.test(word)) continue;
      const root = stem(word);
      words.push(word);
      if (root !== word) words.push(root);
    }
  }
  return words;
}

/* The words of a short text that say something, as stems. */
function content(text, stem, silent) {
  return chunks(text)
    .flatMap(({ parts }) => parts)
    .filter((part) => part.length > 1 && !silent.has(part))
    .map(stem);
}

/* A part of a text around its first match, in pieces: [words, matched or not]. */
function excerpt(text, roots, stem, length) {
  const matches = [...text.matchAll(/[\p{L}\p{N}]+/gu)].filter((found) => {
    const word = plain(found[0]).toLowerCase();
    return roots.has(word) || roots.has(stem(word));
  });
  const first = matches.length ? matches[0].index : 0;
  let from = first < length / 2 ? 0 : text.lastIndexOf(" ", first - length / 4) + 1;
  let to = from + length < text.length ? text.lastIndexOf(" ", from + length) : text.length;
  if (to <= first) to = Math.min(text.length, from + length);
  const pieces = [];
  if (from > 0) pieces.push(["… ", false]);
  for (const found of matches) {
    if (found.index < from || found.index + found[0].length > to) continue;
    pieces.push([text.slice(from, found.index), false], [found[0], true]);
    from = found.index + found[0].length;
  }
  pieces.push([text.slice(from, to) + (to < text.length ? " …" : ""), false]);
  return pieces.filter(([piece]) => piece);
}
