/**
 * How a column is declared in a VOTable: datatype, arraysize, width and precision.
 *
 * @module
 */
import type { StoredColumn } from '../../../table/column/stored-column.js';
import { type ElementKind, numbersPer } from '../../../table/column/vectors.js';
import type { VoDatatype } from '../field.js';

/** The declaration of a column. Texts that are not needed are empty. */
export interface WrittenField {
  readonly datatype: VoDatatype;
  readonly arraysize: string;
  readonly xtype: string;
  readonly width: string;
  readonly precision: string;
  /** Characters of each string in an array of them; 0 where the length is free. */
  readonly characters: number;
}

const DATATYPES: Readonly<Record<Exclude<ElementKind, 'string'>, VoDatatype>> = {
  float64: 'double',
  float32: 'float',
  int32: 'int',
  uint8: 'unsignedByte',
  int64: 'long',
  boolean: 'boolean',
  complex64: 'floatComplex',
  complex128: 'doubleComplex',
};

/** The declaration that a column needs. */
export function writtenField(column: StoredColumn): WrittenField {
  const field = { arraysize: '', xtype: '', characters: 0, ...accuracy(column.format) };
  switch (column.kind) {
    case 'string':
      return { ...field, datatype: textType(column.values), arraysize: '*' };
    case 'date':
      return { ...field, datatype: 'char', arraysize: '*', xtype: 'timestamp' };
    case 'vector': {
      const { element, shape, data } = column.values;
      if (element === 'string') return { ...field, ...stringArray(data as readonly string[], shape.join('x')) };
      // one complex number is a single value, though it takes two numbers
      const isSingle = numbersPer(element) === 2 && shape.length === 1 && shape[0] === 1;
      return { ...field, datatype: DATATYPES[element], arraysize: isSingle ? '' : shape.join('x') };
    }
    case 'list': {
      const { element, data } = column.values;
      if (element === 'string') return { ...field, ...stringArray(data as readonly string[], '*') };
      return { ...field, datatype: DATATYPES[element], arraysize: '*' };
    }
    default:
      return { ...field, datatype: DATATYPES[column.kind] };
  }
}

/** Strings in an array must be of one length. */
function stringArray(
  strings: readonly string[],
  axes: string,
): Pick<WrittenField, 'datatype' | 'arraysize' | 'characters'> {
  const characters = strings.reduce((longest, text) => Math.max(longest, text.length), 1);
  return { datatype: textType(strings), arraysize: `${characters}x${axes}`, characters };
}

/** `char` for plain ASCII, else `unicodeChar`. */
function textType(strings: readonly string[]): VoDatatype {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, control characters too
  return strings.every(text => /^[\u0000-\u007f]*$/.test(text)) ? 'char' : 'unicodeChar';
}

/** Width and precision of a printf format: `%8.3f` is width 8, precision 3; `%.4e` four digits after the first. */
function accuracy(format: string): Pick<WrittenField, 'width' | 'precision'> {
  const parts = /^%[-+ 0]*([1-9]\d*)?(?:\.(\d+))?([dfeEgG])$/.exec(format);
  if (parts === null) return { width: '', precision: '' };
  const [, width = '', digits, letter] = parts;
  if (digits === undefined || letter === 'd') return { width, precision: '' };
  if (letter === 'f') return { width, precision: digits };
  return { width, precision: `E${/e/i.test(letter) ? Number(digits) + 1 : digits}` };
}
