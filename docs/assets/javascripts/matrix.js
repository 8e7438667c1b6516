/* The matrix of pairs: arrow keys move between cells, two fields narrow what is shown.
   Without this script it is a plain table of links. */
"use strict";

/* How far a key goes: rows, then columns; Home and End go on to the edge. */
const MOVES = {
  ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], Home: [0, -1], End: [0, 1],
};

/* Of all the cells one is in the tab order; the keys move from it over those that the filter leaves. */
function walkMatrix(table) {
  const links = [...table.querySelectorAll("tbody a")];
  const enter = (link) => {
    for (const one of links) one.tabIndex = one === link ? 0 : -1;
  };
  const next = (cell, [down, right]) => {
    const rows = table.tBodies[0].rows;
    let [y, x] = [cell.parentElement.sectionRowIndex + down, cell.cellIndex + right];
    for (; rows[y]?.cells[x]; y += down, x += right) {
      const found = rows[y].cells[x];
      if (found.dataset.kind && !rows[y].hidden && !found.classList.contains("matrix-faded")) return found;
    }
    return null;
  };
  table.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    const cell = event.target.closest("td");
    if (!move || !cell) return;
    event.preventDefault();
    const toEdge = event.key === "Home" || event.key === "End";
    let found = next(cell, move);
    for (let further = found; toEdge && further; further = next(further, move)) found = further;
    found?.querySelector("a").focus();
  });
  table.addEventListener("focusin", (event) => {
    if (event.target.matches("td a")) enter(event.target);
  });
  return () => enter(table.querySelector("tr:not([hidden]) td:not(.matrix-faded) a"));
}

/* What does not fit is faded; a row in which nothing fits is left out. */
function filterMatrix(table, filtered) {
  const distribution = document.getElementById("matrix-distribution");
  const kind = document.getElementById("matrix-kind");
  const count = document.getElementById("matrix-count");
  const plain = (text) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const filter = () => {
    const wanted = plain(distribution.value);
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      const before = shown;
      for (const cell of row.querySelectorAll("td")) {
        const named = [row, cell].some((part) => plain(part.dataset.distribution).includes(wanted));
        const fits = named && (!kind.value || cell.dataset.kind === kind.value);
        cell.classList.toggle("matrix-faded", !fits);
        shown += fits;
      }
      row.hidden = shown === before;
    }
    count.textContent = shown === 1 ? "1 pair" : `${shown} pairs`;
    filtered();
  };
  document.querySelector(".matrix-filter").hidden = false;
  distribution.addEventListener("input", filter);
  kind.addEventListener("change", filter);
  filter();
}

const matrix = document.querySelector("table.matrix");
if (matrix) filterMatrix(matrix, walkMatrix(matrix));
