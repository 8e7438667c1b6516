/* Boxes for a number. What is typed is read as arithmetic by the small parser below and compared with the number that
   the build computed. Without this script the boxes stay hidden, and the solutions are on the page anyway. */
"use strict";

const FUNCTIONS = {
  log: Math.log, ln: Math.log, log2: Math.log2, lb: Math.log2, log10: Math.log10, lg: Math.log10,
  exp: Math.exp, sqrt: Math.sqrt, "√": Math.sqrt,
};
const CONSTANTS = { pi: Math.PI, "π": Math.PI, e: Math.E, inf: Infinity, infinity: Infinity, infinite: Infinity, "∞": Infinity };
const TOKEN = /\s*(\d+(?:[.,]\d+)?(?:e[+-]?\d+)?|[.,]\d+|log_?(?:2|10)(?![\d.,])|[a-z]+|[-+*/^()%√π∞])/y;

function tokens(text) {
  const plain = text.trim().toLowerCase()
    .replace(/[−–]/g, "-").replace(/[×·⋅]/g, "*").replace(/[÷:]/g, "/").replace(/₂/g, "2").replace(/\*\*/g, "^");
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < plain.length) {
    const match = TOKEN.exec(plain);
    if (!match) throw new SyntaxError(text);
    found.push(match[1].replace("_", ""));
  }
  return found;
}

/* sum: product (± product)*;  product: signed ([* /] signed)*;  signed: -signed | power;  power: atom (^ signed)?
   Two values side by side are multiplied, as in "2 ln 2". */
function evaluate(text) {
  const rest = tokens(text);
  const takes = (...signs) => (signs.includes(rest[0]) ? rest.shift() : null);
  const isNumber = (token) => /^[\d.,]/.test(token ?? "");
  const opensValue = () => rest.length > 0 && !/^[-+*/^)%]$/.test(rest[0]);

  function sum() {
    let value = product();
    for (let sign; (sign = takes("+", "-"));) value += sign === "+" ? product() : -product();
    return value;
  }
  function product() {
    let value = signed();
    for (;;) {
      if (takes("*")) value *= signed();
      else if (takes("/")) value /= signed();
      else if (opensValue() && !isNumber(rest[0])) value *= power(); // no number after another: 1,000.5 is none
      else return value;
    }
  }
  function signed() {
    if (takes("-")) return -signed();
    return takes("+") ? signed() : power();
  }
  function power() {
    let value = atom();
    while (takes("%")) value /= 100;
    return takes("^") ? value ** signed() : value;
  }
  function atom() {
    const token = rest.shift();
    if (token === "(") {
      const value = sum();
      if (!takes(")")) throw new SyntaxError(text);
      return value;
    }
    if (isNumber(token)) return Number(token.replace(",", "."));
    if (Object.hasOwn(CONSTANTS, token)) return CONSTANTS[token];
    if (Object.hasOwn(FUNCTIONS, token) && (opensValue() || rest[0] === "-")) {
      return FUNCTIONS[token](rest[0] === "(" ? atom() : signed()); // log(2)^2 is a square, log 2^2 is not
    }
    throw new SyntaxError(text);
  }

  const value = sum();
  if (rest.length || Number.isNaN(value)) throw new SyntaxError(text);
  return value;
}

/* How a decimal number was rounded: how many significant digits it has, and half a unit of the last of them. */
function roundingOf(text) {
  const match = text.replace("−", "-").match(/^[-+]?(\d*)(?:[.,](\d*))?$/);
  if (!match) return { digits: 0, half: 0 };
  const decimals = match[2] ?? "";
  return { digits: (match[1] + decimals).replace(/^0+/, "").length, half: 0.5 * 10 ** -decimals.length };
}

/* What is typed, in the unit that is asked for, and how it was rounded. */
function read(text, unit) {
  const [, typed, percent, named] = text.trim().match(/^(.*?)\s*(%|per ?cent)?\s*(?:(bit|nat)s?)?$/i);
  const { digits, half } = roundingOf(typed);
  let factor = percent && unit !== "%" ? 0.01 : 1;
  if (unit === "bits" && /nat/i.test(named ?? "")) factor /= Math.LN2;
  if (unit === "nats" && /bit/i.test(named ?? "")) factor *= Math.LN2;
  return { value: evaluate(typed) * factor, digits, half: half * factor };
}

/* Equal to three significant digits, or the number itself rounded to the digits, two or more, that were typed. */
function agrees(given, value) {
  if (given.value === value) return true;
  if (!Number.isFinite(value) || !Number.isFinite(given.value)) return false;
  const third = value === 0 ? 1e-9 : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2);
  const rounding = given.digits >= 2 ? given.half : 0;
  return Math.abs(given.value - value) <= Math.max(third, rounding) * (1 + 1e-9);
}

function numberOf(element) {
  return Number(element.dataset.answer.replace("inf", "Infinity"));
}

/* The verdict on what was typed: a class, and what to say, as strings and nodes. */
function mark(form, text) {
  if (!text.trim()) return ["unread", ["Type a number, then check it."]];
  let given;
  try {
    given = read(text, form.dataset.unit);
  } catch {
    return ["unread", ["That can’t be read as a number. A decimal will do, or something like 1/3, ln 2 or log2(5/4)."]];
  }
  const right = numberOf(form);
  if (agrees(given, right)) return ["right", [`Right: ${form.dataset.text}.`]];
  for (const mistake of form.querySelectorAll(".mistakes > li")) {
    if (agrees(given, numberOf(mistake))) return ["wrong", ["Not quite. ", ...copied(mistake)]];
  }
  if (given.digits === 1 && Math.abs(given.value - right) <= given.half) {
    return ["unread", ["Right as far as it goes. Give two digits or more."]];
  }
  if (agrees({ ...given, value: -given.value }, right)) return ["wrong", ["The size is right. Look at the sign again."]];
  return ["wrong", help(form)];
}

for (const form of document.querySelectorAll("form.answer")) {
  const input = form.querySelector("input");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pronounce(form, ...mark(form, input.value));
  });
  input.addEventListener("input", () => withdraw(form));
  form.hidden = false;
}
