/* Divergences as numbers: the derived formula where there is one, else a sum or an integral. The formulas and densities
   themselves are in numbers.js, which the build writes; special functions come from Cephes, fetched when the first one
   is asked for. */
"use strict";

window.kldivNumbers = (() => {
  const distributions = {};
  const pairs = {};
  const HERE = window.document?.currentScript.src;
  let library = window.kldivCephes; // there already where there is no page
  let fetching;

  /* Cephes. Until it is compiled, the promise of it is thrown: whoever draws waits for it and draws anew. */
  function cephes() {
    if (!library) throw fetching ??= fetched();
    return library;
  }

  async function fetched() {
    const script = Object.assign(document.createElement("script"), { src: new URL("cephes.js", HERE).href });
    await new Promise((loaded, failed) => {
      script.addEventListener("load", loaded);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
    await window.kldivCephes.compiled;
    library = window.kldivCephes;
  }

  function add(newDistributions, newPairs) {
    Object.assign(distributions, newDistributions);
    Object.assign(pairs, newPairs);
  }

  /* What the formulas call. Cephes has all but K of any order, which is an integral that the trapezoidal rule, used on
     it, gives to the last digits (DLMF 10.32.9). */
  const special = (() => {
    const besselk = (order, x) => {
      const term = (t) => Math.exp(-x * (Math.cosh(t) - 1)) * Math.cosh(order * t);
      let sum = 0.5;
      for (let t = 1 / 32, last = 1; t < 40 && last > 1e-18 * sum; t += 1 / 32) sum += last = term(t);
      return Math.exp(-x) * sum / 32;
    };
    /* Cephes refuses what is below the least float; there a tail is 0, and what is left of it 1. */
    const within = (call, below) => {
      try {
        return call();
      } catch (error) {
        if (/underflow/.test(error.message)) return below;
        throw error;
      }
    };
    const far = (a, x) => (x > Math.max(1, a) ? 1 : 0);
    return {
      lgamma: (x) => cephes().lgam(x),
      gamma: (x) => cephes().gamma(x),
      digamma: (x) => cephes().psi(x),
      polygamma: (n, x) => (n === 0 ? cephes().psi(x) : (-1) ** (n + 1) * cephes().gamma(n + 1) * cephes().zeta(n + 1, x)),
      gammainc: (a, x) => within(() => cephes().igam(a, x), far(a, x)),
      gammaincc: (a, x) => within(() => cephes().igamc(a, x), 1 - far(a, x)),
      betainc: (a, b, x) => within(() => cephes().incbet(a, b, x), x > a / (a + b) ? 1 : 0),
      besseli: (n, x) => (n === 0 ? cephes().i0(x) : n === 1 ? cephes().i1(x) : cephes().iv(n, x)),
      besselk,
      expint: (n, x) => within(() => cephes().expn(n, x), 0),
      ei: (x) => (x > 0 ? cephes().ei(x) : -within(() => cephes().expn(1, -x), 0)),
      erf: (x) => within(() => cephes().erf(x), Math.sign(x)),
      erfc: (x) => within(() => cephes().erfc(x), x < 0 ? 2 : 0),
      binomial: (n, k) => Math.exp(cephes().lgam(n + 1) - cephes().lgam(k + 1) - cephes().lgam(n - k + 1)),
    };
  })();

  /* What is wrong with a value of a parameter, or "". */
  const RULES = {
    real: (v) => Number.isFinite(v),
    positive: (v) => Number.isFinite(v) && v > 0,
    nonnegative: (v) => Number.isFinite(v) && v >= 0,
    unit: (v) => v > 0 && v < 1,
    count: (v) => Number.isInteger(v) && v >= 1,
    integer: (v) => Number.isInteger(v),
  };

  function fault(slug, values) {
    const { title, parameters, low, high, discrete } = distributions[slug];
    for (const { name, domain, text } of parameters) {
      if (!RULES[domain](values[name])) return `${title}: ${name} must be ${text}, got ${values[name]}`;
    }
    const [from, to] = [low(values, special), high(values, special)];
    return from < to || (discrete && from === to) ? "" : `${title}: low must be below high, got ${from} and ${to}`;
  }

  /* A distribution with numbers for parameters. */
  function make(slug, values) {
    const wrong = fault(slug, values);
    if (wrong) throw new RangeError(wrong);
    const kind = distributions[slug];
    const [low, high] = [kind.low(values, special), kind.high(values, special)];
    const middle = (low + high) / 2;
    // Where a density is written as 0/0 it is the mean of those on either side.
    const nearby = Number.isNaN(kind.log(middle, values, special)) && kind.delicate?.(values, special)
      ? [1 - 4e-6, 1 + 4e-6].map((factor) => Object.fromEntries(Object.entries(values).map(([k, v]) => [k, v * factor])))
      : [];
    // `left` is what is left from x to the upper end, where that is known better than by subtraction.
    const log = (x, left) => {
      if (x < low || x > high) return -Infinity;
      if (nearby.length) return nearby.reduce((sum, each) => sum + kind.log(x, each, special) / nearby.length, 0);
      if (left && kind.end && x > middle) return kind.end(x, left, values, special);
      const found = kind.log(x, values, special);
      return Number.isNaN(found) ? kind.log(x + (x === low ? 1e-13 : -1e-13), values, special) : found;
    };
    const { discrete, circular } = kind;
    return { slug, values, low, high, log, discrete, circular, at: (x) => Math.exp(log(x)) };
  }

  /* The places below which given shares of the mass lie, about. */
  function quantiles(one, levels) {
    const points = scouts(one);
    const reached = [0];
    for (let k = 1; k < points.length; k += 1) {
      const width = points[k] - points[k - 1];
      const part = one.discrete ? one.at(points[k]) : width * Math.min(one.at((points[k] + points[k - 1]) / 2), 1e9);
      reached.push(reached[k - 1] + part);
    }
    const total = reached.at(-1);
    // From the nearer end, so that a small share above is found as well as one below.
    const left = [...reached].reverse();
    return levels.map((level) => {
      if (level <= 0.5) return points[reached.findIndex((mass) => mass >= level * total)];
      return points[points.length - 1 - left.findIndex((mass) => total - mass > (1 - level) * total) + 1] ?? points.at(-1);
    });
  }

  /* Where the mass of a distribution lies: from and to, all but `outside` of it at either end, and the middle. */
  function range(one, outside = 1e-3) {
    const [from, middle, to] = quantiles(one, [outside, 0.5, 1 - outside]);
    return { from, middle, to };
  }

  function scouts(one) {
    const { low, high, discrete } = one;
    if (discrete) {
      const first = Number.isFinite(low) ? low : -2000;
      const last = Number.isFinite(high) ? high : first + 4000;
      return Array.from({ length: Math.min(last - first, 20000) + 2 }, (_, k) => first - 1 + k);
    }
    const steps = Array.from({ length: 801 }, (_, k) => k / 800);
    if (Number.isFinite(low) && Number.isFinite(high)) return steps.map((s) => low + (high - low) * s);
    if (Number.isFinite(low)) return steps.map((s) => low + Math.exp(60 * s - 30));
    if (Number.isFinite(high)) return steps.map((s) => high - Math.exp(30 - 60 * s));
    const centre = one.values.loc ?? one.values.mu ?? 0;
    return steps.map((s) => centre + Math.sinh(60 * s - 30));
  }

  /* The integral of a function over an interval by the rule tanh-sinh, refined until two agree. The function is told
     beside a place what is left from there to the upper end, if that is the nearer. */
  function integral(fn, from, to, tolerance = 1e-10) {
    const [middle, half] = [(from + to) / 2, (to - from) / 2];
    const term = (t) => {
      const u = Math.PI / 2 * Math.sinh(t);
      const near = half * Math.exp(-Math.abs(u)) / Math.cosh(u); // from the nearer end, without loss
      if (near < 1e-290) return 0;
      const value = (t < 0 ? fn(from + near) : fn(to - near, near)) * half * Math.PI / 2 * Math.cosh(t) / Math.cosh(u) ** 2;
      return Number.isFinite(value) ? value : 0;
    };
    // At an end that is a pole more counts of what lies close to it.
    const reach = Number.isFinite(fn(from)) && Number.isFinite(fn(to)) ? 4.5 : 6;
    let [step, sum] = [0.5, fn(middle) * half * Math.PI / 2];
    for (let k = 1; k * step < reach; k += 1) sum += term(k * step) + term(-k * step);
    let found = sum * step;
    for (let level = 0; level < 6; level += 1) {
      for (let t = step / 2; t < reach; t += step) sum += term(t) + term(-t);
      step /= 2;
      const better = sum * step;
      if (Math.abs(better - found) <= tolerance * Math.abs(better)) return better;
      found = better;
    }
    return found;
  }

  /* The mass between two places. */
  function mass(one, from, to) {
    const [low, high] = [Math.max(from, one.low), Math.min(to, one.high)];
    if (one.discrete) {
      let sum = 0;
      const [first, last] = quantiles(one, [1e-14, 1 - 1e-14]);
      const start = from >= one.low ? Math.floor(from) + 1 : one.low; // what lies at `to` belongs to it, not to the next
      for (let k = Math.max(start, first - 40); k <= Math.min(high, last + 400); k += 1) sum += one.at(k);
      return sum;
    }
    if (!(low < high)) return 0;
    if (high === Infinity && low === -Infinity) return 1;
    // Cut where the mass lies: from far away a rule would not find it.
    one.cuts ??= [...new Set(quantiles(one, [1e-3, 0.03, 0.2, 0.5, 0.8, 0.97, 1 - 1e-3]))];
    const places = [low, ...one.cuts.filter((x) => x > low && x < high), high];
    return places.slice(1).reduce((sum, to, k) => sum + piece(one, places[k], to), 0);
  }

  function piece(one, low, high) {
    if (high === Infinity) return integral((u) => one.at(low + (1 - u) / u) / u ** 2, 0, 1);
    if (low === -Infinity) return integral((u) => one.at(high - (1 - u) / u) / u ** 2, 0, 1);
    return integral(one.at, low, high);
  }

  /* Whether what lies far out, or at an end, makes D(p || q) infinite: there p log(p/q), times the distance from where
     the mass is or divided by the nearness to the end, does not fall off as a power. For what is cut off; of whole
     distributions the conditions are known. */
  function endsInfinite(p, q) {
    if (p.discrete) return false;
    const { from, middle, to } = range(p, 0.004);
    const weight = (x, distance) => {
      const [here, there] = [p.log(x), q.log(x)];
      return here === -Infinity ? -Infinity : here + Math.log(Math.abs(here - there)) + Math.log(distance);
    };
    return [[p.low, -1], [p.high, 1]].some(([end, way]) => {
      const places = Number.isFinite(end) ? [1e-6, 1e-9] : [5, 50].map((times) => times * (to - from));
      const [near, far] = places.map((d) => weight(Number.isFinite(end) ? end - way * d : middle + way * d, d));
      return far === Infinity || far > near - 0.01;
    });
  }

  /* The place below which a share of the mass lies. */
  function quantile(one, share) {
    let [from, , to] = quantiles(one, [1e-9, 0.5, 1 - 1e-9]);
    for (let k = 0; k < 64; k += 1) {
      const middle = (from + to) / 2;
      if (mass(one, -Infinity, middle) < share) from = middle;
      else to = middle;
    }
    return one.discrete ? Math.floor(to) : to;
  }

  const LEVELS = [-12, -9, -7, -5, -4, -3, -2, -1].map((power) => 10 ** power);

  /* Over all of a distribution's support, cut where its mass lies and where the other bends. */
  function over(p, fn, bends = []) {
    if (p.discrete) {
      let sum = 0;
      const [from, to] = quantiles(p, [1e-14, 1 - 1e-14]);
      for (let k = Math.max(p.low, from - 40); k <= Math.min(p.high, to + 400); k += 1) sum += fn(k);
      return sum;
    }
    const inside = quantiles(p, [...LEVELS, 0.5, ...LEVELS.map((level) => 1 - level)]);
    const cuts = [...new Set([p.low, ...inside, p.high, ...bends])]
      .filter((x) => Number.isFinite(x) && x >= p.low && x <= p.high).sort((a, b) => a - b);
    let sum = 0;
    for (let k = 1; k < cuts.length; k += 1) {
      sum += integral(cuts[k] === p.high ? fn : (x) => fn(x), cuts[k - 1], cuts[k]);
    }
    if (p.high === Infinity) sum += integral((u) => fn(cuts.at(-1) + (1 - u) / u) / u ** 2, 0, 1);
    if (p.low === -Infinity) sum += integral((u) => fn(cuts[0] - (1 - u) / u) / u ** 2, 0, 1);
    return sum;
  }

  /* p log(p/q) - p + q: nowhere negative, so that nothing cancels. Where p has mass everywhere that q has, its integral
     is the divergence. */
  function gap(p, q, x, left) {
    const [here, there] = [p.log(x, left), q.log(x, left)];
    const ratio = here - there;
    if (Math.abs(ratio) < 0.1) return Math.exp(here) * (ratio + Math.expm1(-ratio));
    return (here === -Infinity ? 0 : Math.exp(here) * (ratio - 1)) + Math.exp(there);
  }

  function numerically(p, other) {
    // On a circle there is no outside: where its line is cut open does not matter.
    const around = (x) => distributions[other.slug].log(x, other.values, special);
    const q = p.circular && other.circular ? { ...other, low: p.low, high: p.high, log: around } : other;
    if (p.low < q.low || p.high > q.high) return Infinity;
    const bends = [q.low, q.high, ...[p, q].flatMap((one) => [one.values.loc, one.values.mu])];
    const plain = over(p, (x, left) => {
      const here = p.log(x, left);
      return here > -740 ? Math.exp(here) * (here - q.log(x, q.high === p.high ? left : undefined)) : 0;
    }, bends);
    if (plain > 1e-2 || p.low !== q.low || p.high !== q.high) return plain;
    return over(p, (x, left) => gap(p, q, x, left), bends);
  }

  /* So far apart quadrature and a formula are not by rounding. */
  const ASTRAY = 1e-9;

  /* For 0 log 0 and its kin, whose limits these are. */
  const hardlyZero = (values) => Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === 0 ? Number.MIN_VALUE : value]),
  );

  /* What the closed form gives; NaN where there is none. */
  function formula(pair, p, q) {
    if (!pair.kl || (pair.scope && !pair.scope(p.values, q.values, special))) return NaN;
    const value = pair.kl(p.values, q.values, special);
    return Number.isNaN(value) ? pair.kl(hardlyZero(p.values), hardlyZero(q.values), special) : value;
  }

  /* D(p || q) in nats and how it was found: "closed form", "infinite", "quadrature"; with the reason of an infinity. */
  function kl(p, q) {
    const same = p.slug === q.slug && Object.keys(p.values).every((name) => p.values[name] === q.values[name]);
    if (same) return { value: 0, how: "closed form" };
    if (p.discrete !== q.discrete) return { value: Infinity, how: "infinite", why: "one is discrete, the other is not" };
    const pair = pairs[`${p.slug}-${q.slug}`];
    if (!(p.circular && q.circular) && (p.low < q.low || p.high > q.high)) {
      return { value: Infinity, how: "infinite", why: "p has mass where q has none" };
    }
    if (pair.kind === "infinite") return { value: Infinity, how: "infinite", why: "whatever the parameters" };
    if (pair.finite && !pair.finite(p.values, q.values, special)) {
      return { value: Infinity, how: "infinite", why: "p log(p/q) is too large far out, or at an end" };
    }
    // A small difference of large terms has lost digits, but not so many as quadrature where it does not settle.
    const value = formula(pair, p, q);
    const delicate = [p, q].some(({ slug, values }) => distributions[slug].delicate?.(values, special));
    if (value > 1e-2 && !delicate) return { value, how: "closed form" };
    const found = numerically(p, q);
    const astray = !delicate && value > 1e-4 && Math.abs(found - value) > ASTRAY * value;
    return astray ? { value, how: "closed form" } : { value: Math.max(found, 0), how: "quadrature" };
  }

  /* Where it is near 0 a formula has lost digits; what a uniform distribution has more than this one has not. */
  function entropy(p) {
    const formula = distributions[p.slug].entropy;
    const found = formula ? formula(p.values, special) : over(p, (x) => (p.at(x) ? -p.at(x) * p.log(x) : 0));
    const most = Math.log(p.high - p.low);
    if (p.discrete || Math.abs(most) > 1e-2 || Math.abs(found) > 1e-2) return found;
    return most - over(p, (x, left) => gap(p, { log: () => -most }, x, left));
  }

  return { add, distributions, pairs, special, fault, make, range, mass, quantile, integral, kl, entropy, numerically, endsInfinite };
})();
