/**
 * Converts physical values to the big-endian numbers of a file.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { StoredForm, WritablePixels } from './stored-form.js';

/**
 * Encodes pixels; integers are rounded to the nearest.
 *
 * @param blank stored integer that represents NaN
 * @throws PhotometryError `bad-argument` for a value that the form cannot hold
 */
export function encodePixels(pixels: WritablePixels, form: StoredForm, blank?: number): Uint8Array {
  const bytes = new Uint8Array(pixels.length * (Math.abs(form.bitpix) / 8));
  const view = new DataView(bytes.buffer);
  if (form.bitpix === -32) for (let i = 0; i < pixels.length; i++) view.setFloat32(4 * i, Number(pixels[i]));
  else if (form.bitpix === -64) for (let i = 0; i < pixels.length; i++) view.setFloat64(8 * i, Number(pixels[i]));
  else if (form.bitpix === 64) encodeInt64(pixels, view, form, blank);
  else encodeIntegers(pixels, view, form, blank);
  return bytes;
}

function encodeIntegers(pixels: WritablePixels, view: DataView, form: StoredForm, blank: number | undefined): void {
  const { bitpix, zero, smallest, largest } = form;
  for (let i = 0; i < pixels.length; i++) {
    const value = Math.round(Number(pixels[i]));
    let stored = value - zero;
    if (!(value >= smallest && value <= largest)) stored = blankFor(value, i, form, blank);
    if (bitpix === 16) view.setInt16(2 * i, stored);
    else if (bitpix === 32) view.setInt32(4 * i, stored);
    else view.setUint8(i, stored);
  }
}

function encodeInt64(pixels: WritablePixels, view: DataView, form: StoredForm, blank: number | undefined): void {
  const smallest = BigInt(form.smallest);
  const largest = smallest + 2n ** 64n - 1n;
  const zero = BigInt(form.zero);
  for (let i = 0; i < pixels.length; i++) {
    const given = pixels[i];
    if (typeof given === 'number' && !Number.isFinite(given)) {
      view.setBigInt64(8 * i, BigInt(blankFor(given, i, form, blank)));
      continue;
    }
    const value = typeof given === 'bigint' ? given : BigInt(Math.round(given));
    if (value < smallest || value > largest) blankFor(Number(value), i, form, undefined);
    view.setBigInt64(8 * i, value - zero);
  }
}

/** Returns the stored value for NaN, which is BLANK if given; throws for any other value outside the range. */
function blankFor(value: number, index: number, form: StoredForm, blank: number | undefined): number {
  if (Number.isNaN(value) && blank !== undefined) return blank;
  const what = Number.isNaN(value) ? 'NaN' : String(value);
  const way = Number.isNaN(value)
    ? 'give `blank`, or store as bitpix -32'
    : 'store with a wider bitpix or as floating point';
  throw new PhotometryError(
    'bad-argument',
    `pixel ${index} is ${what}, but these ${form.bitpix}-bit integers hold ${form.smallest} to ${form.largest}; ${way}`,
    { index, value, bitpix: form.bitpix },
  );
}
