/* The graph of results: pointing at one, or moving to it, lights all that it rests on. */
"use strict";

const graph = document.querySelector(".uses");
const titles = new Map([...graph.querySelectorAll("a")].map((link) => [link.dataset.id, link]));
const lines = [...graph.querySelectorAll("path")];

function light(id) {
  const below = new Set([id]);
  for (const one of below) for (const line of lines) if (line.dataset.to === one) below.add(line.dataset.from);
  for (const [name, link] of titles) link.classList.toggle("lit", below.has(name));
  for (const line of lines) line.classList.toggle("lit", below.has(line.dataset.to));
  graph.classList.add("asked");
}

for (const [id, link] of titles) {
  for (const event of ["pointerenter", "focus"]) link.addEventListener(event, () => light(id));
  for (const event of ["pointerleave", "blur"]) link.addEventListener(event, () => graph.classList.remove("asked"));
}
