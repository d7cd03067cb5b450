/**
 * Writes frames, tables and images as FITS.
 *
 * @module
 */

import { PhotometryError } from '../core/errors.js';
import { quoted } from '../core/quoted.js';
import { appendHdus } from '../fits/write/append-hdus.js';
import type { HduToWrite } from '../fits/write/encode-hdu.js';
import { type WriteHdusOptions, writeHdus } from '../fits/write/write-fits.js';
import { imageHdus } from '../frame/write-frame.js';
import { Frame } from './frame.js';

/** What {@link writeFits} accepts: frames, tables, bare images, and unchanged HDUs. */
export type FitsContent = Frame | FrameToWrite | HduToWrite;

/** A frame to write with a name. */
export interface FrameToWrite {
  /** The frame: pixels, header and planes. */
  readonly frame: Frame;
  /** EXTNAME of the image. */
  readonly name: string;
}

/** Settings of {@link writeFits}. */
export interface WriteFitsOptions extends WriteHdusOptions {}

/**
 * Writes a FITS file completely or not at all, gzipped if its name ends in `.gz`.
 *
 * The first HDU is the primary one; an empty primary HDU is added before a table or a compressed image. A frame is written
 * with its variance and mask.
 *
 * @throws PhotometryError `bad-argument`, `bad-header` for values that FITS cannot represent, `io`
 * @example
 * await writeFits('out/field.fits', [{ frame, name: 'FIELD' }, { table: stars, name: 'STARS' }], { checksum: true });
 */
export async function writeFits(
  path: string,
  hdus: readonly FitsContent[],
  options: WriteFitsOptions = {},
): Promise<void> {
  await writeHdus(path, fitsContent(hdus), options);
}

/**
 * Appends frames, tables and images to a file without moving its contents. If that fails, the file is left as it
 * was.
 *
 * @throws PhotometryError `no-such-file`, `not-fits`; `truncated-file` for a truncated file; `unsupported` for a gzipped
 * one, or one with other bytes after its last HDU; `bad-argument`, `bad-header` for values that FITS cannot represent; `io`
 * @example await appendFits('out/field.fits', [{ table: stars, name: 'STARS' }], { checksum: true });
 */
export async function appendFits(
  path: string,
  hdus: readonly FitsContent[],
  options: WriteFitsOptions = {},
): Promise<void> {
  await appendHdus(path, fitsContent(hdus), options);
}

/** Converts frames to the HDUs they become. */
function fitsContent(hdus: readonly FitsContent[]): HduToWrite[] {
  if (!Array.isArray(hdus))
    throw new PhotometryError('bad-argument', `expected a list of HDUs to write, got ${quoted(hdus)}`);
  return hdus.flatMap((hdu, index) => {
    if (typeof hdu !== 'object' || hdu === null)
      throw new PhotometryError(
        'bad-argument',
        `HDU ${index} to write: expected a frame, a table or an image, got ${quoted(hdu)}`,
      );
    if (hdu instanceof Frame) return imageHdus(hdu.image);
    if (!('frame' in hdu && hdu.frame instanceof Frame)) return [hdu];
    const [image, ...companions] = imageHdus(hdu.frame.image);
    return [{ ...image, name: hdu.name }, ...companions];
  });
}
