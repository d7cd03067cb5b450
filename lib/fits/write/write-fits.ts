/**
 * Writes FITS files.
 *
 * @module
 */

import { platform } from '#platform';
import { requirePath } from '../../core/require-path.js';
import { type CompressImageOptions, compressImage } from './compress-image.js';
import { encodeFits, withPrimary } from './encode-fits.js';
import { type HduToWrite, hduParts, isImage } from './encode-hdu.js';

/** Settings of `writeFits`. `compress` stores images as compressed tiles, according to the other settings. */
export interface WriteHdusOptions extends CompressImageOptions {
  /** Write CHECKSUM and DATASUM cards to each HDU. Default: false. */
  readonly checksum?: boolean;
}

/**
 * Writes a file completely or not at all, compressed with gzip if its name ends in `.gz`.
 *
 * @throws PhotometryError `bad-argument`, `bad-header` for HDUs that cannot be written, `io`
 * @example await writeHdus('out/master-flat.fits', [{ header, width, height, pixels }]);
 */
export async function writeHdus(
  path: string,
  hdus: readonly HduToWrite[],
  options: WriteHdusOptions = {},
): Promise<void> {
  requirePath(path, 'writeFits');
  const isGzip = path.toLowerCase().endsWith('.gz');
  const all = withPrimary(await packed(hdus, options));
  if (isGzip) return platform.writeFile(path, await platform.gzip(encodeFits(all, options)));
  const file = await platform.createFile(path);
  try {
    for (const [index, hdu] of all.entries())
      for (const part of hduParts(hdu, { index, hasExtensions: all.length > 1 }, options.checksum ?? false))
        await file.write(part);
    await file.finish();
  } finally {
    await file.abandon();
  }
}

/** Returns the HDUs, with images compressed to tiles if requested. */
export async function packed(hdus: readonly HduToWrite[], options: WriteHdusOptions): Promise<HduToWrite[]> {
  const result: HduToWrite[] = [];
  for (const hdu of hdus)
    result.push(options.compress !== undefined && isImage(hdu) ? await compressImage(hdu, options) : hdu);
  return result;
}
