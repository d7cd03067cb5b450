/**
 * Writes FITS files.
 *
 * @module
 */
import { platform } from '#platform';
import { encodeFits, withPrimary } from './encode-fits.js';
import { type EncodedHdu, encodeHdu, fillOf, type HduToWrite, summed } from './encode-hdu.js';

/** Settings of {@link writeHdus}. */
export interface WriteHdusOptions {
  /** Give each HDU the cards CHECKSUM and DATASUM. Default false. */
  readonly checksum?: boolean;
}

/**
 * Writes a file whole or not at all, in gzip if its name ends in `.gz`.
 *
 * @throws PhotometryError `bad-argument`, `bad-header` for HDUs that cannot be written, `io`
 * @example await writeHdus('out/master-flat.fits', [{ header, width, height, pixels }]);
 */
export async function writeHdus(
  path: string,
  hdus: readonly HduToWrite[],
  options: WriteHdusOptions = {},
): Promise<void> {
  if (path.toLowerCase().endsWith('.gz'))
    return platform.writeFile(path, await platform.gzip(encodeFits(hdus, options)));
  const all = withPrimary(hdus);
  const file = await platform.createFile(path);
  try {
    for (const [index, hdu] of all.entries())
      for (const part of partsOf(encodeHdu(hdu, { index, hasExtensions: all.length > 1 }), options))
        await file.write(part);
    await file.finish();
  } finally {
    await file.abandon();
  }
}

/** The bytes of an HDU: header, data, fill. */
export function partsOf(plain: EncodedHdu, { checksum = false }: WriteHdusOptions): Uint8Array[] {
  const hdu = checksum ? summed(plain) : plain;
  return [hdu.header.toBytes(), hdu.data, fillOf(hdu)];
}
