// Sorting and searching of tables, and folded parts that a link or the printer asks for.
// Everything can be read without this script, so whatever it adds, it makes itself.
"use strict";
(() => {
  // A browser lays out so many rows at once; of 12,000 it would take seconds for every click.
  const AT_ONCE = 500;
  const words = new Intl.Collator("en", { numeric: true });
  const folded = (text) => text.normalize("NFC").toLocaleLowerCase("en");

  // Cells such as "3 by hand, judged 2" count as their first number, a dash as none.
  const AS_NUMBERS = {
    read: (cell) => parseFloat(cell.textContent),
    isUnknown: Number.isNaN,
    compare: (a, b) => a - b,
  };
  const AS_WORDS = {
    read: (cell) => cell.textContent.trim(),
    isUnknown: (key) => key === "",
    compare: (a, b) => words.compare(a, b),
  };

  function made(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
  }

  function sort(table, head, descending) {
    const { read, isUnknown, compare } = head.classList.contains("t") ? AS_WORDS : AS_NUMBERS;
    const body = table.tBodies[0];
    const keyed = Array.from(body.rows, (row) => [read(row.cells[head.cellIndex]), row]);
    // What is unknown comes last in both directions; equals keep their order.
    keyed.sort(([a], [b]) => isUnknown(a) - isUnknown(b)
      || (isUnknown(a) ? 0 : descending ? compare(b, a) : compare(a, b)));
    body.replaceChildren(...keyed.map(([, row]) => row));
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  }

  function addSorting(table, sorted) {
    for (const head of table.tHead.rows[0].cells) {
      if ("unsorted" in head.dataset) continue;
      const button = made("button", { type: "button" });
      button.append(...head.childNodes);
      button.addEventListener("click", () => {
        sort(table, head, head.getAttribute("aria-sort") === "ascending");
        sorted();
      });
      head.append(button);
    }
  }

  // Adds the field and the count above a table; returns what shows the right rows again.
  function addSearch(table) {
    const caption = table.caption.id;
    const find = made("p", { className: "find" });
    const label = made("label", { htmlFor: `${caption}-find`, textContent: "Show rows with" });
    const field = made("input", { type: "search", id: `${caption}-find`, autocomplete: "off" });
    const said = made("output", {});
    const all = made("button", { type: "button", textContent: "Show all" });
    field.setAttribute("aria-describedby", caption);
    said.setAttribute("aria-live", "polite");
    find.append(label, field, said, all);
    table.parentElement.before(find);

    const texts = new Map();
    let most = AT_ONCE;
    const textOf = (row) => {
      if (!texts.has(row)) texts.set(row, folded(row.textContent));
      return texts.get(row);
    };
    const draw = () => {
      const wanted = folded(field.value.trim());
      const rows = table.tBodies[0].rows;
      let found = 0;
      for (const row of rows) {
        const isFound = !wanted || textOf(row).includes(wanted);
        found += isFound;
        const isHidden = !isFound || found > most;
        if (row.hidden !== isHidden) row.hidden = isHidden;
      }
      const isCut = found > most;
      all.hidden = !isCut;
      said.value = (wanted || isCut ? `${found} of ${rows.length} rows` : "")
        + (isCut ? `, the first ${most} are shown` : "");
    };
    field.addEventListener("input", draw);
    all.addEventListener("click", () => {
      most = Infinity;
      field.focus();
      draw();
    });
    draw();
    return draw;
  }

  for (const table of document.querySelectorAll("table.data")) {
    addSorting(table, "search" in table.dataset ? addSearch(table) : () => {});
  }

  function unfold() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let part = target; part; part = part.parentElement) {
      if (part.localName === "details") part.open = true;
    }
    if (target.localName === "details") {
      target.scrollIntoView();
      target.querySelector("summary").focus({ preventScroll: true });
    }
  }
  addEventListener("hashchange", unfold);
  unfold();

  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll(".mistake:not([open]), .rest:not([open])")];
    for (const part of unfolded) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of unfolded) part.open = false;
  });
})();
