/**
 * Reads an image of a FITS file and describes it by the telescope dictionary.
 *
 * @module
 */

import { platform } from '#platform';
import { PhotometryError } from '../core/errors.js';
import { joinProblems } from '../core/problem.js';
import { quoted } from '../core/quoted.js';
import type { Source } from '../core/web-types.js';
import { type Hdu, planeCount } from '../fits/hdu/hdu.js';
import type { Header } from '../fits/header/header.js';
import type { Rectangle } from '../fits/pixels/section.js';
import { type FitsSource, openFitsSource } from '../fits/read/open-fits.js';
import { greyMosaicProblems } from './colour/bayer-pattern.js';
import { type Channel, requireChannel } from './colour/channel.js';
import { channelImage } from './colour/channel-image.js';
import { type ChannelSource, channelOfFile } from './colour/channel-of-file.js';
import { readCompanions, withoutCompanionCard } from './companion-planes.js';
import { sectionHeader } from './cutout.js';
import { believedGain } from './detector/believed-gain.js';
import { gainInUnit } from './detector/gain-in-unit.js';
import { saturationLevel } from './detector/saturation-level.js';
import { type Image, imageOf, type Precision } from './image.js';
import { requireImageHdu } from './image-hdu.js';
import { inheritedHeader } from './inherited-header.js';
import { partsOf } from './mosaic/mosaic-of.js';
import { isPlan } from './mosaic/plan/plan-mosaic.js';
import { readMosaic } from './mosaic/read-mosaic.js';
import { severalImages } from './mosaic/several-images.js';
import { pixelUnit } from './pixel-unit.js';
import { withRawFlags } from './raw-flags.js';
import { readerOf, readHeader } from './telescopes/describe-frame.js';
import { readNoiseOf, saturationOf } from './telescopes/detector.js';
import { exposureSeconds } from './telescopes/exposure-times.js';
import { gainOf } from './telescopes/gain.js';
import { eraseUndefined } from './undefined-pixels.js';

/** Settings of {@link readImage}. */
export interface ReadFrameOptions {
  /**
   * Number or name of the HDU, `'SCI'` or `'SCI,2'`. Default: the first with pixels; if several are amplifiers or chips of one
   * detector, all of them together.
   */
  readonly hdu?: number | string;
  /** Only the parts of one chip of a mosaic: its CCDNAME, CCDNUM or EXTNAME. Default: all chips. */
  readonly chip?: string;
  /** Largest frame to put together from parts [px]. Default 100 million. */
  readonly maxPixels?: number;
  /** Element type of the pixels (default `float32`). */
  readonly precision?: Precision;
  /** Which image of a cube; 0 is the first. A cube without it or `channel` is an error. */
  readonly plane?: number;
  /**
   * One channel of a colour camera: `'R'`, `'G'`, `'B'`, or `'L'`, the mean of all. Of a mosaic (BAYERPAT) it is a frame of
   * half the size, made of the pixels of that colour alone; of a cube of three images the plane, or their mean. Default: a
   * mosaic is read as it is, with a problem that says so.
   */
  readonly channel?: Channel;
  /** A part of the image; only its rows are read, and its WCS is adjusted. With `channel`, pixels of the whole mosaic. Default: the whole image. */
  readonly section?: Rectangle;
  /** Id of the telescope in the dictionary (default: recognised by the header). */
  readonly telescope?: string;
  /** What messages and provenance call the file (default: its path or address). */
  readonly path?: string;
}

/**
 * Reads an image: pixels, unit, gain, noise, exposure, and a mask of what is saturated or no data.
 *
 * Gain and noise come from the header, else the dictionary, else they are NaN; a 0 in the header
 * counts as unknown. `gain` is for one unit of the pixels: 1 for electrons, the exposure time for
 * electrons per second. Saturation is from the header or the dictionary, else the largest number
 * that the file's integers can hold. An extension carries the primary header's keywords along. The mask and
 * the variance that `frame.write` stored are there again.
 *
 * A file with an HDU for each amplifier or chip (DETSEC), or with several amplifiers in an HDU (DATASECA, DATASECB), is put together
 * to one image: the overscan level of each part is subtracted, its gain is brought to the mean gain, and it is placed, flipped
 * where need be. What could not be done is in `problems`; so is that a file has more images than the one that was read.
 *
 * @param source a path, an address, a Blob or bytes; plain, in gzip, or in compressed tiles (.fz)
 * @throws PhotometryError `no-such-file`, `not-fits`, `truncated-file`, `bad-header`, `no-such-hdu`,
 * `unsupported`, each naming the file; `bad-argument` for a cube without `plane` or `channel`, a channel that the image
 * has not, or a section that is not inside; `bad-header` for parts whose sections contradict each other; `unsupported` for
 * parts of more than `maxPixels`
 * @example const image = await readImage('field.fits', { precision: 'float64' })
 */
export async function readImage(source: Source, options: ReadFrameOptions = {}): Promise<Image> {
  assertPrecision(options.precision ?? 'float32');
  const { bytes, path } = await wholeFile(source, options.path);
  const sha256 = platform.sha256(bytes); // while the pixels are decoded
  const file = await openFitsSource(bytes, { path });
  return imageOfFile(file, options, sha256);
}

