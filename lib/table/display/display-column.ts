/**
 * A column as the console shows it.
 *
 * @module
 */

import type { StoredColumn } from '../column/stored-column.js';
import { cellTexts } from './display-digits.js';

const SHOWN = 10;

/** A column in one line: `Column of 3 float64 [electron]: 1.5, 2.0, 7.5`. */
export function columnText(column: StoredColumn): string {
  const { length } = column.values;
  const rows = Array.from({ length: Math.min(SHOWN, length) }, (_, row) => row);
  const unit = column.unit === '' ? '' : ` [${column.unit}]`;
  const more = length > SHOWN ? `, \u2026 ${(length - SHOWN).toLocaleString('en-US')} more` : '';
  return `Column of ${length} ${column.kind}${unit}: ${cellTexts(column, rows, { name: '' }).join(', ')}${more}`;
}
