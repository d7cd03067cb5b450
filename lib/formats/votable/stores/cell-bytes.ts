/**
 * How many values and bytes a cell of a binary stream takes.
 *
 * @module
 */

import { isText, type VoField, valuesPerBlock } from '../field.js';
import type { ByteReader, Counting } from './byte-reader.js';

const BYTES = {
  boolean: 1,
  bit: 1,
  unsignedByte: 1,
  short: 2,
  int: 4,
  long: 8,
  char: 1,
  unicodeChar: 2,
  float: 4,
  double: 8,
  floatComplex: 8,
  doubleComplex: 16,
} as const;

/** The values of a list, preceded by their number. */
export function valuesIn({ datatype, shape }: VoField, count: number, counting: Counting): number {
  // of strings, characters are counted
  if (isText(datatype)) return Math.floor(count / Math.max(1, shape.characters));
  if (counting === 'items') return count * valuesPerBlock(shape);
  return isComplex(datatype) ? Math.floor(count / 2) : count;
}

/** Whether the two ways to count differ for a field. */
export function countsDiffer({ datatype, shape }: VoField): boolean {
  return shape.variable && !isText(datatype) && (shape.axes.length > 0 || isComplex(datatype));
}

/** Steps over one cell. @throws PhotometryError `truncated-file` */
export function skipCell(field: VoField, reader: ByteReader): void {
  const { datatype, shape } = field;
  const { characters, counted, variable } = shape;
  if (counted) reader.take(reader.count() * BYTES[datatype]);
  else {
    const values = variable ? valuesIn(field, reader.count(), reader.counting) : valuesPerBlock(shape);
    const each = isText(datatype) ? Math.max(1, characters) * BYTES[datatype] : BYTES[datatype];
    reader.take(datatype === 'bit' ? Math.ceil(values / 8) : values * each);
  }
}

function isComplex(datatype: VoField['datatype']): boolean {
  return datatype === 'floatComplex' || datatype === 'doubleComplex';
}
