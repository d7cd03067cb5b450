/**
 * A table as HTML: units under the names, first and last rows, nothing that depends on a theme.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import { cellTexts, isRightAligned, MISSING_TEXT } from './display-digits.js';
import { displayRows, shapeText } from './display-rows.js';
import type { StoredColumn } from './stored-column.js';
import type { TableData } from './table-data.js';

/** Columns beyond these are left out, and named below. */
const MOST_COLUMNS = 60;
const CELL_LENGTH = 200;
const FAINT = 'opacity:0.6;font-weight:normal';

/**
 * At most `rows` rows (default 20), from the head and the tail with an ellipsis between. All text is
 * escaped; lines are `currentColor`, so the table fits light and dark pages.
 */
export function tableHtml(data: TableData, rows = 20): string {
  const { length } = data;
  const columns = [...data.stored].slice(0, MOST_COLUMNS);
  const left = [...data.stored.keys()].slice(MOST_COLUMNS);
  const shown = displayRows(length, rows);
  const numbers = shown.filter(row => row !== null);

  const names = columns.map(([name, column]) => headCell(name, column));
  const units = columns.map(([, column]) => `<th style="${align(column)};${FAINT}">${escapeMarkup(column.unit)}</th>`);
  const hasUnits = columns.some(([, column]) => column.unit !== '');
  const cells = columns.map(([, column]) => cellTexts(column, numbers).map(text => bodyCell(text, column)));

  let next = 0; // among the rows that are not the ellipsis
  const body = shown.map(row => {
    if (row === null)
      return `<tr>${columns.map(([, c]) => `<td style="${align(c)};${FAINT}">\u22ee</td>`).join('')}</tr>`;
    const at = next++;
    return `<tr>${cells.map(column => column[at]).join('')}</tr>`;
  });
  const note = left.length > 0 ? `; not shown: ${left.join(', ')}` : '';
  return [
    '<div class="skyframe-table" style="overflow-x:auto;max-width:100%">',
    '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums;color:inherit">',
    `<thead style="border-bottom:1px solid currentColor"><tr>${names.join('')}</tr>`,
    hasUnits ? `<tr>${units.join('')}</tr></thead>` : '</thead>',
    `<tbody>${body.join('\n')}</tbody></table>`,
    `<div style="${FAINT};font-size:smaller">${escapeMarkup(shapeText(length, data.stored.size, '\u00d7') + note)}</div></div>`,
  ].join('\n');
}

function align(column: StoredColumn): string {
  return `text-align:${isRightAligned(column) ? 'right' : 'left'};padding:0.15em 0.7em`;
}

function headCell(name: string, column: StoredColumn): string {
  const title = column.description === '' ? '' : ` title="${escapeMarkup(column.description)}"`;
  return `<th style="${align(column)}"${title}>${escapeMarkup(name)}</th>`;
}

function bodyCell(text: string, column: StoredColumn): string {
  const faint = text === MISSING_TEXT || text === 'NaN' ? ';opacity:0.5' : '';
  const short = text.length > CELL_LENGTH ? `${text.slice(0, CELL_LENGTH)}\u2026` : text;
  return `<td style="${align(column)}${faint}">${escapeMarkup(short)}</td>`;
}
