/**
 * How many digits of a column to show: enough to tell its rows apart, no more than they have.
 *
 * @module
 */
import { isNumeric, type StoredColumn, valueAt } from './stored-column.js';
import type { NumericArray } from './vectors.js';

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
  return numberTexts(values as number[], MOST_DECIMALS[column.unit] ?? 12);
}

/** Whether a column's cells stand on the right. */
export function isRightAligned(column: StoredColumn): boolean {
  return isNumeric(column) && column.kind !== 'boolean';
}

function cellText(value: unknown): string {
  if (value === null) return MISSING_TEXT;
  if (typeof value === 'object') return vectorText(value as NumericArray);
  return String(value);
}

/** The first numbers of a vector. */
function vectorText(vector: NumericArray): string {
  const shown = Array.from({ length: Math.min(4, vector.length) }, (_, i) => vector[i]);
  return `[${numberTexts(shown, 12).join(', ')}${vector.length > shown.length ? ', \u2026' : ''}]`;
}

/** Numbers with the same decimals, at most `most`; very large and very small ones in powers of ten. */
function numberTexts(values: readonly number[], most: number): string[] {
  const finite = values.filter(Number.isFinite);
  let low = Infinity;
  let high = -Infinity;
  for (const value of finite) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (finite.length > 0 && largest > 0 && (largest >= 1e15 || largest < 1e-4))
    return values.map(value => (Number.isFinite(value) && value !== 0 ? value.toExponential(5) : String(value)));
  const decimals = finite.every(Number.isInteger) ? 0 : Math.min(most, decimalsFor(high - low || largest, largest));
  return withoutCommonZeros(values.map(value => (Number.isFinite(value) ? value.toFixed(decimals) : String(value))));
}

function decimalsFor(spread: number, largest: number): number {
  const wanted = DIGITS_OF_SPREAD - 1 - Math.floor(Math.log10(spread));
  const meaningful = 15 - Math.ceil(Math.log10(largest)); // of a float64
  return Math.max(0, Math.min(wanted, meaningful, 12));
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
