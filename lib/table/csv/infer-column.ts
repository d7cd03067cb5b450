/**
 * From the texts of a column to its values: the narrowest type that keeps every one of them exact.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { ValueType } from '../schema.js';
import { type StoredColumn, stored } from '../stored-column.js';
import type { CsvCell } from './split-csv.js';

/** The cells of one column of a CSV file. */
export interface CsvColumn {
  readonly name: string;
  /** The cells below the header. */
  readonly cells: readonly CsvCell[];
  /** Whether a cell stood in quotes where quotes mean text. */
  readonly quoted: boolean;
  /** The unit, empty if the file names none. */
  readonly unit: string;
}

const INTEGER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const NOT_A_NUMBER = /^nan$/i;
const INFINITE = /^([+-]?)inf(inity)?$/i;
const BOOLEAN = /^(true|false)$/i;

/** Whether a text would be read as something else than text, unless it is quoted. */
export function looksTyped(text: string): boolean {
  return NUMBER.test(text) || NOT_A_NUMBER.test(text) || INFINITE.test(text) || BOOLEAN.test(text);
}

/**
 * Stores a column of a CSV file.
 *
 * Whole numbers become int32, beyond its range float64, and bigint64 as soon as one is beyond 2^53;
 * other numbers float64 (each text to the nearest one, so what was written comes back the same);
 * `true` and `false` boolean; anything else, and quoted cells, text. An empty cell is missing.
 *
 * @param type the type asked for by a schema; without it the cells decide
 * @throws PhotometryError `bad-csv` naming line and column if a cell is not of the type asked for
 */
export function inferColumn(
  column: CsvColumn,
  type: ValueType | undefined,
  where: (row: number) => string,
): StoredColumn {
  const kind = type ?? guessType(column);
  switch (kind) {
    case 'string':
      return strings(column);
    case 'boolean':
      return booleans(column, where);
    case 'bigint':
      return bigints(column, where);
    case 'int32':
      return integers(column);
    case 'number':
      return numbers(column, where);
  }
}

/** The type that fits every cell; `int32` is a number that needs no more. */
function guessType({ cells, quoted }: CsvColumn): ValueType | 'int32' {
  if (quoted) return 'string';
  let integers = true;
  let small = true;
  let safe = true;
  let booleans = true;
  let numeric = true;
  let empty = true;
  for (const cell of cells) {
    if (cell === null) continue;
    empty = false;
    if (booleans && !BOOLEAN.test(cell)) booleans = false;
    if (integers && !(INTEGER.test(cell) && cell !== '-0')) integers = false;
    if (integers) {
      const value = Number(cell);
      if (value !== (value | 0)) small = false;
      if (!Number.isSafeInteger(value)) safe = false;
    } else if (numeric && !NUMBER.test(cell) && !NOT_A_NUMBER.test(cell) && !INFINITE.test(cell)) numeric = false;
    if (!booleans && !numeric) return 'string';
  }
  if (empty) return 'number';
  if (booleans) return 'boolean';
  if (!integers) return 'number';
  if (small) return 'int32';
  return safe || !cells.every(fitsInt64) ? 'number' : 'bigint';
}

function fitsInt64(cell: CsvCell): boolean {
  return cell === null || BigInt.asIntN(64, BigInt(cell.replace('+', ''))) === BigInt(cell.replace('+', ''));
}

function strings({ cells, unit }: CsvColumn): StoredColumn {
  return stored(
    'string',
    cells.map(cell => cell ?? ''),
    maskOf(cells),
    { unit },
  );
}

function integers({ cells, unit }: CsvColumn): StoredColumn {
  return stored('int32', Int32Array.from(cells, Number), maskOf(cells), { unit });
}

function numbers({ name, cells, unit }: CsvColumn, where: (row: number) => string): StoredColumn {
  const values = new Float64Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    values[row] = cell === null ? NaN : (parseNumber(cell) ?? mismatch(where(row), name, cell, 'a number'));
  }
  return stored('float64', values, null, { unit });
}

/** The nearest float64 to a text; null if it is no number. */
function parseNumber(text: string): number | null {
  if (NUMBER.test(text)) return Number(text);
  if (NOT_A_NUMBER.test(text)) return NaN;
  const infinite = INFINITE.exec(text);
  if (infinite === null) return null;
  return infinite[1] === '-' ? -Infinity : Infinity;
}

function bigints(column: CsvColumn, where: (row: number) => string): StoredColumn {
  const { name, unit } = column;
  const cells = withoutNaN(column.cells);
  const values = new BigInt64Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (cell === null) continue;
    if (!INTEGER.test(cell) || !fitsInt64(cell)) mismatch(where(row), name, cell, 'a whole number of 64 bits');
    values[row] = BigInt(cell.replace('+', ''));
  }
  return stored('int64', values, maskOf(cells), { unit });
}

function booleans(column: CsvColumn, where: (row: number) => string): StoredColumn {
  const { name, unit } = column;
  const cells = withoutNaN(column.cells);
  const values = new Uint8Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (cell === null) continue;
    if (!BOOLEAN.test(cell)) mismatch(where(row), name, cell, 'true or false');
    values[row] = cell.toLowerCase() === 'true' ? 1 : 0;
  }
  return stored('boolean', values, maskOf(cells), { unit });
}

/** Programs that keep missing integers as floats write NaN for them. */
function withoutNaN(cells: readonly CsvCell[]): CsvCell[] {
  return cells.map(cell => (cell !== null && NOT_A_NUMBER.test(cell) ? null : cell));
}

function maskOf(cells: readonly CsvCell[]): Uint8Array | null {
  return cells.includes(null) ? Uint8Array.from(cells, cell => (cell === null ? 0 : 1)) : null;
}

function mismatch(where: string, column: string, cell: string, expected: string): never {
  throw new PhotometryError('bad-csv', `${where}, column '${column}': expected ${expected}, got '${cell}'`, {
    column,
    cell,
  });
}
