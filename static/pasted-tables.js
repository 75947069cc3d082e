// Tables of what was pasted, as a page can show them: every row with as many cells as the first, which is the heading.

const MOST_CELLS = 2000;
const MOST_COLUMNS = 20;

class TooLarge extends Error {
  name = "TooLarge";
}

/** A cell over several rows says the same in each of them. */
function gridOf(table) {
  const { ownerDocument: page } = table;
  const rows = [...table.rows].slice(0, MOST_CELLS + 1);
  const grid = rows.map(() => []);
  rows.forEach((row, at) => {
    let column = 0;
    for (const cell of row.cells) {
      while (grid[at][column]) column++;
      for (let down = 0; down < cell.rowSpan && at + down < rows.length; down++) {
        for (let over = 0; over < cell.colSpan && column + over <= MOST_COLUMNS; over++) {
          grid[at + down][column + over] = over ? page.createElement("td") : cell.cloneNode(true);
        }
      }
      column += cell.colSpan;
    }
  });
  return grid;
}

const isFull = (cell) => Boolean(cell?.textContent.trim());

/** Without rows and columns in which nothing stands, as at the edge of what was marked in Excel. */
function trimmed(grid) {
  const rows = grid.filter((row) => row.some(isFull));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const columns = [...Array(width).keys()].filter((column) => rows.some((row) => isFull(row[column])));
  return rows.map((row) => columns.map((column) => row[column]));
}

function asBlocks(table, cells) {
  const blocks = cells.filter(isFull).map((cell) => {
    const block = table.ownerDocument.createElement("div");
    block.append(...cell.childNodes);
    return block;
  });
  table.replaceWith(...blocks);
}

/** A column of Excel. */
function asList(table, cells) {
  const list = table.ownerDocument.createElement("ul");
  for (const cell of cells) {
    const point = table.ownerDocument.createElement("li");
    point.append(...cell.childNodes);
    list.append(point);
  }
  table.replaceWith(list);
}

function asTable(table, grid) {
  const { ownerDocument: page } = table;
  const holder = page.createElement("table");
  grid.forEach((row, at) => {
    const line = holder.insertRow();
    for (const cell of row) {
      const one = page.createElement(at ? "td" : "th");
      if (cell?.dataset.style) one.dataset.style = cell.dataset.style;
      one.append(...(cell?.childNodes ?? []));
      line.append(one);
    }
  });
  table.replaceWith(holder);
  return holder;
}

/** What stands over the whole of a table is what it is called. */
function takeTitle(table, grid) {
  while (grid.length > 2 && grid[0].length > 1 && isFull(grid[0][0]) && !grid[0].slice(1).some(isFull)
    && grid[0][0].colSpan >= grid[0].length) {
    const title = table.ownerDocument.createElement("p");
    title.append(...grid.shift()[0].childNodes);
    table.before(title);
  }
}

/** The tables that are left: others only put things in their place, as Outlook and many pages do. */
export function settleTables(body) {
  const left = [];
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    const grid = trimmed(gridOf(table));
    takeTitle(table, grid);
    const width = grid[0]?.length ?? 0;
    if (grid.length * width > MOST_CELLS || width > MOST_COLUMNS) throw new TooLarge();
    const isForPlace = table.matches("[role='presentation'], :has(table, ul, ol, h1, h2, h3)");
    if (width === 1 && grid.length > 1 && !isForPlace) asList(table, grid.flat());
    else if (width < 2 || grid.length < 2 || isForPlace) asBlocks(table, grid.flat());
    else left.push(asTable(table, grid));
  }
  return left;
}
