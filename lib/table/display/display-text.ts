/**
 * A table as text: shape, columns with units, first and last rows.
 *
 * @module
 */

import { problemCount } from '../../core/problem.js';
import type { StoredColumn } from '../column/stored-column.js';
import type { TableData } from '../column/table-data.js';
import { cutText, shortText } from './cut-text.js';
import { type ColumnContext, cellTexts, columnContexts, isRightAligned } from './display-digits.js';
import { displayRows, shapeText } from './display-rows.js';

/** Characters in a line, as many as a notebook's output has. */
const LINE_WIDTH = 110;
/** Longer cells are cut. */
const CELL_WIDTH = 30;
/** Stands in the row between the first rows and the last. */
const LEFT_OUT = '\u22ee';

/** Default number of lines of rows, including the dotted one: 12 lines in total. */
const ROW_LINES = 8;

/**
 * At most `rows` rows in aligned columns, from the head and the tail with a dotted line between; without `rows` all if they
 * are at most eight, else seven. Columns that do not fit the line are named below.
 */
export function tableText(data: TableData, rows?: number): string {
  const { length, stored } = data;
  const title = `Table: ${shapeText(length, stored.size, 'x')}`;
  const shown = displayRows(length, rows ?? (length <= ROW_LINES ? ROW_LINES : ROW_LINES - 1));
  const hasUnits = [...stored.values()].some(column => column.unit !== '');
  const contextOf = columnContexts(stored);

  const columns: string[][] = [];
  const left: string[] = [];
  let width = 0;
  for (const [name, column] of stored) {
    if (left.length > 0) {
      left.push(name);
      continue;
    }
    const head = hasUnits ? [name, column.unit] : [name];
    const cells = [...head, ...rowTexts(column, shown, contextOf(name))].map(cut);
    const cellWidth = Math.max(...cells.map(cell => cell.length));
    width += cellWidth + 2;
    if (width > LINE_WIDTH && columns.length > 0) left.push(name);
    else columns.push(cells.map(cell => (isRightAligned(column) ? cell.padStart(cellWidth) : cell.padEnd(cellWidth))));
  }

  const height = columns[0]?.length ?? 0;
  const lines = Array.from({ length: height }, (_, i) =>
    columns
      .map(cells => cells[i])
      .join('  ')
      .trimEnd(),
  );
  const rest = left.length > 0 ? [cutText(`\u2026 columns not shown: ${left.join(', ')}`, LINE_WIDTH)] : [];
  const problems = problemCount(data.problems);
  return [problems ? `${title} (${problems})` : title, ...(data.notes ?? []), ...lines, ...rest].join('\n');
}

/** The cells of the rows shown, with dots for those left out. */
function rowTexts(column: StoredColumn, shown: readonly (number | null)[], context: ColumnContext): string[] {
  const texts = cellTexts(
    column,
    shown.filter(row => row !== null),
    context,
  );
  let next = 0;
  return shown.map(row => (row === null ? LEFT_OUT : texts[next++]));
}

function cut(text: string): string {
  return shortText(text.replace(/\s+/g, ' '), CELL_WIDTH);
}
