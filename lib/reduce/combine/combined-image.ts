/**
 * Dresses the combined pixels as an image: normalised, with variance, gain, flags, header and provenance.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type Provenance, withStep } from '../../core/provenance.js';
import type { Header } from '../../fits/header/header.js';
import { type DetectorSource, type Image, imageOf, type Pixels, type Precision } from '../../frame/image.js';
import { medianVarianceFactor } from '../../math/median-efficiency.js';
import type { FramePurpose } from '../compatibility.js';
import { levelOf } from '../image-level.js';
import { hasFlags } from '../pixel-flags.js';
import { type DetectorNoise, hasStep, withDetectorNoise, withNormalisation } from '../state.js';
import type { CombineRule } from './combine-method.js';
import { effectiveNoise, type FrameNoise, modelVariance, poolVariance } from './combined-noise.js';
import { judgeHotPixels } from './flat-response.js';
import type { FrameSummary } from './frame-summary.js';
import type { CombineTarget, VarianceRule } from './pixels/combine-strip.js';

/** How the variance of a combination is found: strip by strip, or from its noise afterwards. */
export type ResultVariance = VarianceRule | 'model' | 'pooled';

/** What was combined, and how. */
interface Combination {
  /** The first frame; the result takes its header and unit. */
  readonly first: Image;
  readonly summaries: readonly FrameSummary[];
  readonly rule: CombineRule;
  readonly normalize: 'each' | 'after' | undefined;
  readonly kind: FramePurpose;
  /** The measured noise of the detector. */
  readonly detector: DetectorNoise;
  readonly variance: ResultVariance;
  readonly precision: Precision;
}

/** The image of combined pixels. Writes into `out` while it normalises. */
export function combinedImage(combination: Combination, out: CombineTarget): Image {
  const { first, summaries, rule, normalize, kind, detector, precision } = combination;
  const n = summaries.length;
  const measured = summaries.every(summary => Number.isNaN(summary.gain)) && Number.isFinite(detector.gain);
  const frames = summaries.map(summary => frameNoise(summary, measured ? detector : undefined));
  const noise = effectiveNoise(frames, rule.method);
  if (combination.variance === 'model') modelVariance(out.pixels, noise, out.variance!);
  if (combination.variance === 'pooled') {
    const factor = rule.method === 'median' ? medianVarianceFactor(n) : 1;
    poolVariance(n, (factor * (detector.readNoiseAdu / summaries[0].level) ** 2) / n, out.variance!);
  }
  const level = normalize === undefined ? 1 : divideByLevel(out);
  const mask =
    kind === 'flat'
      ? judgeHotPixels({ pixels: out.pixels, mask: out.mask, width: first.width, height: first.height })
      : out.mask;
  const source = (known: DetectorSource): DetectorSource => (measured ? 'photon-transfer' : known);
  const exptime = meanOf(summaries.map(summary => summary.exptime));
  const frameLevel = meanOf(summaries.map(summary => summary.level));
  return imageOf({
    width: first.width,
    height: first.height,
    pixels: store(out.pixels, precision),
    variance: out.variance && store(out.variance, precision),
    mask: hasFlags(mask) ? mask : undefined,
    unit: normalize === undefined ? first.unit : '',
    // A normalised flat is a pure number: what is worth knowing is the camera's gain, not electrons for 1.
    gain: normalize === undefined ? noise.gain : meanOf(frames.map(frame => frame.gain)),
    readNoise: normalize === undefined ? noise.readNoise : meanOf(frames.map(frame => frame.readNoise)),
    gainSource: source(first.gainSource),
    readNoiseSource: source(first.readNoiseSource),
    saturation: Math.min(...summaries.map(summary => summary.saturation)),
    exptime,
    header: combinedHeader(combination, exptime, level * frameLevel),
    path: '',
    provenance: withStep(commonSteps(first.provenance), {
      verb: 'combine',
      options: {
        kind,
        frames: n,
        method: rule.method,
        ...(rule.method === 'clip' ? { clip: rule.clip } : {}),
        ...(rule.method === 'minmax' ? { reject: rule.reject } : {}),
        ...(normalize === undefined ? {} : { normalize }),
      },
      citation: 'Howell 2006, Handbook of CCD Astronomy, ch. 4',
      files: summaries.map(({ facts, sha256 }) => ({ path: facts.path, sha256 })),
    }),
  });
}

/**
 * Which variance a combination can have, best first: propagated from the frames' own; modelled from gain
 * and read-out noise where the bias is gone; for biases and darks pooled; the scatter of the values.
 */
export function resultVariance(
  first: Image,
  summaries: readonly FrameSummary[],
  kind: FramePurpose,
  detector: DetectorNoise,
): ResultVariance {
  if (summaries.every(summary => summary.hasVariance)) return 'propagated';
  const withoutBias = hasStep(first, 'bias') || hasStep(first, 'overscan');
  const knownGain = summaries.every(summary => Number.isFinite(summary.gain * summary.readNoise));
  if (withoutBias && (knownGain || Number.isFinite(detector.gain * detector.readNoiseAdu))) return 'model';
  const dim = kind === 'bias' || kind === 'dark';
  if (dim && Number.isFinite(detector.readNoiseAdu) && summaries.length > 1) return 'pooled';
  return summaries.length > 2 ? 'scatter' : 'none';
}

/** The level of a flat; an error if it is not positive. */
export function levelOfFlat(pixels: Pixels, mask: Uint8Array | undefined, path: string): number {
  const level = levelOf(pixels, mask);
  if (level > 0) return level;
  throw new PhotometryError(
    'bad-argument',
    `${path || 'the combination'} cannot be normalised: its median is ${level}, which is not positive. ` +
      'Is it a flat, and is the right bias subtracted?',
    { path, level },
  );
}

/** Divides the combination by its own level; returns the level. */
function divideByLevel({ pixels, variance, mask }: CombineTarget): number {
  const level = levelOfFlat(pixels, mask, '');
  const level2 = level * level;
  for (let i = 0; i < pixels.length; i++) pixels[i] /= level;
  if (variance !== undefined) for (let i = 0; i < variance.length; i++) variance[i] /= level2;
  return level;
}

function combinedHeader(
  { first, summaries, rule, normalize, detector }: Combination,
  exptime: number,
  level: number,
): Header {
  let header = withDetectorNoise(first.header, detector);
  header = header.with('NCOMBINE', summaries.length, `frames combined by ${rule.method}`);
  if (header.has('EXPTIME') && Number.isFinite(exptime))
    header = header.with('EXPTIME', exptime, '[s] mean of the frames');
  return normalize === undefined ? header : withNormalisation(header, level);
}

/** The steps that every frame went through: those of the first but for reading its file. */
function commonSteps(provenance: Provenance): Provenance {
  return provenance.filter(step => step.verb !== 'readImage');
}

/** Gain and read-out noise of a frame: its own, or what was measured. */
function frameNoise(summary: FrameSummary, measured: DetectorNoise | undefined): FrameNoise {
  if (measured === undefined) return summary;
  return { gain: measured.gain, readNoise: measured.gain * measured.readNoiseAdu, level: summary.level };
}

function store(values: Pixels, precision: Precision): Pixels {
  return precision === 'float64' ? values : new Float32Array(values);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
