/**
 * The rows of a table as BINARY2 writes them.
 *
 * @see VOTable 1.4, section 5.3
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { fullDateText } from '../../../table/column/iso-date.js';
import type { StoredColumn } from '../../../table/column/stored-column.js';
import { type ElementArray, type ElementKind, numbersPer } from '../../../table/column/vectors.js';
import { ByteWriter } from './byte-writer.js';
import type { WrittenField } from './written-field.js';

/** A column and its declaration. */
export interface WrittenColumn {
  readonly column: StoredColumn;
  readonly field: WrittenField;
}

/** All rows; a cell that is missing is flagged, and takes the room of an empty or zero one. */
export function binaryRows(columns: readonly WrittenColumn[], length: number): Uint8Array {
  const out = new ByteWriter();
  const cells = columns.map(({ column, field }) => cellBytes(column, field, out));
  for (let row = 0; row < length; row++) {
    writeFlags(columns, row, out);
    for (const write of cells) write(row);
  }
  return out.bytes();
}

function writeFlags(columns: readonly WrittenColumn[], row: number, out: ByteWriter): void {
  for (let start = 0; start < columns.length; start += 8) {
    let flags = 0;
    for (let i = start; i < start + 8 && i < columns.length; i++)
      if (isMissing(columns[i].column, row)) flags |= 0x80 >> (i - start);
    out.uint8(flags);
  }
}

function isMissing(column: StoredColumn, row: number): boolean {
  if (column.kind === 'date' && Number.isNaN(column.values[row])) return true;
  return column.valid !== null && column.valid[row] === 0;
}

function cellBytes(column: StoredColumn, field: WrittenField, out: ByteWriter): (row: number) => void {
  switch (column.kind) {
    case 'string': {
      const { values } = column;
      return row => freeText(isMissing(column, row) ? '' : values[row], field, out);
    }
    case 'date': {
      const { values } = column;
      return row => freeText(isMissing(column, row) ? '' : fullDateText(values[row]), field, out);
    }
    case 'vector': {
      const { data, width, element } = column.values;
      const write = elementBytes(element, field, out);
      return row => writeAll(data, row * width, (row + 1) * width, write);
    }
    case 'list': {
      const { data, offsets, element } = column.values;
      const write = elementBytes(element, field, out);
      const scale = (element === 'string' ? field.characters : 1) / numbersPer(element);
      return row => {
        const start = offsets[row];
        const end = isMissing(column, row) ? start : offsets[row + 1];
        out.uint32((end - start) * scale);
        writeAll(data, start, end, write);
      };
    }
    default: {
      const { values } = column;
      const write = elementBytes(column.kind, field, out);
      return row => write(values[row]);
    }
  }
}

function writeAll(data: ElementArray, start: number, end: number, write: (value: unknown) => void): void {
  for (let i = start; i < end; i++) write(data[i]);
}

/** A text with its length before it. */
function freeText(text: string, { datatype }: WrittenField, out: ByteWriter): void {
  if (text.includes('\0'))
    throw new PhotometryError('bad-argument', 'a text holds NUL, which ends a text in a VOTable', { text });
  out.uint32(text.length);
  writeCharacters(text, text.length, datatype === 'unicodeChar', out);
}

/** Characters, filled up with NUL. */
function writeCharacters(text: string, length: number, isWide: boolean, out: ByteWriter): void {
  for (let i = 0; i < length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0;
    if (isWide) out.uint16(code);
    else out.uint8(code);
  }
}

function elementBytes(element: ElementKind, field: WrittenField, out: ByteWriter): (value: unknown) => void {
  switch (element) {
    case 'string':
      return value => writeCharacters(value as string, field.characters, field.datatype === 'unicodeChar', out);
    case 'boolean':
      return value => out.uint8(value === 1 ? 0x54 : 0x46);
    case 'uint8':
      return value => out.uint8(value as number);
    case 'int32':
      return value => out.int32(value as number);
    case 'int64':
      return value => out.int64(value as bigint);
    case 'float32':
    case 'complex64':
      return value => out.float32(value as number);
    case 'float64':
    case 'complex128':
      return value => out.float64(value as number);
  }
}
