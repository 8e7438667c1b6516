/* What was meant by a name that nobody has. A finder that wants this asks for this script before its own. */
"use strict";

/* How many letters must be changed, added, left out or exchanged with the next to make one word of another. */
function distance(one, other) {
  let [earlier, before] = [[], [...Array(other.length + 1).keys()]];
  for (let i = 0; i < one.length; i += 1) {
    const now = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      now.push(Math.min(before[j] + (one[i] !== other[j]), before[j + 1] + 1, now[j] + 1));
      if (i && j && one[i] === other[j - 1] && one[i - 1] === other[j]) now[j + 1] = Math.min(now[j + 1], earlier[j - 1] + 1);
    }
    [earlier, before] = [before, now];
  }
  return before[other.length];
}

/* The names nearest to what was asked for, the nearest first: three at most, none that is far. */
function near(wanted, names, plain = (name) => name) {
  return names.map((name) => [distance(wanted, plain(name)), name])
    .filter(([far]) => far <= 1 + wanted.length / 4)
    .sort(([one], [other]) => one - other)
    .slice(0, 3)
    .map(([, name]) => name);
}
