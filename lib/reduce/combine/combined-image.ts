/**
 * Dresses the combined pixels as an image: normalised, with variance, gain, flags, header and provenance.
 *
 * @module
 */
import { joinProblems, type Problem, type Problems } from '../../core/problem.js';
import { type Provenance, withStep } from '../../core/provenance.js';
import type { Header } from '../../fits/header/header.js';
import { type DetectorSource, type Image, imageOf, type Pixels, type Precision } from '../../frame/image.js';
import { readerOf } from '../../frame/telescopes/describe-frame.js';
import { medianVarianceFactor } from '../../math/median-efficiency.js';
import type { FramePurpose } from '../compatibility.js';
import { hasFlags } from '../pixel-flags.js';
import { type DetectorNoise, hasStep, withDetectorNoise, withNormalisation } from '../state.js';
import type { CombineRule } from './combine-method.js';
import { effectiveNoise, type FrameNoise, modelVariance, poolVariance } from './combined-noise.js';
import { type TimedFrame, timeProblems, withTimes } from './combined-times.js';
import { levelOfFlat } from './flat-level.js';
import { judgeHotPixels } from './flat-response.js';
import type { FrameSummary } from './frame-summary.js';
import type { CombineTarget, VarianceRule } from './pixels/combine-strip.js';

/** How the variance of a combination is found: strip by strip, or from its noise afterwards. */
export type ResultVariance = VarianceRule | 'model' | 'pooled';

/** What was combined, and how. */
interface Combination {
  /** The first frame; the result takes its unit. */
  readonly first: Image;
  /** Whose cards the result takes. */
  readonly header: Header;
  readonly summaries: readonly FrameSummary[];
  readonly rule: CombineRule;
  readonly normalize: 'each' | 'after' | undefined;
  readonly kind: FramePurpose;
  /** The measured noise of the detector. */
  readonly detector: DetectorNoise;
  readonly variance: ResultVariance;
  readonly precision: Precision;
  /** Whether the frames were divided by their exposures, in exposures of the first. */
  readonly isScaled: boolean;
}

/** The image of combined pixels. Writes into `out` while it normalises. */
export function combinedImage(combination: Combination, out: CombineTarget): Image {
  const { first, rule, normalize, kind, detector, precision } = combination;
  const exptime = meanOf(combination.summaries.map(summary => summary.exptime));
  const perExposure = combination.isScaled ? first.exptime / exptime : 1;
  divideBy(perExposure, out);
  const summaries = combination.summaries.map(one => ({ ...one, level: one.level * perExposure }));
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
        ...(combination.isScaled ? { scale: 'exposure' } : {}),
      },
      citation: 'Howell 2006, Handbook of CCD Astronomy, ch. 4',
      files: summaries.map(({ facts, sha256 }) => ({ path: facts.path, sha256 })),
    }),
    problems: combinedProblems(combination),
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

/** Divides the combination by its own level; returns the level. */
function divideByLevel(target: CombineTarget): number {
  const level = levelOfFlat(target.pixels, target.mask, '');
  divideBy(level, target);
  return level;
}

function divideBy(level: number, { pixels, variance }: CombineTarget): void {
  if (level === 1) return;
  const level2 = level * level;
  for (let i = 0; i < pixels.length; i++) pixels[i] /= level;
  if (variance !== undefined) for (let i = 0; i < variance.length; i++) variance[i] /= level2;
}

/** The cards of the combination: number of frames, mean exposure, and when they were. */
function combinedHeader(combination: Combination, exptime: number, level: number): Header {
  const { summaries, rule, normalize, detector } = combination;
  let header = withTimes(withExposure(combination.header, exptime), timedFrames(combination));
  header = withDetectorNoise(header, detector);
  header = header.with('NCOMBINE', summaries.length, `frames combined by ${rule.method}`);
  return normalize === undefined ? header : withNormalisation(header, level);
}

/** The mean exposure in `EXPTIME`, and in no other card. */
function withExposure(header: Header, exptime: number): Header {
  const others = readerOf(header)
    .candidates('exptime')
    .filter(keyword => keyword !== 'EXPTIME' && header.has(keyword));
  const bare = others.length > 0 ? header.without(...others) : header;
  return Number.isFinite(exptime) ? bare.with('EXPTIME', exptime, '[s] mean of the frames') : bare.without('EXPTIME');
}

/**
 * The frames with what they count in the mean of the middles: in a mean of counts a frame of twice the exposure counts
 * twice, in a median all are alike, and so are frames that were scaled or normalised.
 */
function timedFrames({ summaries, rule, normalize, isScaled }: Combination): TimedFrame[] {
  const alike = rule.method === 'median' || isScaled || normalize === 'each';
  return summaries.map(({ facts, times, exptime }) => ({ path: facts.path, times, weight: alike ? 1 : exptime }));
}

/** The problems of the frames, each kind once for a file and a place, and those of the combination. */
function combinedProblems(combination: Combination): Problems | undefined {
  const joined = joinProblems(
    ...combination.summaries.map(summary => summary.problems),
    timeProblems(timedFrames(combination)),
  );
  const unique = new Map<string, Problem>();
  for (const problem of joined) {
    const key = [problem.file, problem.where, problem.code].join('\u0000');
    if (!unique.has(key)) unique.set(key, problem);
  }
  return unique.size === 0 ? undefined : Object.freeze([...unique.values()]);
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
