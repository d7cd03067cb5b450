/**
 * Makes the bytes of a FITS file.
 *
 * @module
 */
import { type HduToWrite, hduParts, isExtension } from './encode-hdu.js';

/** Settings of {@link encodeFits}. */
export interface EncodeFitsOptions {
  /** Give each HDU the cards CHECKSUM and DATASUM. Default false. */
  readonly checksum?: boolean;
}

/**
 * The bytes of a FITS file with these HDUs. The first is the primary one; where a table or another
 * extension comes first, an empty primary HDU goes before it.
 *
 * @throws PhotometryError `bad-argument` if sizes do not agree or a value does not fit, `bad-header` for a
 * card that FITS cannot hold
 * @example encodeFits([{ width: 2, height: 1, pixels: new Float32Array([1, 2]) }])
 */
export function encodeFits(hdus: readonly HduToWrite[], options: EncodeFitsOptions = {}): Uint8Array {
  const all = withPrimary(hdus);
  const place = (index: number) => ({ index, hasExtensions: all.length > 1 });
  return joined(all.flatMap((hdu, index) => [...hduParts(hdu, place(index), options.checksum ?? false)]));
}

/** The HDUs with an empty primary one before them, where the first cannot be that. */
export function withPrimary(hdus: readonly HduToWrite[]): readonly HduToWrite[] {
  return hdus.length === 0 || isExtension(hdus[0]) ? [{}, ...hdus] : hdus;
}

/** One array of many. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
