/**
 * Encodes the bytes of a FITS file.
 *
 * @module
 */
import { type HduToWrite, hduParts, isExtension } from './encode-hdu.js';

/** Settings of {@link encodeFits}. */
export interface EncodeFitsOptions {
  /** Write CHECKSUM and DATASUM cards to each HDU. Default: false. */
  readonly checksum?: boolean;
}

/**
 * Encodes a FITS file with these HDUs. The first is the primary HDU; if a table or another extension
 * comes first, an empty primary HDU is written before it.
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

/** Returns the HDUs, preceded by an empty primary HDU if the first cannot be primary. */
export function withPrimary(hdus: readonly HduToWrite[]): readonly HduToWrite[] {
  return hdus.length === 0 || isExtension(hdus[0]) ? [{}, ...hdus] : hdus;
}

/** Concatenates arrays. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
