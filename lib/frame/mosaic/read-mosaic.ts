/**
 * Reads the parts of a mosaic into one image.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { joinProblems, type Problem } from '../../core/problem.js';
import { planeCount } from '../../fits/hdu/hdu.js';
import type { Header } from '../../fits/header/header.js';
import type { ImageData } from '../../fits/pixels/image-data.js';
import { assertInside, type Rectangle } from '../../fits/pixels/section.js';
import type { FitsSource } from '../../fits/read/open-fits.js';
import { saturationLevel } from '../detector/saturation-level.js';
import { type Image, imageOf, MAX_PIXEL_VALUE, PixelFlag, type Pixels, type Precision } from '../image.js';
import { withFact } from '../telescopes/with-fact.js';
import { mosaicHeader } from './mosaic-header.js';
import { listOf, type MosaicDetector, mosaicDetector } from './part-detector.js';
import { isOverscanDone, overscanLevel } from './part-level.js';
import { sharedPixels } from './plan/oriented-section.js';
import type { MosaicPart, MosaicPlan } from './plan/plan-mosaic.js';

/** Largest frame that is put together unless asked otherwise [px]. */
const MAX_PIXELS = 1e8;

/** How a mosaic is read. */
interface ReadMosaicOptions {
  readonly precision: Precision;
  /** A part of the frame. */
  readonly section?: Rectangle;
  /** Largest frame to put together [px]. Default {@link MAX_PIXELS}. */
  readonly maxPixels?: number;
  readonly telescope?: string;
  /** Which plane of parts that are cubes. */
  readonly plane?: number;
}

/** What is gathered while the parts are read. */
interface Canvas extends Rectangle {
  readonly pixels: Pixels;
  readonly variance: Pixels | undefined;
  readonly mask: Uint8Array;
}

/** A part that was read. */
interface ReadPart {
  readonly part: MosaicPart;
  /** The level that was subtracted; NaN if none was. */
  readonly level: number;
  /** Saturation in the frame's pixels, without the level; NaN if unknown. */
  readonly saturation: number;
}

/**
 * Reads a frame in parts. Each part's overscan level is subtracted, then it is multiplied by its gain over the mean gain.
 * Saturation is judged on the raw values; pixels of no part are NaN, with the flag noData.
 *
 * The variance, S/gain and each part's own read-out noise, is there if gain and noise of every part are known and its level
 * was subtracted.
 *
 * @param sha256 checksum of the file; empty where it is not known
 * @throws PhotometryError `unsupported` for more pixels than `maxPixels`, `truncated-file`; `bad-argument` for a section that is
 * not inside, or cubes without `plane`
 */
export async function readMosaic(
  file: FitsSource,
  plan: MosaicPlan,
  options: ReadMosaicOptions,
  sha256: string | Promise<string>,
): Promise<Image> {
  const { path, width, height } = plan;
  const { precision, section } = options;
  if (section) assertInside(section, width, height, `${path}, put together from ${plan.parts.length} parts`);
  const area = section ?? { x: 0, y: 0, width, height };
  assertPlane(plan, options.plane);
  assertSize(plan, area, options.maxPixels ?? MAX_PIXELS);
  const detector = mosaicDetector(plan, options);
  const canvas = emptyCanvas(area, precision, canHaveVariance(plan, detector));
  const read = await readParts(file, plan, detector, canvas, precision);
  const { header, problems } = mosaicHeader(plan, detector);
  const saturation = highest(read.map(part => part.saturation));
  const levels = read.filter(({ level }) => Number.isFinite(level));
  const known = levels.length === read.length || read.every(({ part }) => isOverscanDone(part));
  return imageOf({
    width: area.width,
    height: area.height,
    pixels: canvas.pixels,
    variance: known ? canvas.variance : undefined,
    mask: isClear(canvas.mask) ? undefined : canvas.mask,
    unit: detector.unit,
    gain: detector.gain,
    readNoise: detector.readNoise,
    gainSource: detector.gainSource,
    readNoiseSource: detector.readNoiseSource,
    saturation,
    exptime: detector.exptime,
    header: finalHeader(header, { area, section, levels, saturation }),
    path,
    provenance: [
      {
        verb: 'readImage',
        options: {
          parts: read.map(({ part }) => part.name),
          overscan: levels.map(({ level }) => level),
          precision,
          ...(section ? { section } : {}),
        },
        files: [{ path, sha256: await sha256 }],
      },
    ],
    problems: joinProblems(plan.problems, detector.problems, problems, withoutOverscan(read, levels.length, path)),
  });
}

