/**
 * Writes an image as FITS: pixels, and its mask and variance as extensions where asked.
 *
 * @module
 */

import type { Header } from '../fits/header/header.js';
import type { ImageToWrite } from '../fits/write/encode-hdu.js';
import { type WriteHdusOptions, writeHdus } from '../fits/write/write-fits.js';
import { companionHdus, withCompanionCard } from './companion-planes.js';
import { type Image, isGainAssumed } from './image.js';
import { withFact } from './telescopes/with-fact.js';

/** Settings of `Frame.write`. */
export interface WriteImageOptions extends WriteHdusOptions {
  /** Type to store. Default that of the pixels: -32 or -64. */
  readonly bitpix?: ImageToWrite['bitpix'];
  /** Also write the variance (extension VARIANCE) and the mask (extension MASK), if there are any; `openFrame` reads them back. Default true. */
  readonly extensions?: boolean;
}

/** The units of FITS for ours (BUNIT). */
const BUNIT: Readonly<Record<string, string>> = {
  adu: 'adu',
  electron: 'electron',
  'adu/s': 'adu/s',
  'electron/s': 'electron/s',
  '': '1', // a pure number, such as a normalised flat; without BUNIT a reader would read it as adu
};

/** The header of an image with the facts that the image itself knows: unit, gain, read-out noise, exposure, history. */
function headerToWrite(image: Image): Header {
  let header = image.header.with('BUNIT', BUNIT[image.unit] ?? image.unit, 'unit of the pixels');
  // headers contain the gain of the converter, even if pixels are rates
  const gain = image.unit === 'adu/s' ? image.gain / image.exptime : image.gain;
  header = withFact(
    header,
    'gain',
    gain,
    `electrons per unit (${isGainAssumed(image) ? 'assumed' : image.gainSource})`,
  );
  header = withFact(header, 'readNoise', image.readNoise, `electrons (${image.readNoiseSource})`);
  if (Number.isFinite(image.exptime)) header = header.with('EXPTIME', image.exptime, '[s] exposure time');
  for (const { verb, options } of image.provenance.slice(-12))
    header = header.with('HISTORY', historyLine(verb, options));
  return header;
}

/** A step as one HISTORY card: plain ASCII, cut to the card's 72 characters. */
function historyLine(verb: string, options: Readonly<Record<string, unknown>>): string {
  return `skyframe ${verb} ${JSON.stringify(options)}`.replace(/[^ -~]/g, '?').slice(0, 72);
}

/** The HDUs of an image: its pixels, and its variance and mask where there are any. */
export function imageHdus(
  image: Image,
  options: Pick<WriteImageOptions, 'bitpix' | 'extensions'> = {},
): ImageToWrite[] {
  const { bitpix, extensions = true } = options;
  const { width, height, pixels } = image;
  const header = withCompanionCard(headerToWrite(image), extensions ? image : {});
  return [
    { header, width, height, pixels, ...(bitpix ? { bitpix } : {}) },
    ...(extensions ? companionHdus(image) : []),
  ];
}

/**
 * Writes an image, whole or not at all.
 *
 * @throws PhotometryError `io` if the file cannot be written
 */
export async function writeImage(path: string, image: Image, options: WriteImageOptions = {}): Promise<void> {
  await writeHdus(path, imageHdus(image, options), options);
}
