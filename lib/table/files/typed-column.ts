/**
 * Columns whose type is checked when they are asked for: the way from a table read without a schema to numbers and texts.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, stored, valueAt } from '../column/stored-column.js';
import { requireColumn, type TableData } from '../column/table-data.js';
import { isUntyped } from '../rows/stack-columns.js';
import { withType } from './schema.js';

/** Texts such as `12:30:01.5`, `-5 23 28` and `12h30m`. */
const SEXAGESIMAL = /^\s*[-+]?\d+\s*[:hd\s]\s*\d+/;

/**
 * A column of numbers, NaN where missing. 64-bit integers become numbers if all are exact.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column of something else, with an example of it
 */
export function numberColumn(data: TableData, name: string): StoredColumn {
  const column = requireColumn(data, name);
  const numbers = withType(column, 'number');
  if (numbers !== null) return numbers;
  throw new PhotometryError('bad-argument', `Column '${name}' holds ${notNumbers(column, name)}`, {
    column: name,
    kind: column.kind,
  });
}

/**
 * A column of texts, empty where missing.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column of something else, with an example of it
 */
export function textColumn(data: TableData, name: string): StoredColumn {
  const column = requireColumn(data, name);
  if (column.kind === 'string') return column.valid === null ? column : withoutGaps(column.values, column);
  if (isUntyped(column)) return stored('string', new Array<string>(column.values.length).fill(''), null, column);
  throw new PhotometryError(
    'bad-argument',
    `Column '${name}' holds ${example(column)}, not text: use ${isNumbers(column) ? `number('${name}')` : `column('${name}')`}, or String() of a cell`,
    { column: name, kind: column.kind },
  );
}

function withoutGaps(values: readonly string[], column: StoredColumn): StoredColumn {
  return stored(
    'string',
    values.map((text, row) => (column.valid?.[row] === 0 ? '' : text)),
    null,
    column,
  );
}

function isNumbers({ kind }: StoredColumn): boolean {
  return kind === 'float64' || kind === 'float32' || kind === 'int32' || kind === 'uint8' || kind === 'int64';
}

/** What a column holds that are no numbers, and what to do. */
function notNumbers(column: StoredColumn, name: string): string {
  switch (column.kind) {
    case 'string': {
      const text = column.values.find((value, row) => column.valid?.[row] !== 0 && Number.isNaN(asNumber(value))) ?? '';
      const found = `text such as ${JSON.stringify(text.slice(0, 40))}, not numbers`;
      return SEXAGESIMAL.test(text)
        ? `${found}: make degrees of it with parseAngle(text, 'hour') for right ascensions, 'degree' for others: derive({ ${name}: Array.from(table.text('${name}'), text => parseAngle(text, 'hour')) })`
        : `${found}: use text('${name}'), or replace what is not a number and read the file again`;
    }
    case 'int64':
      return 'integers beyond 2^53, which numbers cannot hold exactly: use column(), whose values are bigints';
    default:
      return `${example(column)}, not numbers: use column('${name}')`;
  }
}

/** Text as a number; NaN if it is not one. */
function asNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** The kind of a column and its first value: `float64 values such as 12.5`. */
function example(column: StoredColumn): string {
  for (let row = 0; row < column.values.length; row++) {
    const value = valueAt(column, row);
    if (value === null || Number.isNaN(value)) continue;
    const text = value instanceof Date ? value.toISOString() : String(value);
    return `${column.kind} values such as ${text.slice(0, 40)}`;
  }
  return `${column.kind} values`;
}
