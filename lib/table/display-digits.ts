/**
 * How many digits of a column to show: enough to tell its rows apart, no more than they have.
 *
 * @module
 */
import { ownValue } from './own-value.js';
import { isNumeric, type StoredColumn, valueAt } from './stored-column.js';
import type { ElementArray, NumericArray } from './vectors.js';

/** Digits that a column's spread is shown to. */
const DIGITS_OF_SPREAD = 6;
/** Decimals beyond which a unit has no meaning to a photometrist, whatever the spread. */
const MOST_DECIMALS: Readonly<Record<string, number>> = { mag: 4, px: 3, pixel: 3, adu: 2, electron: 2 };
/** What stands for a missing value. */
export const MISSING_TEXT = '\u2014';

/**
 * The values of a column in some rows, as text: all with the same number of decimals.
 *
 * That number follows from the spread of the values shown, so Julian dates of one night get six
 * decimals and fluxes of 10 000 one; trailing zeros that all have are left out. Missing is a dash.
 */
export function cellTexts(column: StoredColumn, rows: readonly number[]): string[] {
  const values = rows.map(row => valueAt(column, row));
  if (column.kind !== 'float64' && column.kind !== 'float32') return values.map(value => cellText(value));
  return numberTexts(values as number[], ownValue(MOST_DECIMALS, column.unit) ?? 12);
}

/** Whether a column's cells stand on the right. */
export function isRightAligned(column: StoredColumn): boolean {
  return isNumeric(column) && column.kind !== 'boolean';
}

function cellText(value: unknown): string {
  if (value === null) return MISSING_TEXT;
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'object') return vectorText(value as ElementArray);
  return String(value);
}

/** A date without the parts that are zero: `2025-06-02`, `2025-06-02 03:15:00`. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return MISSING_TEXT;
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/( 00:00:00)?\.000Z$|Z$/, '');
}

/** The first elements of a vector or list. */
function vectorText(vector: ElementArray): string {
  if (vector.length > 0 && typeof vector[0] !== 'number') {
    const texts = Array.from(vector.slice(0, 4) as ArrayLike<unknown>, String);
    return `[${texts.join(', ')}${vector.length > 4 ? ', \u2026' : ''}]`;
  }
  return numbersText(vector as NumericArray);
}

function numbersText(vector: NumericArray): string {
  const shown = Array.from({ length: Math.min(4, vector.length) }, (_, i) => vector[i]);
  return `[${numberTexts(shown, 12).join(', ')}${vector.length > shown.length ? ', \u2026' : ''}]`;
}

/** Numbers with the same decimals, at most `most`; each with its own digits if they are too far apart for that. */
function numberTexts(values: readonly number[], most: number): string[] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return values.map(String);
  let low = Infinity;
  let high = -Infinity;
  let smallest = Infinity; // but not 0
  for (const value of finite) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (value !== 0) smallest = Math.min(smallest, Math.abs(value));
  }
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (largest >= 1e15 || largest / smallest > 1e8 || (largest < 1e-4 && largest > 0)) return values.map(ownDigits);
  const decimals = finite.every(Number.isInteger) ? 0 : decimalsFor(high - low || largest, smallest, largest);
  const texts = values.map(value => (Number.isFinite(value) ? value.toFixed(Math.min(most, decimals)) : String(value)));
  return withoutCommonZeros(texts);
}

function ownDigits(value: number): string {
  return String(Number(value.toPrecision(9)));
}

/** Enough for the spread, and for three digits of the smallest number; no more than a float64 has. */
function decimalsFor(spread: number, smallest: number, largest: number): number {
  const forSpread = DIGITS_OF_SPREAD - 1 - Math.floor(Math.log10(spread));
  const forSmallest = Math.min(4, 2 - Math.floor(Math.log10(smallest)));
  const meaningful = 15 - Math.ceil(Math.log10(largest));
  return Math.max(0, Math.min(Math.max(forSpread, forSmallest), meaningful, 12));
}

/** Takes off the zeros after the point that all numbers end in, and the point if nothing is left behind it. */
function withoutCommonZeros(texts: string[]): string[] {
  const decimals = texts.map(text => /\.(\d*?)0*$/.exec(text)?.[1].length ?? 0);
  const keep = Math.max(0, ...decimals);
  return texts.map(text => {
    const point = text.indexOf('.');
    return point < 0 ? text : text.slice(0, keep === 0 ? point : point + 1 + keep);
  });
}
