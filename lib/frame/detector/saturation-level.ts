/**
 * The level from which raw pixels are saturated: by the header where the pixels agree, else where they pile up.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import type { ImageData } from '../../fits/pixels/image-data.js';
import { medianInPlace } from '../../math/select.js';
import type { Pixels, PixelUnit, SaturationSource } from '../image.js';
import type { SourcedNumber } from '../telescopes/detector.js';

/** Pixels of one value at the top that show a limit: fewer could be chance. */
const MIN_PILE = 5;
/** The top value must hold this many times more pixels than each value below it on average. */
const MIN_CONTRAST = 5;
/** Number of values below the top that it is compared with. */
const NEIGHBOURS = 20;
/** The top must be this far above the bulk of the pixels, in units of their scatter: a bias has no pile at its top. */
const MIN_HEIGHT = 20;
/** A converter has at least 8 bits. */
const MIN_LEVEL = 255;
/** Pixels looked at for the bulk. */
const MAX_SAMPLE = 20_000;

/** Limits of converters of 10, 12 and 14 bits, also where their values are stored as the upper ones of 16 bits. */
const CEILINGS: ReadonlySet<number> = new Set(
  [10, 12, 14].flatMap(bits => [2 ** bits - 1, 2 ** 16 - 2 ** (16 - bits)]),
);

/** A level and what was noticed. */
interface SaturationLevel {
  /** In the unit of the pixels; NaN where it is unknown or does not apply. */
  readonly value: number;
  readonly source: SaturationSource;
  readonly problems: readonly Problem[];
}

/**
 * The level of a frame as it was read. For rates and other units there is none that pixels could be compared with.
 *
 * A card above the largest number that the file can hold, or below the bulk of the pixels, is not believed. Where values of
 * frames pile up below the card, or no card tells, the pile is the level: {@link MIN_PILE} equal pixels at the top, far
 * above the bulk, or a single one at the limit of a converter of 10, 12 or 14 bits. Else it is the largest number that the
 * file can hold.
 */
export function saturationLevel(
  unit: PixelUnit,
  known: SourcedNumber,
  data: Pick<ImageData, 'rawMaximum' | 'pixels'>,
  path: string,
): SaturationLevel {
  if (unit === 'electron' && known.source === 'header') return { value: known.value, source: 'header', problems: [] };
  if (unit !== 'adu') return { value: Number.NaN, source: 'unknown', problems: [] };
  const { rawMaximum, pixels } = data;
  const isRaw = Number.isFinite(rawMaximum);
  const pile = pileUp(pixels);
  const why = Number.isFinite(known.value) ? whyNot(known.value, pile, data) : '';
  const problems = why === '' ? [] : [cardProblem(path, known.value, why)];
  if (Number.isFinite(known.value) && why === '')
    return { value: known.value, source: known.source === 'header' ? 'header' : 'telescope', problems };
  if (Number.isFinite(pile)) return { value: pile, source: 'pixels', problems };
  return { value: rawMaximum, source: isRaw ? 'container' : 'unknown', problems };
}

/** Why a level that was told cannot be right; empty if it can. */
function whyNot(level: number, pile: number, { rawMaximum, pixels }: Pick<ImageData, 'rawMaximum' | 'pixels'>): string {
  if (level > rawMaximum) return `the file holds no number above ${rawMaximum}`;
  if (pile < level) return `the pixels pile up at ${pile}`;
  const { median } = bulkOf(pixels);
  return median > level ? `half of the pixels are above it (median ${median})` : '';
}

function cardProblem(file: string, level: number, why: string): Problem {
  return {
    file,
    where: 'saturation',
    value: String(level),
    code: 'saturation-card',
    action: 'dropped',
    remedy: `the saturation level ${level} is not believed, because ${why}. Pass the right one: reduce({ saturation })`,
  };
}

/** The value at which raw pixels pile up; NaN if they do not. */
function pileUp(pixels: Pixels): number {
  let top = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i];
    if (value < top) continue;
    if (value === top) count++;
    else if (value > top) {
      top = value;
      count = 1;
    }
  }
  const isCeiling = CEILINGS.has(top);
  if (top < MIN_LEVEL || !Number.isFinite(top) || (count < MIN_PILE && !isCeiling)) return Number.NaN;
  const { median, scatter } = bulkOf(pixels);
  if (!(scatter > 0) || top < median + MIN_HEIGHT * scatter) return Number.NaN;
  return isCeiling || count > (MIN_CONTRAST * countBetween(pixels, top - NEIGHBOURS, top)) / NEIGHBOURS
    ? top
    : Number.NaN;
}

/** Number of values from `low` to below `high`. */
function countBetween(pixels: Pixels, low: number, high: number): number {
  let count = 0;
  for (let i = 0; i < pixels.length; i++) if (pixels[i] >= low && pixels[i] < high) count++;
  return count;
}

/** Median and scatter (1.4826 MAD, at least that of rounding) of a sample of the pixels. */
function bulkOf(pixels: Pixels): { median: number; scatter: number } {
  const step = Math.max(1, Math.floor(pixels.length / MAX_SAMPLE));
  const sample: number[] = [];
  for (let i = 0; i < pixels.length; i += step) if (Number.isFinite(pixels[i])) sample.push(pixels[i]);
  if (sample.length === 0) return { median: Number.NaN, scatter: Number.NaN };
  const median = medianInPlace(Float64Array.from(sample));
  return { median, scatter: 1.4826 * medianInPlace(Float64Array.from(sample, value => Math.abs(value - median))) };
}
