/**
 * A table as text: shape, columns with units, the first rows.
 *
 * @module
 */
import { cutText } from './cut-text.js';
import { cellTexts, isRightAligned } from './display-digits.js';
import { shapeText } from './display-rows.js';
import type { TableData } from './table-data.js';

/** Characters in a line, as many as a notebook's output has. */
const LINE_WIDTH = 110;
/** Longer cells are cut. */
const CELL_WIDTH = 30;

/**
 * At most `rows` rows (default 8) in aligned columns: 12 lines with the default. Columns that do
 * not fit the line are named below.
 */
export function tableText(data: TableData, rows = 8): string {
  const { length, stored } = data;
  const title = `Table: ${shapeText(length, stored.size, 'x')}`;
  const shown = Array.from({ length: Math.min(rows, length) }, (_, row) => row);
  const hasUnits = [...stored.values()].some(column => column.unit !== '');

  const columns: string[][] = [];
  const left: string[] = [];
  let width = 0;
  for (const [name, column] of stored) {
    const head = hasUnits ? [name, column.unit] : [name];
    const cells = [...head, ...cellTexts(column, shown)].map(cut);
    const cellWidth = Math.max(...cells.map(cell => cell.length));
    width += cellWidth + 2;
    if (left.length > 0 || (width > LINE_WIDTH && columns.length > 0)) left.push(name);
    else columns.push(cells.map(cell => (isRightAligned(column) ? cell.padStart(cellWidth) : cell.padEnd(cellWidth))));
  }

  const height = columns[0]?.length ?? 0;
  const lines = Array.from({ length: height }, (_, i) =>
    columns
      .map(cells => cells[i])
      .join('  ')
      .trimEnd(),
  );
  const rest = [
    ...(length > shown.length ? [`${(length - shown.length).toLocaleString('en-US')} more rows`] : []),
    ...(left.length > 0 ? [`columns not shown: ${left.join(', ')}`] : []),
  ].join('; ');
  return [title, ...lines, ...(rest === '' ? [] : [cutText(`\u2026 ${rest}`, LINE_WIDTH)])].join('\n');
}

function cut(text: string): string {
  return cutText(text.replace(/\s+/g, ' '), CELL_WIDTH);
}