function assertPlane({ path, parts }: MosaicPlan, plane: number | undefined): void {
  const cube = parts.find(({ hdu, suffix }) => planeCount(hdu) > 1 && !/^\d/.test(suffix));
  if (cube === undefined || plane !== undefined) return;
  throw new PhotometryError(
    'bad-argument',
    `${path}: ${cube.name} holds a cube of ${planeCount(cube.hdu)} images; say which: { plane: 0 }`,
    { path },
  );
}

function assertSize({ path, parts }: MosaicPlan, { width, height }: Rectangle, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  const chip = parts.find(part => part.chip !== '')?.chip;
  throw new PhotometryError(
    'unsupported',
    `${path}: its ${parts.length} parts make ${width} x ${height} pixels, more than ${maxPixels}; choose one part with { hdu: ${parts[0].hdu.index} }${
      chip === undefined ? '' : `, one chip with { chip: '${chip}' }`
    }, a { section }, or give { maxPixels: ${width * height} }`,
    { path, width, height, maxPixels },
  );
}

function canHaveVariance({ parts }: MosaicPlan, { unit, gain, readNoise }: MosaicDetector): boolean {
  const isLight = ['adu', 'electron', 'adu/s', 'electron/s'].includes(unit);
  const levelsGo = parts.every(part => part.bias !== null || isOverscanDone(part));
  return isLight && levelsGo && Number.isFinite(gain * readNoise);
}

function emptyCanvas(area: Rectangle, precision: Precision, withVariance: boolean): Canvas {
  const { x, y, width, height } = area;
  const plane = (): Pixels => {
    const values = precision === 'float64' ? new Float64Array(width * height) : new Float32Array(width * height);
    return values.fill(Number.NaN);
  };
  const mask = new Uint8Array(width * height).fill(PixelFlag.noData);
  return { x, y, width, height, pixels: plane(), variance: withVariance ? plane() : undefined, mask };
}

/** Reads the parts in turn, those of one image from one reading of it; the last first, so that the first wins where two overlap. */
async function readParts(
  file: FitsSource,
  { parts }: MosaicPlan,
  detector: MosaicDetector,
  canvas: Canvas,
  precision: Precision,
): Promise<ReadPart[]> {
  const read: ReadPart[] = [];
  let data: ImageData | undefined;
  for (let k = parts.length - 1; k >= 0; k--) {
    const part = parts[k];
    const later = parts[k + 1];
    if (later?.hdu !== part.hdu || later.plane !== part.plane) data = undefined;
    if (sharedPixels(part.to, canvas) === 0) continue;
    data ??= await file.readImage(part.hdu.index, precision, { plane: part.plane });
    const done = isOverscanDone(part) || detector.unit !== 'adu';
    const level = done ? Number.NaN : overscanLevel(part, data);
    const { gain, scale, readNoise, saturation } = detector.parts[k];
    const rawLimit = saturationLevel(detector.unit, saturation, data, file.path).value;
    const subtracted = Number.isFinite(level) ? level : 0;
    place(data, part, canvas, {
      level: subtracted,
      scale,
      saturation: rawLimit,
      gain: gain / scale,
      readVariance: (readNoise / (gain / scale)) ** 2,
    });
    read.unshift({ part, level, saturation: (rawLimit - subtracted) * scale });
  }
  return read;
}