/**
 * Reads an image of an open file; see {@link readImage}.
 *
 * @param sha256 checksum of the file for the provenance; empty where it is not known
 */
export async function imageOfFile(
  file: FitsSource,
  options: ReadFrameOptions = {},
  sha256: string | Promise<string> = '',
): Promise<Image> {
  const { precision = 'float32', section } = options;
  const { path } = file;
  assertPrecision(precision);
  const parts = partsOf(file, options);
  if (isPlan(parts)) return readMosaic(file, parts, { ...options, precision }, sha256);
  const hdu = requireImageHdu(file, options.hdu);
  const whole = withoutCompanionCard(inheritedHeader(file.hdus[0].header, hdu.header));
  const header = section ? sectionHeader(whole, section, hdu.shape[1] ?? 1) : whole;
  const size = { width: section?.width ?? hdu.shape[0], height: section?.height ?? hdu.shape[1] ?? 1 };
  const source = channelSource({ header, ...size, planes: planeCount(hdu), path }, options);
  const planes = source?.planes ?? [requirePlane(planeCount(hdu), options.plane, path)];
  const step = {
    hdu: hdu.index,
    plane: planes.length === 1 ? planes[0] : planes,
    precision,
    ...(source ? { channel: source.channel } : {}),
    ...(section ? { section } : {}),
  };
  const images: Image[] = [];
  for (const plane of planes) images.push(await readPlane(file, hdu, plane, header, options));
  const image = source ? channelImage(images, source, options) : images[0];
  const colours = source ? [] : greyMosaicProblems(header, { path, height: image.height, planes: planeCount(hdu) });
  const several = options.hdu === undefined ? severalImages(file, hdu, parts.reason) : [];
  const problems = joinProblems(several, colours, image.problems);
  return {
    ...image,
    provenance: [{ verb: 'readImage', options: step, files: [{ path, sha256: await sha256 }] }],
    problems: problems.length > 0 ? problems : undefined,
  };
}

/** Where the file has the channel that is asked for; null if none is. */
function channelSource(image: Parameters<typeof channelOfFile>[0], options: ReadFrameOptions): ChannelSource | null {
  if (options.channel === undefined) return null;
  const channel = requireChannel(options.channel);
  if (options.plane === undefined) return channelOfFile(image, channel);
  throw new PhotometryError(
    'bad-argument',
    `${image.path}: give either channel ('${channel}') or plane (${options.plane}), not both`,
    { path: image.path },
  );
}

/** The plane that is asked for, or the only one. */
function requirePlane(planes: number, plane: number | undefined, path: string): number {
  if (planes <= 1 || plane !== undefined) return plane ?? 0;
  throw new PhotometryError(
    'bad-argument',
    `${path} holds a cube of ${planes} images; say which: { plane: 0 }, or, if they are red, green and blue, { channel: 'G' }`,
    { path },
  );
}

/** Reads one plane, with what the header says of it. */
async function readPlane(
  file: FitsSource,
  hdu: Hdu,
  plane: number,
  header: Header,
  options: ReadFrameOptions,
): Promise<Image> {
  const { precision = 'float32', section } = options;
  const read = await file.readImage(hdu.index, precision, { plane, ...(section ? { section } : {}) });
  const { data, problems: undefinedPixels } = eraseUndefined(read, file.path);
  const companions = await readCompanions(file, hdu, precision, section);
  const reader = readerOf(header, options);
  const unit = pixelUnit(header.text('BUNIT'));
  const exptime = exposureSeconds(reader);
  const readNoise = readNoiseOf(reader);
  const sky = { pixels: data.pixels, width: data.width, readNoise: readNoise.value };
  const believed = believedGain(gainOf(reader), sky, readHeader(header, file.path, options).problems);
  const gain = gainInUnit(believed.gain, unit, exptime);
  const saturation = saturationLevel(unit, saturationOf(reader), data, file.path);
  // a mask in the file is more complete than the values
  const mask = companions.mask ?? withRawFlags(data.pixels, saturation.value, data.mask);
  return imageOf({
    width: data.width,
    height: data.height,
    pixels: data.pixels,
    variance: companions.variance,
    mask,
    unit,
    gain: gain.value,
    readNoise: readNoise.value,
    gainSource: gain.source,
    readNoiseSource: readNoise.source,
    saturation: saturation.value,
    saturationSource: saturation.source,
    exptime,
    header,
    path: file.path,
    provenance: [],
    problems: joinProblems(believed.problems, saturation.problems, undefinedPixels),
  });
}

function assertPrecision(precision: unknown): void {
  if (precision === 'float32' || precision === 'float64') return;
  throw new PhotometryError('bad-argument', `precision must be 'float32' or 'float64', got ${quoted(precision)}`);
}

/** Reads all bytes of a source, which the checksum needs anyway. */
async function wholeFile(source: Source, name?: string): Promise<{ bytes: Uint8Array; path: string }> {
  const opened = await platform.openSource(source);
  try {
    return { bytes: await opened.read(0, opened.byteLength), path: name ?? opened.name };
  } finally {
    await opened.close();
  }
}
