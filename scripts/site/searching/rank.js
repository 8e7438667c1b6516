/* The search itself: a question in any words, ten places that may answer it. It knows no document and no page. */
"use strict";

const LIMIT = 10;
/* How much a word counts by where it stands, and how much less if only its beginning or its spelling is near. */
const FIELDS = { title: 4, alias: 6, page: 2, text: 1 };
const NEAR = { prefix: 0.45, fuzzy: 0.35 };
/* A word such as "divergence", which nearly every page has, beside one that tells pages apart. */
const WEAK = 0.1;
/* What a page's section says counts for the page, a little less than what the page itself says. */
const OF_A_SECTION = 0.85;

/* Pages and their sections as documents. */
function documentsOf(data) {
  const documents = [];
  data.pages.forEach((page, number) => {
    const alias = page.aliases.join(" , ");
    documents.push({ page: number, anchor: "", title: page.title, alias, text: page.parts[0][2] });
    for (const [anchor, heading, text] of page.parts) {
      if (anchor) documents.push({ page: number, anchor, title: heading, parent: `${page.title} ${alias}`, text });
    }
  });
  return documents.map((document, id) => ({ ...document, id }));
}

function makeSearch(MiniSearch, stem, data) {
  const silent = new Set(data.words.stop);
  const weak = new Set(data.words.weak.map(stem));
  const names = makeNames(MiniSearch, data);
  const pairs = makePairs(data);
  const documents = documentsOf(data);
  const engine = new MiniSearch({
    fields: Object.keys(FIELDS),
    extractField: (document, field) => document[field === "page" ? "parent" : field] ?? (field === "id" ? document.id : ""),
    tokenize: (text) => [text],
    processTerm: (text) => indexed(text, stem),
  });
  engine.addAll(documents);
  const owner = documents.map((document) => documents.findIndex((other) => other.page === document.page));
  const called = documents.map((document) =>
    (document.anchor ? [document.title] : [document.title, ...data.pages[document.page].aliases])
      .map((name) => new Set(content(name, stem, silent)))
      .filter((name) => name.size),
  );
  const idle = data.words.idle.length ? new RegExp(`\\b(?:${data.words.idle.join("|")})\\b`, "gi") : null;
  const known = new Map();
  const same = data.words.same.map((group) => group.map((phrase) => content(phrase, stem, silent)));

  const lookUp = (word, near) =>
    engine.search(word, { boost: FIELDS, tokenize: (text) => [text], processTerm: (text) => text, weights: { ...NEAR }, ...near });

  /* How well each document has a word: as it stands or by its stem, else begun, else nearly. */
  function scoresOf(word, last) {
    const key = `${word} ${last}`;
    if (!known.has(key)) known.set(key, lookedUp(word, last));
    return known.get(key);
  }

  function lookedUp(word, last) {
    const scores = new Map();
    const keep = (hits) => {
      for (const hit of hits) scores.set(hit.id, Math.max(scores.get(hit.id) ?? 0, hit.score));
    };
    keep(lookUp(stem(word), {}));
    if (last || word.length > 4) keep(lookUp(word, { prefix: word.length > 1 }));
    if (!scores.size && word.length > 3) keep(lookUp(word, { fuzzy: 0.25, prefix: true }));
    return scores;
  }

  /* All words of a phrase. */
  function together(words, last) {
    const each = words.map((word) => scoresOf(word, last));
    const scores = new Map();
    for (const [id, score] of each[0] ?? []) {
      if (each.every((other) => other.has(id))) {
        scores.set(id, each.reduce((sum, other) => sum + other.get(id), 0) / Math.sqrt(each.length));
      }
    }
    return scores;
  }

  /* What is asked for, thing by thing; a thing may be said in several ways. */
  function concepts(words) {
    const telling = words.filter(({ whole }) => !silent.has(whole) && (whole.length > 1 || /\p{N}/u.test(whole)));
    const kept = telling.length ? telling : words;
    const roots = kept.map(({ whole }) => stem(whole));
    const things = [];
    for (let at = 0; at < kept.length; ) {
      const said = phraseAt(roots, at);
      const { parts, whole } = kept[at];
      const ways = said ? said.ways : [[[whole], 1]];
      if (!said && parts.length > 1) {
        const telling = parts.filter((part) => part.length > 1 && !silent.has(part) && !weak.has(stem(part)));
        ways.push([telling, 0.8], ...telling.map((part) => [[part], 0.4]));
      }
      const size = said ? said.size : 1;
      const light = (said ? said.weak : false) || (!said && parts.every((part) => weak.has(stem(part))));
      const own = said ? roots.slice(at, at + size) : [stem(whole), ...parts.map(stem)];
      things.push({ ways, weight: light ? WEAK : Math.sqrt(size), roots: own });
      at += size;
    }
    if (things.every((thing) => thing.weight === WEAK)) for (const thing of things) thing.weight = 1;
    return things;
  }

  /* The longest phrase at a place that has other names. */
  function phraseAt(roots, at) {
    let best = null;
    for (const group of same) {
      for (const phrase of group) {
        const fits = phrase.length > 0 && phrase.every((word, step) => roots[at + step] === word);
        if (fits && phrase.length > (best?.size ?? 0)) {
          const others = group.filter((other) => other !== phrase && other.length).map((other) => [other, 0.7]);
          const light = group.some((other) => other.length && other.every((word) => weak.has(word)));
          best = { size: phrase.length, weak: light, ways: [[phrase, 1], ...others] };
        }
      }
    }
    return best;
  }

  /* How well each document has a thing, in whichever way it is said best. */
  function held(thing, last) {
    const best = new Map();
    const keep = (id, score) => best.set(id, Math.max(best.get(id) ?? 0, score));
    for (const [way, factor] of thing.ways) {
      for (const [id, score] of together(way, last)) keep(id, factor * score);
    }
    for (const [id, score] of [...best]) if (owner[id] !== id) keep(owner[id], OF_A_SECTION * score);
    return best;
  }

  /* Documents by how well they answer: the sum over what is asked for, the more so the more of it they have. */
  function ranked(words, typing) {
    const things = concepts(words);
    const asked = new Map(things.flatMap((thing) => thing.roots.map((root) => [root, thing.weight === WEAK ? WEAK : 1])));
    const sums = new Map();
    things.forEach((thing, number) => {
      for (const [id, score] of held(thing, typing && number === things.length - 1)) {
        const sum = sums.get(id) ?? { score: 0, had: 0 };
        sum.score += thing.weight * score;
        sum.had += thing.weight;
        sums.set(id, sum);
      }
    });
    const all = things.reduce((sum, thing) => sum + thing.weight, 0) || 1;
    const results = [...sums].map(([id, { score, had }]) => {
      const share = had / all;
      const weight = data.pages[documents[id].page].weight * (0.3 + 0.7 * share ** 2);
      return { id, score: score * weight * named(id, asked) };
    });
    results.sort((a, b) => b.score - a.score || a.id - b.id);
    const said = things.flatMap((thing) => thing.ways.flatMap(([way]) => way));
    return { results, roots: new Set([...said, ...said.map(stem)]) };
  }

  /* A name that the question has whole speaks for its document, as much as it is of the question. */
  function named(id, asked) {
    const heavy = (words) => [...words].reduce((sum, word) => sum + asked.get(word), 0);
    const all = heavy(asked.keys());
    let best = 0;
    for (const name of called[id]) {
      if ([...name].every((word) => asked.has(word))) best = Math.max(best, heavy(name) / all);
    }
    return 1 + 1.5 * Math.min(best, 1);
  }

  function textHit({ id }, roots) {
    const document = documents[id];
    const page = data.pages[document.page];
    const part = page.parts.find(([anchor]) => anchor === document.anchor);
    const text = document.anchor ? part[2] : page.parts[0][2];
    return {
      url: page.url + (document.anchor ? `#${document.anchor}` : ""),
      title: document.anchor ? document.title : page.title,
      page: document.anchor ? page.title : "",
      kind: page.kind,
      formula: document.anchor ? "" : page.formula || "",
      excerpt: excerpt(text, roots, stem, 130),
    };
  }

  /* What the names in a question lead to, best first, and how much of the question they are. */
  function byName(question) {
    const { found, left } = names.find(question);
    const rest = concepts(left);
    const more = rest.filter((thing) => thing.weight !== WEAK && !thing.roots.every((root) => weak.has(root)));
    const sure = found.filter((name) => name.sure || found.length > 1 || !more.length);
    if (!sure.length) return { hits: [], share: 0 };
    const numbers = sure.map((name) => name.number);
    const hits = [];
    const [p, q = numbers[0]] = numbers;
    const text = ` ${plain(question).toLowerCase()} `;
    const divergence = left.some(({ parts }) => parts.some((part) => weak.has(stem(part)))) || /\b(two|2|between|vs|versus)\b/.test(text);
    const distribution = pageOf(data.names[p][0]);
    if (numbers.length > 1 && p !== q) {
      hits.push(pairs.hit(p, q), pairs.hit(q, p), pairs.hit(p, p), pairs.hit(q, q));
    } else if (numbers.length > 1 || divergence) {
      hits.push(pairs.hit(p, p), distribution);
    } else {
      hits.push(distribution, pairs.hit(p, p));
    }
    const apart = names.find(question, 1);
    if (numbers.length === 1 && apart.found.length === 2) {
      const [first, second] = apart.found.map((name) => name.number);
      hits.push(pairs.hit(first, second), pairs.hit(second, first));
    }
    const there = hits.filter(Boolean);
    const certain = numbers.length > 1 ? 2 : there.length;
    if (numbers.length === 1) there.push(...pairs.from(p, LIMIT));
    return { hits: there, certain, share: numbers.length / (numbers.length + more.length), several: numbers.length > 1 };
  }

  function pageOf(slug) {
    const page = data.pages.find(({ url }) => url === `distributions/${slug}.html`);
    const first = page?.parts[0]?.[2] ?? "";
    return page ? { url: page.url, title: page.title, kind: page.kind, formula: "", excerpt: excerpt(first, new Set(), stem, 130) } : null;
  }

  /* A name and the beginning of another: gamma wei. */
  function aboutToName(question) {
    const { found, left } = names.find(question);
    const word = left.at(-1);
    if (found.length !== 1 || !word || plain(question).length !== word.end || word.whole.length < 2) return [];
    if (silent.has(word.whole) || weak.has(stem(word.whole))) return [];
    return names.begun(word.whole).flatMap((number) => [pairs.hit(found[0].number, number)]).filter(Boolean).slice(0, 3);
  }

  /* One place of a page in the first three, two in all; no place twice. */
  function spread(hits) {
    const places = new Set();
    const pages = new Map();
    const kept = [];
    for (const hit of hits) {
      const page = hit.kind === "Formulas" ? hit.url : hit.url.split("#")[0];
      const times = pages.get(page) ?? 0;
      if (places.has(hit.url) || times > 1 || (times && kept.length < 3)) continue;
      places.add(hit.url);
      pages.set(page, times + 1);
      kept.push(hit);
      if (kept.length === LIMIT) break;
    }
    return kept;
  }

  /* Answer a question; `typing` says that its last word may not be finished. */
  function ask(typed, typing = true) {
    const question = idle ? typed.replace(idle, " ") : typed;
    const words = chunks(question);
    if (!words.length) return [];
    const { results, roots } = ranked(words, typing);
    const texts = results.slice(0, 4 * LIMIT).map((result) => textHit(result, roots));
    const { hits, certain, share, several } = byName(question);
    const begun = aboutToName(question);
    if (share === 1 || (several && share >= 0.5)) {
      const more = several ? hits.slice(certain) : [];
      return spread([...hits.slice(0, certain), ...begun, ...more, ...texts.slice(0, 4), ...hits.slice(certain), ...texts]);
    }
    return spread([...begun, ...texts.slice(0, 2), ...hits.slice(0, 1), ...texts.slice(2), ...hits.slice(1, certain)]);
  }

  return { ask };
}
