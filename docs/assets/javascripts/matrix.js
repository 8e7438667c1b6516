// The matrix of pairs: arrow keys move between cells, two fields narrow what is shown.
// Without this script it is a plain table of links.
document.addEventListener("DOMContentLoaded", () => {
  const table = document.querySelector("table.matrix");
  if (!table) return;
  const rows = [...table.tBodies[0].rows];
  const links = () => rows.filter((r) => !r.hidden).map((r) => [...r.cells].filter((c) => !c.hidden).map((c) => c.querySelector("a")));

  const focusable = [...table.querySelectorAll("tbody a")];
  const only = (link) => {
    focusable.forEach((a) => (a.tabIndex = -1));
    if (link) link.tabIndex = 0;
  };
  only(focusable[0]);

  table.addEventListener("keydown", (event) => {
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (!step && event.key !== "Home" && event.key !== "End") return;
    const grid = links();
    const y = grid.findIndex((row) => row.includes(document.activeElement));
    if (y < 0) return;
    event.preventDefault();
    const x = grid[y].indexOf(document.activeElement);
    const column = event.key === "Home" ? 0 : event.key === "End" ? grid[y].length - 1 : x + step[1];
    const next = grid[y + (step ? step[0] : 0)]?.[column];
    if (next) {
      only(next);
      next.focus();
    }
  });
  table.addEventListener("focusin", (event) => event.target.matches("tbody a") && only(event.target));

  const box = document.querySelector(".matrix-filter");
  const law = document.getElementById("matrix-law");
  const kind = document.getElementById("matrix-kind");
  const count = document.getElementById("matrix-count");
  const plain = (text) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const filter = () => {
    const wanted = plain(law.value);
    let shown = 0;
    for (const row of rows) {
      const mine = !wanted || plain(row.dataset.law).includes(wanted);
      let any = false;
      for (const cell of row.cells) {
        if (!cell.dataset.kind) continue;
        const fits = (mine || plain(cell.dataset.law).includes(wanted)) && (!kind.value || cell.dataset.kind === kind.value);
        cell.classList.toggle("matrix-faded", !fits);
        any ||= fits;
        shown += fits;
      }
      row.hidden = !any;
    }
    count.textContent = `${shown} pairs`;
    only(links().flat().find((a) => a));
  };
  box.hidden = false;
  law.addEventListener("input", filter);
  kind.addEventListener("change", filter);
  filter();
});
