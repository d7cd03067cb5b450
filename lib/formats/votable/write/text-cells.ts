/**
 * The cells of a column as TABLEDATA writes them.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { fullDateText } from '../../../table/column/iso-date.js';
import type { StoredColumn } from '../../../table/column/stored-column.js';
import type { ElementArray, ElementKind } from '../../../table/column/vectors.js';
import { float32Text } from '../../text/number-text.js';
import { escapeXml } from './xml-text.js';

/** The text of the cell in a row; empty where the value is missing. */
type CellText = (row: number) => string;

/** How the cells of a column are written. `characters` is the length of each string in an array of them. */
export function cellTexts(name: string, column: StoredColumn, characters: number): CellText {
  const text = textOf(column, characters);
  const { valid } = column;
  return row => {
    if (valid !== null && valid[row] === 0) return '';
    try {
      return text(row);
    } catch (error) {
      if (!(error instanceof PhotometryError)) throw error;
      throw new PhotometryError(error.code, `column '${name}', row ${row}: ${error.message}`, {
        ...error.details,
        column: name,
        row,
      });
    }
  };
}

function textOf(column: StoredColumn, characters: number): CellText {
  switch (column.kind) {
    case 'string': {
      const { values } = column;
      return row => escapeXml(values[row]);
    }
    case 'date': {
      const { values } = column;
      return row => (Number.isNaN(values[row]) ? '' : fullDateText(values[row]));
    }
    case 'vector': {
      const { data, width, element } = column.values;
      const write = elementText(element, characters);
      return row => joined(data, row * width, (row + 1) * width, element, write);
    }
    case 'list': {
      const { data, offsets, element } = column.values;
      const write = elementText(element, characters);
      return row => joined(data, offsets[row], offsets[row + 1], element, write);
    }
    default: {
      const { values } = column;
      const write = elementText(column.kind, 0);
      return row => write(values[row]);
    }
  }
}

function joined(
  data: ElementArray,
  start: number,
  end: number,
  element: ElementKind,
  write: (value: unknown) => string,
): string {
  let text = '';
  for (let i = start; i < end; i++) text += i > start && element !== 'string' ? ` ${write(data[i])}` : write(data[i]);
  return text;
}

/** How one value is written. */
function elementText(element: ElementKind, characters: number): (value: unknown) => string {
  switch (element) {
    case 'string':
      return value => escapeXml((value as string).padEnd(characters));
    case 'boolean':
      return value => (value === 1 ? 'T' : 'F');
    case 'float32':
    case 'complex64':
      return value => realText(value as number, float32Text);
    case 'float64':
    case 'complex128':
      return value => realText(value as number, String);
    default:
      return String;
  }
}

function realText(value: number, write: (value: number) => string): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : write(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
