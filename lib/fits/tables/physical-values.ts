/**
 * Converts stored elements to values: applies TSCAL, TZERO and TNULL, and decodes logicals.
 *
 * value = TZERO + TSCAL * stored. Unsigned integers and signed bytes, which FITS stores with a TZERO,
 * remain integers; everything else that is scaled becomes float64.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.3.2 (TSCALn, TZEROn, TNULLn) and table 19 (unsigned integers)
 */
import { PhotometryError } from '../../core/errors.js';
import type { ElementArray, ElementKind } from '../../table/column/vectors.js';
import type { NumberCode } from './decode-elements.js';

/** An array of elements that are not text. */
export type NumberArray = Exclude<ElementArray, readonly string[]>;

/** Elements after applying TSCAL, TZERO and TNULL. */
export interface PhysicalElements {
  readonly data: NumberArray;
  readonly element: Exclude<ElementKind, 'string'>;
  /** 0 where an element is missing; null if none is missing, and for floating point. */
  readonly valid: Uint8Array | null;
}

/** The scaling from stored elements to values. */
interface ElementScaling {
  readonly scale: number;
  readonly zero: number;
  /** TNULL; null if absent. */
  readonly blank: bigint | null;
}

/** How to handle unsigned 64-bit integers above 2^63 - 1, which a column of signed 64-bit integers cannot hold. */
export type LargeIntegers = 'error' | 'float64';

const LOGICAL_TRUE = 84;
const TWO_TO_63 = 2 ** 63;

/**
 * Converts the stored elements of a column to values. `stored` may be modified and returned.
 *
 * A logical that is neither T nor F is missing if it is 0, otherwise false.
 *
 * @param where file and column, for messages
 * @throws PhotometryError `unsupported` for an unsigned 64-bit integer above 2^63 - 1, unless `large` is `float64`
 */
export function physicalElements(
  code: NumberCode,
  stored: NumberArray,
  scaling: ElementScaling,
  large: LargeIntegers,
  where: string,
): PhysicalElements {
  switch (code) {
    case 'L':
      return logicals(stored as Uint8Array);
    case 'X':
      return { data: stored, element: 'boolean', valid: null };
    case 'E':
    case 'D':
      return floats(stored as Float32Array | Float64Array, scaling);
    case 'C':
    case 'M':
      return complexNumbers(stored as Float32Array | Float64Array, scaling);
    case 'K':
      return longIntegers(stored as BigInt64Array, scaling, large, where);
    default:
      return integers(stored as Uint8Array | Int32Array, scaling, code !== 'J');
  }
}

/**
 * Returns the elements of vectors or lists, which have no mask: if any is missing, all become float64 and missing ones
 * NaN.
 */
export function withoutMask({ data, element, valid }: PhysicalElements): PhysicalElements {
  if (valid === null) return { data, element, valid };
  const values = new Float64Array(data.length);
  for (let i = 0; i < values.length; i++) values[i] = valid[i] === 0 ? NaN : Number(data[i]);
  return { data: values, element: 'float64', valid: null };
}

function logicals(bytes: Uint8Array): PhysicalElements {
  let valid: Uint8Array | null = null;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    bytes[i] = byte === LOGICAL_TRUE ? 1 : 0;
    if (byte !== 0) continue;
    valid ??= new Uint8Array(bytes.length).fill(1);
    valid[i] = 0;
  }
  return { data: bytes, element: 'boolean', valid };
}

function isPlain({ scale, zero }: ElementScaling): boolean {
  return scale === 1 && zero === 0;
}

function floats(data: Float32Array | Float64Array, scaling: ElementScaling): PhysicalElements {
  if (isPlain(scaling)) return { data, element: data instanceof Float32Array ? 'float32' : 'float64', valid: null };
  return { data: scaled(data, scaling), element: 'float64', valid: null };
}

/** Scales complex numbers: TSCAL multiplies both parts; TZERO, a real number, is added to the real part. */
function complexNumbers(data: Float32Array | Float64Array, scaling: ElementScaling): PhysicalElements {
  if (isPlain(scaling))
    return { data, element: data instanceof Float32Array ? 'complex64' : 'complex128', valid: null };
  const { scale, zero } = scaling;
  const values = Float64Array.from(data, (value, i) => value * scale + (i % 2 === 0 ? zero : 0));
  return { data: values, element: 'complex128', valid: null };
}

