// Columns can be sorted: a button in each heading, made here because without this script it would do nothing.
for (const table of document.querySelectorAll("table[data-sorts]")) {
  const body = table.tBodies[0];
  const first = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.v ?? cell.textContent.trim();
  };
  const compare = (a, b) => {
    if (a === b) return 0;
    // What is not there comes last, whichever way round.
    if (a === "" || b === "") return a === "" ? Infinity : -Infinity;
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
  };
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      for (const other of headings) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = first.map((row) => [value(row, column), row]);
      rows.sort(([a], [b]) => {
        const order = compare(a, b);
        return down && Number.isFinite(order) ? -order : order;
      });
      body.append(...rows.map(([, row]) => row));
    });
  });
}
