/**
 * Converts a table to JSON: one line per row, or one array of rows.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { fullDateText } from '../../table/column/iso-date.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import { elementsJson, numberJson } from '../text/json-elements.js';

/** One object a line (JSON lines), or one array over all lines. */
type JsonForm = 'lines' | 'array';

/**
 * Writes a table as objects, one a row. All of it is strict JSON.
 *
 * Numbers keep every digit, bigints are plain digits. A missing value, and NaN, is null; infinity is the
 * text `"Infinity"`. Dates are ISO texts in UTC. Units, meta and the columns of an empty table are not written.
 *
 * @throws PhotometryError `unsupported` for complex vectors
 */
export function writeJson(data: TableData, form: JsonForm): string {
  const writers = [...data.stored].map(([name, column]) => ({
    key: JSON.stringify(name),
    write: cellWriter(name, column),
  }));
  const lines: string[] = [];
  for (let row = 0; row < data.length; row++) {
    let text = '{';
    for (const [i, { key, write }] of writers.entries()) text += `${i === 0 ? '' : ','}${key}:${write(row)}`;
    lines.push(`${text}}`);
  }
  if (form === 'array') return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** Returns the JSON of a cell. */
function cellWriter(name: string, column: StoredColumn): (row: number) => string {
  const { valid } = column;
  const write = presentCellWriter(name, column);
  return valid === null ? write : row => (valid[row] === 0 ? 'null' : write(row));
}

function presentCellWriter(name: string, column: StoredColumn): (row: number) => string {
  switch (column.kind) {
    case 'string':
      return row => JSON.stringify(column.values[row]);
    case 'boolean':
      return row => String(column.values[row] === 1);
    case 'date':
      return row => dateJson(column.values[row]);
    case 'vector': {
      refuseComplex(name, column.values.element);
      const { width, shape } = column.values;
      return row => elementsJson(column.values, row * width, (row + 1) * width, shape, 'quoted');
    }
    case 'list': {
      refuseComplex(name, column.values.element);
      const { offsets } = column.values;
      return row => elementsJson(column.values, offsets[row], offsets[row + 1], [0], 'quoted');
    }
    default: {
      const isFloat32 = column.kind === 'float32';
      return row => numberJson(column.values[row], isFloat32, 'quoted');
    }
  }
}

function dateJson(milliseconds: number): string {
  const text = fullDateText(milliseconds);
  return text === '' ? 'null' : `"${text}Z"`;
}

function refuseComplex(name: string, element: string): void {
  if (element !== 'complex64' && element !== 'complex128') return;
  throw new PhotometryError('unsupported', `JSON has no complex numbers, but column '${name}' contains them`, {
    column: name,
  });
}