/** @param isShort whether the elements are bytes or 16-bit integers, which remain integers under an offset */
function integers(data: Uint8Array | Int32Array, scaling: ElementScaling, isShort: boolean): PhysicalElements {
  const valid = maskOfBlanks(data, scaling.blank);
  const { scale, zero } = scaling;
  if (isPlain(scaling)) return { data, element: data instanceof Uint8Array ? 'uint8' : 'int32', valid };
  if (isShort && scale === 1 && Number.isInteger(zero) && Math.abs(zero) <= 2 ** 15) {
    const values = data instanceof Int32Array ? data : new Int32Array(data.length);
    for (let i = 0; i < values.length; i++) values[i] = data[i] + zero;
    return { data: values, element: 'int32', valid };
  }
  const values = scaled(data, scaling);
  if (valid !== null) for (let i = 0; i < values.length; i++) if (valid[i] === 0) values[i] = NaN;
  return { data: values, element: 'float64', valid: null };
}

function scaled(data: Exclude<NumberArray, BigInt64Array>, { scale, zero }: ElementScaling): Float64Array {
  const values = new Float64Array(data.length);
  for (let i = 0; i < values.length; i++) values[i] = data[i] * scale + zero;
  return values;
}

function maskOfBlanks(data: Uint8Array | Int32Array, blank: bigint | null): Uint8Array | null {
  if (blank === null) return null;
  const wanted = Number(blank);
  let valid: Uint8Array | null = null;
  for (let i = data.indexOf(wanted); i >= 0; i = data.indexOf(wanted, i + 1)) {
    valid ??= new Uint8Array(data.length).fill(1);
    valid[i] = 0;
  }
  return valid;
}

function longIntegers(
  data: BigInt64Array,
  scaling: ElementScaling,
  large: LargeIntegers,
  where: string,
): PhysicalElements {
  const valid = maskOfLongBlanks(data, scaling.blank);
  if (isPlain(scaling)) return { data, element: 'int64', valid };
  if (scaling.scale === 1 && scaling.zero === TWO_TO_63) return unsignedLong(data, valid, large, where);
  const { scale, zero } = scaling;
  const values = Float64Array.from({ length: data.length }, (_, i) => Number(data[i]) * scale + zero);
  if (valid !== null) for (let i = 0; i < values.length; i++) if (valid[i] === 0) values[i] = NaN;
  return { data: values, element: 'float64', valid: null };
}

function maskOfLongBlanks(data: BigInt64Array, blank: bigint | null): Uint8Array | null {
  if (blank === null || BigInt.asIntN(64, blank) !== blank) return null;
  let valid: Uint8Array | null = null;
  for (let i = data.indexOf(blank); i >= 0; i = data.indexOf(blank, i + 1)) {
    valid ??= new Uint8Array(data.length).fill(1);
    valid[i] = 0;
  }
  return valid;
}

/** Decodes unsigned 64-bit integers: adding 2^63 to a stored integer is the same as flipping its highest bit. */
function unsignedLong(
  data: BigInt64Array,
  valid: Uint8Array | null,
  large: LargeIntegers,
  where: string,
): PhysicalElements {
  const halves = new Int32Array(data.buffer, data.byteOffset, 2 * data.length);
  let tooLarge = -1;
  for (let i = 0; i < data.length; i++) {
    halves[2 * i + 1] ^= 0x80000000;
    if (halves[2 * i + 1] < 0 && (valid === null || valid[i] === 1)) tooLarge = i;
  }
  if (tooLarge < 0) return { data, element: 'int64', valid };
  if (large === 'error') {
    const value = BigInt.asUintN(64, data[tooLarge]);
    throw new PhotometryError(
      'unsupported',
      `${where} holds the unsigned integer ${value}, but a column of bigints holds at most 2^63 - 1; read it rounded with { largeIntegers: 'float64' }, or omit the column with { columns }`,
      { value },
    );
  }
  const values = new Float64Array(data.length);
  for (let i = 0; i < values.length; i++)
    values[i] = valid !== null && valid[i] === 0 ? NaN : (halves[2 * i + 1] >>> 0) * 2 ** 32 + (halves[2 * i] >>> 0);
  return { data: values, element: 'float64', valid: null };
}
