/**
 * A table as HTML: units under the names, first and last rows, independent of the theme.
 *
 * @module
 */
import { escapeMarkup } from '../../core/display.js';
import { problemCount } from '../../core/problem.js';
import { type StoredColumn, valueAt } from '../column/stored-column.js';
import type { TableData } from '../column/table-data.js';
import { bitNamesOf } from './bit-names.js';
import { cutText, shortText } from './cut-text.js';
import { cellTexts, columnContexts, isRightAligned, MISSING_TEXT } from './display-digits.js';
import { displayRows, shapeText } from './display-rows.js';

/** Columns beyond these are left out, and named below. */
const MAX_COLUMNS = 60;
/** Longer text is cut, and shown whole when the pointer hovers over it. */
const CELL_LENGTH = 60;
/** Text beyond this length is cut there, too. */
const TITLE_LENGTH = 1000;
const FAINT = 'opacity:0.6;font-weight:normal';
/** More rows than these scroll in a box of their own, under a head that stays. */
const ROWS_WITHOUT_SCROLL = 40;
/** The page background under its names in notebooks, editors and our reports; rows must not show through the head. */
const GROUND = 'var(--jp-layout-color0,var(--vscode-editor-background,var(--paper,Canvas)))';
const STICKY = `position:sticky;top:0;z-index:1;background:${GROUND}`;

/**
 * At most `rows` rows (default 20), from the head and the tail with an ellipsis between. All text is
 * escaped; lines are `currentColor`, so the table fits light and dark pages.
 */
export function tableHtml(data: TableData, rows = 20): string {
  const { length } = data;
  const columns = [...data.stored].slice(0, MAX_COLUMNS);
  const left = [...data.stored.keys()].slice(MAX_COLUMNS);
  const shown = displayRows(length, rows);
  const numbers = shown.filter(row => row !== null);

  const names = columns.map(([name, column]) => headCell(name, column));
  const units = columns.map(([, column]) => `<th style="${align(column)};${FAINT}">${escapeMarkup(column.unit)}</th>`);
  const hasUnits = columns.some(([, column]) => column.unit !== '');
  const contextOf = columnContexts(data.stored);
  const cells = columns.map(([name, column]) => {
    const hints = hintsOf(column, numbers);
    return cellTexts(column, numbers, contextOf(name)).map((text, at) => bodyCell(text, hints?.[at] ?? '', column));
  });

  let next = 0; // among the rows that are not the ellipsis
  const body = shown.map(row => {
    if (row === null)
      return `<tr>${columns.map(([, c]) => `<td style="${align(c)};${FAINT}">\u22ee</td>`).join('')}</tr>`;
    const at = next++;
    return `<tr>${cells.map(column => column[at]).join('')}</tr>`;
  });
  const problems = problemCount(data.problems);
  const notes = (data.notes ?? []).map(line => `; ${line}`).join('');
  const note = (left.length > 0 ? `; not shown: ${left.join(', ')}` : '') + notes + (problems ? `; ${problems}` : '');
  const scrolls = shown.length > ROWS_WITHOUT_SCROLL;
  // a box that scrolls must be reachable by keyboard
  const box = scrolls
    ? 'style="overflow:auto;max-width:100%;max-height:36em" tabindex="0" role="region" aria-label="table"'
    : 'style="overflow-x:auto;max-width:100%"';
  return [
    `<div class="skyframe-table" ${box}>`,
    '<table style="border-collapse:collapse;white-space:nowrap;font-variant-numeric:tabular-nums;color:inherit">',
    `<thead style="border-bottom:1px solid currentColor${scrolls ? `;${STICKY}` : ''}"><tr>${names.join('')}</tr>`,
    hasUnits ? `<tr>${units.join('')}</tr></thead>` : '</thead>',
    `<tbody>${body.join('\n')}</tbody></table>`,
    `<div style="${FAINT};font-size:smaller">${escapeMarkup(shapeText(length, data.stored.size, '\u00d7') + note)}</div></div>`,
  ].join('\n');
}

function align(column: StoredColumn): string {
  return `text-align:${isRightAligned(column) ? 'right' : 'left'};padding:0.15em 0.7em`;
}

function headCell(name: string, column: StoredColumn): string {
  const title = ` title="${escapeMarkup(cutText(hintText(column), TITLE_LENGTH))}"`;
  return `<th style="${align(column)}"${title}>${escapeMarkup(name)}</th>`;
}

/** What rests behind a column's name: what it holds, its UCD, its type. */
function hintText(column: StoredColumn): string {
  return [column.description, column.ucd, typeText(column)].filter(Boolean).join('; ');
}

function typeText(column: StoredColumn): string {
  switch (column.kind) {
    case 'vector':
      return `${column.values.shape.join(' \u00d7 ')} ${column.values.element}`;
    case 'list':
      return `lists of ${column.values.element}`;
    default:
      return column.kind;
  }
}

/** The meaning of the cells of a column of flags; null for other columns. */
function hintsOf(column: StoredColumn, rows: readonly number[]): string[] | null {
  const names = bitNamesOf(column);
  if (!names) return null;
  return rows.map(row => {
    const bits = valueAt(column, row);
    return typeof bits === 'number' && bits !== 0 ? names(bits).join(', ') : '';
  });
}

/** A cell in one line. A long text is cut, and whole in its title, which a report prints in its place. */
function bodyCell(text: string, hint: string, column: StoredColumn): string {
  const faint = text === MISSING_TEXT || text === 'NaN' ? ';opacity:0.5' : '';
  const style = `style="${align(column)}${faint}"`;
  const line = text.replace(/[\r\n\t]+/g, ' ');
  if (hint) return `<td ${style} title="${escapeMarkup(hint)}">${escapeMarkup(shortText(line, CELL_LENGTH))}</td>`;
  if (line.length <= CELL_LENGTH) return `<td ${style}>${escapeMarkup(line)}</td>`;
  const whole = escapeMarkup(cutText(text, TITLE_LENGTH));
  return `<td class="skyframe-cut" ${style} title="${whole}"><span>${escapeMarkup(shortText(line, CELL_LENGTH))}</span></td>`;
}
