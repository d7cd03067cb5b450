/**
 * Gain, read-out noise and saturation of the parts of a mosaic, and those of the frame they make.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import { gainInUnit } from '../detector/gain-in-unit.js';
import type { DetectorSource, PixelUnit } from '../image.js';
import { pixelUnit } from '../pixel-unit.js';
import { readerOf } from '../telescopes/describe-frame.js';
import { readNoiseOf, type SourcedNumber, saturationOf } from '../telescopes/detector.js';
import { exposureSeconds } from '../telescopes/exposure-times.js';
import { gainOf } from '../telescopes/gain.js';
import type { MosaicPart, MosaicPlan } from './plan/plan-mosaic.js';

/** A part with what its amplifier is like. */
interface PartDetector {
  /** Electrons for a unit of its pixels; NaN if unknown. */
  readonly gain: number;
  readonly gainSource: DetectorSource;
  /** Read-out noise [electron]; NaN if unknown. */
  readonly readNoise: number;
  readonly readNoiseSource: DetectorSource;
  /** Saturation [raw unit]. */
  readonly saturation: SourcedNumber;
  /** By what its pixels are multiplied so that the whole frame has one gain. */
  readonly scale: number;
}

/** The detector of the whole frame. */
export interface MosaicDetector {
  readonly unit: PixelUnit;
  /** Exposure time [s]. */
  readonly exptime: number;
  /** One for each part, in order. */
  readonly parts: readonly PartDetector[];
  /** Mean gain of the parts [electron/unit]; NaN unless all are known. */
  readonly gain: number;
  readonly gainSource: DetectorSource;
  /** Root of the mean square of the parts' read-out noise [electron]; NaN unless all are known. */
  readonly readNoise: number;
  readonly readNoiseSource: DetectorSource;
  /** What is not known of which part. */
  readonly problems: readonly Problem[];
}

/** The detector of a frame in parts, from their headers and the dictionary. */
export function mosaicDetector(plan: MosaicPlan, options: { readonly telescope?: string } = {}): MosaicDetector {
  const reader = readerOf(plan.parts[0].cards, options);
  const unit = pixelUnit(plan.parts[0].cards.text('BUNIT'));
  const exptime = exposureSeconds(reader);
  const known = plan.parts.map(part => ofPart(part, unit, exptime, options));
  const gain = mean(known.map(part => part.gain));
  const readNoise = Math.sqrt(mean(known.map(part => part.readNoise ** 2)));
  return {
    unit,
    exptime,
    parts: known.map(part => ({ ...part, scale: Number.isFinite(gain) ? part.gain / gain : 1 })),
    gain,
    gainSource: commonSource(known.map(part => part.gainSource)),
    readNoise,
    readNoiseSource: commonSource(known.map(part => part.readNoiseSource)),
    problems: [
      ...unknown(
        plan,
        known.map(part => part.gain),
        'part-gain-unknown',
        'the gain is not in the header, so that the parts were not brought to one gain; steps at their borders remain',
      ),
      ...unknown(
        plan,
        known.map(part => part.readNoise),
        'part-noise-unknown',
        'the read-out noise is not in the header, so that the frame has no variance',
      ),
    ],
  };
}

function ofPart(
  { cards, suffix, plane }: MosaicPart,
  unit: PixelUnit,
  exptime: number,
  options: { readonly telescope?: string },
): Omit<PartDetector, 'scale'> {
  const reader = readerOf(cards, options);
  const own = (keywords: readonly string[], otherwise: SourcedNumber): SourcedNumber => {
    if (suffix === '') return otherwise;
    for (const keyword of keywords) {
      const value = cards.number(`${keyword}${suffix}`);
      if (value > 0) return { value, source: 'header' };
      const listed = listedValue(cards.text(keyword), plane);
      if (listed > 0 && /^\d/.test(suffix)) return { value: listed, source: 'header' };
    }
    return otherwise;
  };
  const gain = gainInUnit(own(['GAIN'], gainOf(reader)), unit, exptime);
  const readNoise = own(['RDNOISE', 'RDNOIS', 'RON', 'OBSRDN'], readNoiseOf(reader));
  return {
    gain: gain.value,
    gainSource: gain.source,
    readNoise: readNoise.value,
    readNoiseSource: readNoise.source,
    saturation: own(['SATURAT', 'SATURATE'], saturationOf(reader)),
  };
}

/** A value of a list in one card: `[6.4, 6.2, 6.3, 6.3]`, one for each plane of a cube. */
function listedValue(text: string, plane: number): number {
  const list = /^[[(](.*)[\])]$/.exec(text.trim())?.[1];
  return list === undefined ? Number.NaN : Number(list.split(',')[plane] ?? Number.NaN);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The source that all have; `unknown` if that of one is; else `header`. */
function commonSource(sources: readonly DetectorSource[]): DetectorSource {
  if (sources.includes('unknown')) return 'unknown';
  return sources.every(source => source === sources[0]) ? sources[0] : 'header';
}

function unknown(
  { parts, path }: MosaicPlan,
  values: readonly number[],
  code: Problem['code'],
  remedy: string,
): readonly Problem[] {
  const names = parts.filter((_, k) => !Number.isFinite(values[k])).map(part => part.name);
  if (names.length === 0) return [];
  return [{ file: path, where: listOf(names), value: '', code, action: 'noted', remedy }];
}

/** Names for a message; of many only the first. */
export function listOf(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
