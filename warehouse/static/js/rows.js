// Rows of a table that are walked through by keys: j and k move, x chooses, Enter opens.
//
//   <table data-rows>…<tr><td><input type="checkbox"></td><td><a href="…">…</a></td></tr>…</table>
//   <p data-chosen hidden><span></span> chosen</p>
//
// The number of those that are chosen is said as long as there are some.

const WRITING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

function boxOf(row) {
  return row.querySelector("input[type=checkbox]");
}

function counting(table, place) {
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
  return () => {
    const count = boxes.filter((box) => box.checked).length;
    place.hidden = count === 0;
    place.querySelector("span").textContent = count;
    for (const box of boxes) {
      box.closest("tr").classList.toggle("dense__chosen", box.checked);
    }
  };
}

function moves(rows, at, step) {
  const next = Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[next].focus();
  rows[next].scrollIntoView({ block: "nearest" });
}

function choose(row) {
  const box = row && boxOf(row);
  if (box) box.click();
}

function open(row) {
  const link = row && row.querySelector("a[href]");
  if (link) link.click();
}

export function rowsByKey(page) {
  const table = page.querySelector("[data-rows]");
  if (!table) return;
  const rows = [...table.tBodies[0].rows];
  for (const row of rows) row.tabIndex = -1;
  const place = page.querySelector("[data-chosen]");
  if (place) {
    const count = counting(table, place);
    table.addEventListener("change", count);
    count();
  }
  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(WRITING)) return;
    const row = event.target.closest("tr");
    const at = rows.indexOf(row);
    if (event.key === "j") moves(rows, at, 1);
    else if (event.key === "k") moves(rows, at < 0 ? 1 : at, -1);
    else if (event.key === "x") choose(rows[at]);
    else if (event.key === "Enter" && event.target === rows[at]) open(row);
  });
}
