/** Compares tables with astropy's answers for the same files, from test/fixtures/formats/text/astropy-answers.py. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type StoredColumn, valueAt } from '../../lib/table/column/stored-column.js';
import type { TableData } from '../../lib/table/column/table-data.js';

/** A column as read by astropy; long ones are represented by their ends, count and sum. */
interface ColumnAnswer {
  readonly unit: string;
  readonly description: string;
  readonly values?: readonly unknown[];
  readonly first?: readonly unknown[];
  readonly last?: readonly unknown[];
  readonly present?: number;
  readonly sum?: number;
}

/** A table as read by astropy. */
interface TableAnswer {
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnAnswer>>;
}

const answers: Record<string, TableAnswer> = JSON.parse(
  readFileSync(fileURLToPath(new URL('../fixtures/formats/text/astropy-answers.json', import.meta.url)), 'utf8'),
);

/** What astropy reads from a file of the shared data. */
export function astropyAnswer(path: string): TableAnswer {
  return answers[path];
}

/** A cell in the form of the fixtures: missing and NaN as null, bigints beyond 2^53 as texts, arrays nested. */
export function plainCell(column: StoredColumn, row: number): unknown {
  const value = valueAt(column, row);
  if (column.kind === 'vector' && value !== null) {
    const { element, shape } = column.values;
    let parts: unknown[] = Array.from(value as ArrayLike<unknown>, part =>
      plainValue(element === 'boolean' ? part === 1 : part),
    );
    for (const axis of shape.slice(0, -1))
      parts = Array.from({ length: parts.length / axis }, (_, i) => parts.slice(i * axis, (i + 1) * axis));
    return parts;
  }
  if (column.kind === 'list' && value !== null) {
    const isBoolean = column.values.element === 'boolean';
    return Array.from(value as ArrayLike<unknown>, part => plainValue(isBoolean ? part === 1 : part));
  }
  return plainValue(value);
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return Number.isNaN(value) ? null : value;
}

/** Units that astropy writes with a different name from the file's. */
const UNIT_NAMES: Readonly<Record<string, string>> = { solRad: 'Rsun', solLum: 'Lsun' };

/**
 * Removes differences that do not matter: astropy has a missing vector as one of missing elements, a missing list as an
 * empty one, and a missing text element as null or (in lists) `None`; Skyframe has null and an empty text.
 */
function comparable(cell: unknown, column: StoredColumn): unknown {
  if (column.kind !== 'vector' && column.kind !== 'list') return cell;
  const parts = [cell].flat(9);
  if (parts.length === 0 || parts.every(part => part === null)) return 'missing';
  const isText = column.values.element === 'string';
  return isText ? parts.map(part => (part === null || part === 'None' ? '' : part)) : cell;
}

/** A unit without blanks and power signs: `mas / yr` is `mas/yr`, `cm/s**2` is `cm/s2`. */
function bare(unit: string): string {
  return unit.replace(/[ *]/g, '');
}

/** Asserts that every column holds what astropy reads. */
export function expectAsAstropy(data: TableData, path: string, { descriptions = true } = {}): void {
  const answer = astropyAnswer(path);
  expect(data.length).toBe(answer.rows);
  expect([...data.stored.keys()]).toEqual(Object.keys(answer.columns));
  for (const [name, expected] of Object.entries(answer.columns)) {
    const column = data.stored.get(name)!;
    expect(bare(column.unit), `unit of ${name}`).toBe(bare(UNIT_NAMES[expected.unit] ?? expected.unit));
    if (descriptions) expect(column.description, `description of ${name}`).toBe(expected.description);
    expectValues(column, name, expected);
  }
}

function expectValues(column: StoredColumn, name: string, expected: ColumnAnswer): void {
  const cells = Array.from({ length: column.values.length }, (_, row) => plainCell(column, row));
  if (expected.values !== undefined) {
    const same = (values: readonly unknown[]): unknown[] => values.map(value => comparable(value, column));
    expect(same(cells), name).toEqual(same(expected.values));
    return;
  }
  const present = cells.filter(cell => cell !== null);
  expect([cells.slice(0, 2), cells.slice(-2), present.length], name).toEqual([
    expected.first,
    expected.last,
    expected.present,
  ]);
  if (expected.sum === undefined) return;
  const sum = present.reduce<number>((total, cell) => total + Number(cell), 0);
  const scale = present.reduce<number>((total, cell) => total + Math.abs(Number(cell)), 0);
  expect(Math.abs(sum - expected.sum), `sum of ${name}`).toBeLessThanOrEqual(1e-12 * scale);
}