/** What is done to the pixels of a part. */
interface PartArithmetic {
  readonly level: number;
  readonly scale: number;
  /** Raw value of a saturated pixel; NaN if unknown. */
  readonly saturation: number;
  /** Electrons for a unit of the frame. */
  readonly gain: number;
  /** Square of the read-out noise in the frame's unit. */
  readonly readVariance: number;
}

function place(
  { pixels: raw, mask: rawMask, width: rowLength }: ImageData,
  { from, to, flipX, flipY }: MosaicPart,
  canvas: Canvas,
  { level, scale, saturation, gain, readVariance }: PartArithmetic,
): void {
  const { pixels, variance, mask } = canvas;
  const step = flipX ? -1 : 1;
  const [firstX, endX] = [Math.max(to.x, canvas.x), Math.min(to.x + to.width, canvas.x + canvas.width)];
  const [firstY, endY] = [Math.max(to.y, canvas.y), Math.min(to.y + to.height, canvas.y + canvas.height)];
  for (let y = firstY; y < endY; y++) {
    const row = from.y + (flipY ? to.height - 1 - (y - to.y) : y - to.y);
    const column = from.x + (flipX ? to.width - 1 - (firstX - to.x) : firstX - to.x);
    let i = row * rowLength + column;
    let out = (y - canvas.y) * canvas.width + (firstX - canvas.x);
    for (let x = firstX; x < endX; x++, i += step, out++) {
      const value = Math.abs(raw[i]) < MAX_PIXEL_VALUE ? (raw[i] - level) * scale : Number.NaN;
      pixels[out] = value;
      let flags = rawMask === undefined ? 0 : rawMask[i];
      if (raw[i] >= saturation) flags |= PixelFlag.saturated;
      if (value - value !== 0) flags |= PixelFlag.noData;
      mask[out] = flags;
      if (variance !== undefined) variance[out] = Math.max(0, value) / gain + readVariance;
    }
  }
}

/** Whether no pixel has a flag. */
function isClear(mask: Uint8Array): boolean {
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) return false;
  return true;
}

function highest(values: readonly number[]): number {
  const known = values.filter(value => Number.isFinite(value));
  return known.length === 0 ? Number.NaN : Math.max(...known);
}

/** The header with what only the pixels tell: the levels, the saturation; and the section that was read. */
function finalHeader(
  whole: Header,
  {
    area,
    section,
    levels,
    saturation,
  }: { area: Rectangle; section: Rectangle | undefined; levels: readonly ReadPart[]; saturation: number },
): Header {
  let header = withFact(whole, 'saturation', saturation, 'highest of the parts, less their overscan');
  if (levels.length > 0)
    header = header
      .with('OVERSCAN', `median of BIASSEC of each of ${levels.length} parts`, 'Skyframe: overscan')
      .append(
        ...levels.map(({ part, level }, k) => ({
          keyword: `OVLEV${k + 1}`,
          value: level,
          comment: `overscan level of ${part.name}`,
        })),
      );
  if (section === undefined) return header;
  header = header.without('DETSEC', 'CCDSEC').with('NAXIS1', area.width).with('NAXIS2', area.height);
  for (const { keyword, value } of whole.cards) {
    const axis = /^CRPIX([12])[A-Z]?$/.exec(keyword)?.[1];
    if (axis && typeof value === 'number') header = header.with(keyword, value - (axis === '1' ? area.x : area.y));
  }
  return header;
}

/** A problem if some parts have an overscan and others have none: a step between them remains. */
function withoutOverscan(read: readonly ReadPart[], levels: number, file: string): Problem[] {
  const without = read.filter(({ part, level }) => !Number.isFinite(level) && !isOverscanDone(part));
  if (levels === 0 || without.length === 0) return [];
  return [
    {
      file,
      where: listOf(without.map(({ part }) => part.name)),
      value: '',
      code: 'part-no-overscan',
      action: 'noted',
      remedy:
        'there is no BIASSEC inside its image: its level was not subtracted, that of the other parts was; subtract a bias frame',
    },
  ];
}
