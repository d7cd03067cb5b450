/**
 * Tables that are too wide for a sheet of paper: printed in parts of some columns each, one below the other.
 *
 * @module
 */
import { cellLength, type TableCells, type TableRow, tableCells } from './table-cells.js';

/** Characters that a line of a printed table holds. */
const LINE = 104;
/** Longer cells wrap on paper. */
const MAX_CELL = 30;
/** Longer names of columns wrap on paper. */
const MAX_HEAD = 48;
/** Room between columns, in characters. */
const GAP = 2.4;

const TABLE = /<table\b[\s\S]*?<\/table>/gi;

/**
 * Adds to each table that is wider than paper the form in which it is printed; the page's style shows one or the other.
 * The first column is repeated in each part.
 */
export function withPaperTables(html: string): string {
  return html.replace(TABLE, table => {
    const cells = tableCells(table);
    if (cells === null) return shrunkTable(table);
    const widths = columnWidths(cells);
    if (sum(widths) <= LINE) return table;
    const parts = columnParts(widths);
    if (parts.length < 2) return table;
    const total = widths.length;
    const printed = parts.map(columns => partHtml(cells, columns, total));
    return `<div class="screen">${table}</div><div class="paper">${printed.join('\n')}</div>`;
  });
}

/** A table that cannot be parted prints in letters as small as it needs. */
function shrunkTable(table: string): string {
  if (table.indexOf('<table', 1) > 0) return table; // tables within tables
  const rows = table.match(/<tr\b[\s\S]*?(?=<\/tr>|<tr\b|$)/gi) ?? [];
  const lengths = rows.map(row => sum((row.match(/<t[hd]\b[\s\S]*?(?=<t[hd]\b|$)/gi) ?? []).map(cellWidth)));
  const longest = Math.max(0, ...lengths);
  return longest <= LINE ? table : `<div class="shrunk" style="--line:${Math.ceil(longest)}">${table}</div>`;
}

function cellWidth(cell: string): number {
  return Math.min(/^<th/i.test(cell) ? MAX_HEAD : MAX_CELL, cellLength(cell)) + GAP;
}

/** The room that each column takes [characters]. */
function columnWidths({ head, body }: TableCells): number[] {
  const rows = [...head, ...body];
  return rows[0].cells.map((_, column) => {
    return rows.reduce((most, { cells }) => Math.max(most, cellWidth(cells[column])), 1);
  });
}

/** The columns of each part; each begins with the first column. */
function columnParts(widths: readonly number[]): number[][] {
  const parts: number[][] = [];
  let part: number[] = [0];
  let room = LINE - widths[0];
  for (let column = 1; column < widths.length; column++) {
    if (widths[column] > room && part.length > 1) {
      parts.push(part);
      part = [0];
      room = LINE - widths[0];
    }
    part.push(column);
    room -= widths[column];
  }
  return [...parts, part];
}

function partHtml({ open, head, body }: TableCells, columns: readonly number[], total: number): string {
  const rowHtml = (row: TableRow): string => `${row.open}${columns.map(column => row.cells[column]).join('')}</tr>`;
  const last = columns.at(-1)! + 1;
  const title =
    columns[1] + 1 === last ? `Column ${last}` : `Columns ${columns[1] === 1 ? 1 : columns[1] + 1} to ${last}`;
  return (
    `<p class="part">${title} of ${total}</p>\n${open}` +
    `${head.length > 0 ? `<thead>${head.map(rowHtml).join('')}</thead>` : ''}` +
    `<tbody>${body.map(rowHtml).join('\n')}</tbody></table>`
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
