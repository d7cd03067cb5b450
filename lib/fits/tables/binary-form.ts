/**
 * TFORM of a binary table: what a field holds and how many bytes it occupies.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.3.1 (TFORMn), table 18; 7.3.5 (variable-length arrays)
 */

/** Type of the elements of a field: logical, bit, byte, integer, text, floating point or complex. */
export type BinaryCode = 'L' | 'X' | 'B' | 'I' | 'J' | 'K' | 'A' | 'E' | 'D' | 'C' | 'M';

/** A field of a binary table. */
export interface BinaryForm {
  /** Type of the elements; for a variable-length array, of those in the heap. */
  readonly code: BinaryCode;
  /** Number of elements in each row: characters of text, bits; for a variable-length array, 0 or 1 descriptors. */
  readonly repeat: number;
  /** `P` or `Q` for a variable-length array, whose field is a descriptor of two 32- or 64-bit integers. */
  readonly descriptor: 'P' | 'Q' | null;
  /** Length of each string if a text field holds several (`60A:SSTR10`, `60A10`), otherwise 0 [characters]. */
  readonly substring: number;
  /** Length of the field in a row [byte]. */
  readonly bytes: number;
}

/** Length of one element; 1/8 for a bit [byte]. */
const ELEMENT_SIZE: Readonly<Record<BinaryCode, number>> = {
  L: 1,
  X: 1 / 8,
  B: 1,
  I: 2,
  J: 4,
  K: 8,
  A: 1,
  E: 4,
  D: 8,
  C: 8,
  M: 16,
};

const FORM = /^(\d*)([LXBIJKAEDCM])(.*)$/;
const ARRAY = /^(\d*)([PQ])([LXBIJKAEDCM])(\(.*)?$/;
const SUBSTRING = /^:SSTR(\d+)/;

/**
 * Parses a TFORM; null if it is invalid.
 *
 * @example parseBinaryForm('5E')?.bytes // 20
 */
export function parseBinaryForm(text: string): BinaryForm | null {
  const form = text.trim().toUpperCase();
  const array = ARRAY.exec(form);
  if (array !== null) return arrayForm(array[1], array[2] as 'P' | 'Q', array[3] as BinaryCode);
  const fixed = FORM.exec(form);
  if (fixed === null) return null;
  const code = fixed[2] as BinaryCode;
  if (code === 'A') return textForm(fixed[1], fixed[3]);
  const repeat = numberOf(fixed[1]);
  return { code, repeat, descriptor: null, substring: 0, bytes: Math.ceil(repeat * ELEMENT_SIZE[code]) };
}

/** Returns the number of bytes that `count` elements occupy. */
export function bytesOfElements(code: BinaryCode, count: number): number {
  return Math.ceil(count * ELEMENT_SIZE[code]);
}

function arrayForm(digits: string, descriptor: 'P' | 'Q', code: BinaryCode): BinaryForm | null {
  const repeat = numberOf(digits);
  if (repeat > 1) return null;
  return { code, repeat, descriptor, substring: 0, bytes: repeat * (descriptor === 'P' ? 8 : 16) };
}

/**
 * Parses a text form: `20A` is one string; `20A5` and `20A:SSTR5` are four; `A20`, as in ASCII tables, is one of 20
 * characters.
 */
function textForm(digits: string, rest: string): BinaryForm {
  const width = Number(SUBSTRING.exec(rest)?.[1] ?? /^\d+/.exec(rest)?.[0] ?? 0);
  const repeat = digits === '' && width > 1 ? width : numberOf(digits);
  const substring = width > 0 && width < repeat ? width : 0;
  return { code: 'A', repeat, descriptor: null, substring, bytes: repeat };
}

function numberOf(digits: string): number {
  return digits === '' ? 1 : Number(digits);
}
