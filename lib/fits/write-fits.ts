/**
 * Writes FITS files.
 *
 * @module
 */
import { platform } from '#platform';
import { encodeFits, type HduToWrite } from './encode-fits.js';

/**
 * Writes a file whole or not at all, in gzip if its name ends in `.gz`.
 *
 * @throws PhotometryError `bad-argument`, `bad-header` for HDUs that cannot be written, `io`
 * @example await writeFits('out/master-flat.fits', [{ header, width, height, pixels }]);
 */
export async function writeFits(path: string, hdus: readonly HduToWrite[]): Promise<void> {
  const bytes = encodeFits(hdus);
  await platform.writeFile(path, path.toLowerCase().endsWith('.gz') ? await platform.gzip(bytes) : bytes);
}
