/**
 * Combines frames into one: master bias, dark and flat, or a deep image.
 *
 * The masters of the AstroLab notes, with med_i the median over frames i, pixel by pixel:
 *
 *     bias B = med_i(b_i)
 *     dark D = med_i(d_i - B)                        of one exposure time t_dark
 *     flat F = med_i(f_i - B - D t_i/t_dark), divided by its median      normalize: 'after'
 *          or med_i(g_i / median(g_i)), divided by its median           normalize: 'each'
 *
 * `'each'` gives a lamp that drifts no say in the pattern; for n flats of one level both agree.
 * Frames are read one by one. If all fit the memory allowed they are read once; if not, strips of rows
 * are combined one after another and each frame is read once a strip.
 *
 * @module
 */
import { betweenFrames, type RunOptions } from '../core/ambient.js';
import { PhotometryError } from '../core/errors.js';
import { withStep } from '../core/provenance.js';
import type { DetectorSource, Image, Pixels, Precision } from '../frame/image.js';
import {
  type ClipRule,
  type CombineMethod,
  type CombineRule,
  clipWarning,
  combineRule,
  type RejectRule,
} from './combine-method.js';
import { type CombineTarget, combineStrip, type StripFrame, type VarianceRule } from './combine-strip.js';
import { type EffectiveNoise, effectiveNoise, type FrameNoise, modelVariance, poolVariance } from './combined-noise.js';
import { assertCompatible, type FrameFacts, type FramePurpose } from './compatibility.js';
import { judgeHotPixels } from './flat-response.js';
import { factsOf } from './frame-facts.js';
import { levelOf } from './image-level.js';
import type { ImageSource } from './image-source.js';
import { medianVarianceFactor } from './median-efficiency.js';
import { noiseSurvey } from './noise-survey.js';
import { type DetectorNoise, hasStep, type ReductionStep, withDetectorNoise, withNormalisation } from './state.js';
import { warnOnce } from './warn.js';

/** Settings of {@link combineImages}. */
export interface CombineOptions {
  /** How values become one. Default `'median'`. */
  readonly method?: CombineMethod;
  /** What method `'clip'` leaves out. Default: beyond 5 robust scatters (MAD) of the median, once. */
  readonly clip?: ClipRule;
  /** What method `'minmax'` leaves out. Default: the smallest and the largest. */
  readonly reject?: RejectRule;
  /**
   * For flats: `'each'` divides every frame by its own median, then the result by its median;
   * `'after'` only the result (the AstroLab notes). Default: no division.
   */
  readonly normalize?: 'each' | 'after';
  /** What is combined; it decides which facts must agree and what noise is measured. Default: as the frames' headers say. */
  readonly kind?: FramePurpose;
  /** Element type of the result. Default: that of the frames. */
  readonly precision?: Precision;
  /** Memory for pixels of frames [byte]. Default 1 GiB. Beyond it frames are read again for each strip of rows. */
  readonly memoryBudget?: number;
  /** Is told what deserves a look. Default: `console.warn`, each text once. */
  readonly onWarning?: (message: string) => void;
}

/** Memory for the pixels of the frames [byte]. */
const DEFAULT_BUDGET = 2 ** 30;

/** What is kept of a frame after its pixels are gone. */
interface FrameSummary extends FrameNoise {
  readonly facts: FrameFacts;
  readonly exptime: number;
  readonly saturation: number;
  readonly hasVariance: boolean;
}

/**
 * Combines frames pixel by pixel.
 *
 * Unusable pixels are left out; where no frame has a usable one the plain combination stands and the
 * pixel stays flagged; where none is finite it is NaN with `noData`. The result carries
 * - `variance`: propagated from the frames' own; for frames without, value/gain + (readNoise/gain)^2 when the
 *   bias is subtracted and the gain known; for biases and darks the pooled read-out noise, or a pixel's
 *   own scatter where it is significantly larger; for others the scatter of at least three values;
 * - `gain` and `readNoise` of the combination, {@link effectiveNoise}; flats of unknown gain tell it
 *   themselves by photon transfer ({@link noiseSurvey}).
 *
 * @throws PhotometryError `no-frames`, `mixed-frames` (the message lists the groups), `bad-argument`, `aborted`
 * @see Howell, S. B. 2006, Handbook of CCD Astronomy, chapter 4
 * @example
 * const masterBias = await combineImages(paths.map(path => ({ path, load: () => readImage(path) })));
 */
export async function combineImages(
  sources: readonly ImageSource[],
  options: CombineOptions = {},
  run: RunOptions = {},
): Promise<Image> {
  const n = sources.length;
  if (n === 0)
    throw new PhotometryError(
      'no-frames',
      'combine needs at least one frame, got none: check the test given to where(), or the path',
    );
  const { method = 'median', clip, reject, normalize, memoryBudget = DEFAULT_BUDGET, onWarning = warnOnce } = options;
  const rule = combineRule(n, method, clip, reject);
  if (normalize !== undefined && normalize !== 'each' && normalize !== 'after')
    throw new PhotometryError('bad-argument', `normalize must be 'each' or 'after', got '${normalize}'`);
  const warning = clipWarning(n, rule);
  if (warning) onWarning(warning);
  const told = sources.flatMap(source => source.facts ?? []);
  if (told.length === n) assertCompatible(told, options.kind ?? purposeOf(told));

  // First pass: the facts of every frame, and the pixels of the first strip, or all if they fit.
  const first = await sources[0].load();
  const { width, height } = first;
  const bytesPerPixel = first.pixels.BYTES_PER_ELEMENT * (first.variance ? 2 : 1) + 1;
  const rows = Math.max(1, Math.min(height, Math.floor(memoryBudget / (n * width * bytesPerPixel))));
  const strips = Math.ceil(height / rows);
  const kind = options.kind ?? purposeOf(told.length === n ? told : [factsOf(first)]);
  const survey = noiseSurvey(kind);
  const summaries: FrameSummary[] = [];
  let strip: StripFrame[] = [];
  for (let k = 0; k < n; k++) {
    const image = k === 0 ? first : await sources[k].load();
    assertSameKind(first, image);
    survey.add(image);
    const level = normalize === 'each' ? levelOfFlat(image) : 1;
    summaries.push(summaryOf(image, level, sources[k]));
    strip.push(rowsOf(image, 0, rows, level, strips === 1));
    await betweenFrames(run, { step: 'combine', done: k + 1, total: n * strips });
  }
  assertCompatible(
    summaries.map(summary => summary.facts),
    kind,
  );

  // Then strip by strip.
  const detector = survey.result();
  const varianceRule = varianceRuleOf(first, summaries, kind, detector);
  const out: CombineTarget = {
    pixels: new Float64Array(width * height),
    variance: varianceRule === 'none' ? undefined : new Float64Array(width * height),
    mask: new Uint8Array(width * height),
  };
  const stripRule = varianceRule === 'model' ? 'none' : varianceRule === 'pooled' ? 'scatter' : varianceRule;
  for (let s = 0; s < strips; s++) {
    if (s > 0) {
      strip = [];
      for (let k = 0; k < n; k++) {
        const image = await sources[k].load();
        assertSameKind(first, image);
        strip.push(rowsOf(image, s * rows, (s + 1) * rows, summaries[k].level, false));
        await betweenFrames(run, { step: 'combine', done: s * n + k + 1, total: n * strips });
      }
    }
    combineStrip(strip, rule, stripRule, out, s * rows * width);
  }
  return finish(
    first,
    sources,
    summaries,
    { rule, normalize, kind, detector, varianceRule, precision: options.precision },
    out,
  );
}

/** How the variance of the result is found. */
type ResultVariance = VarianceRule | 'model' | 'pooled';

/** What {@link finish} needs to know. */
interface FinishOptions {
  readonly rule: CombineRule;
  readonly normalize: 'each' | 'after' | undefined;
  readonly kind: FramePurpose;
  readonly detector: DetectorNoise;
  readonly varianceRule: ResultVariance;
  readonly precision: Precision | undefined;
}

/** Normalises, computes the noise and dresses the combined pixels as an image. */
function finish(
  first: Image,
  sources: readonly ImageSource[],
  summaries: readonly FrameSummary[],
  { rule, normalize, kind, detector, varianceRule, precision = precisionOf(first.pixels) }: FinishOptions,
  out: CombineTarget,
): Image {
  const { pixels, variance } = out;
  const n = summaries.length;
  const measured = summaries.every(summary => Number.isNaN(summary.gain)) && Number.isFinite(detector.gain);
  const frames = summaries.map(summary => frameNoise(summary, measured ? detector : undefined));
  let noise: EffectiveNoise = effectiveNoise(frames, rule.method);
  if (varianceRule === 'model') modelVariance(pixels, noise, variance!);
  if (varianceRule === 'pooled') {
    const factor = rule.method === 'median' ? medianVarianceFactor(n) : 1;
    const level = summaries[0].level;
    poolVariance(n, (factor * (detector.readNoiseAdu / level) ** 2) / n, variance!);
  }

  let header = withDetectorNoise(first.header, detector).with('NCOMBINE', n, `frames combined by ${rule.method}`);
  const exptime = meanOf(summaries.map(summary => summary.exptime));
  if (header.has('EXPTIME') && Number.isFinite(exptime))
    header = header.with('EXPTIME', exptime, '[s] mean of the frames');
  if (normalize !== undefined) {
    const level = levelOf(pixels, out.mask);
    if (!(level > 0)) throw notAFlat(level, 'the combination');
    for (let i = 0; i < pixels.length; i++) pixels[i] /= level;
    if (variance) for (let i = 0; i < variance.length; i++) variance[i] /= level * level;
    noise = { gain: noise.gain * level, readNoise: noise.readNoise };
    header = withNormalisation(header, level * (meanOf(summaries.map(summary => summary.level)) || 1));
  }
  const mask =
    kind === 'flat' ? judgeHotPixels({ pixels, mask: out.mask, width: first.width, height: first.height }) : out.mask;
  const source = (known: DetectorSource): DetectorSource => (measured ? 'photon-transfer' : known);
  return {
    width: first.width,
    height: first.height,
    pixels: store(pixels, precision),
    variance: variance && store(variance, precision),
    mask: mask.some(flags => flags !== 0) ? mask : undefined,
    unit: normalize === undefined ? first.unit : '',
    gain: noise.gain,
    readNoise: noise.readNoise,
    gainSource: source(first.gainSource),
    readNoiseSource: source(first.readNoiseSource),
    saturation: Math.min(...summaries.map(summary => summary.saturation)),
    exptime,
    header,
    path: '',
    provenance: withStep(first.provenance, {
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
      files: sources.map(({ path }) => ({ path, sha256: '' })),
    }),
  };
}

/** Which variance the result can have, best first. */
function varianceRuleOf(
  first: Image,
  summaries: readonly FrameSummary[],
  kind: FramePurpose,
  detector: DetectorNoise,
): ResultVariance {
  if (summaries.every(summary => summary.hasVariance)) return 'propagated';
  const withoutBias = hasStep(first, 'bias') || hasStep(first, 'overscan');
  const knownGain = summaries.every(summary => Number.isFinite(summary.gain / summary.readNoise));
  if (withoutBias && (knownGain || Number.isFinite(detector.gain * detector.readNoiseAdu))) return 'model';
  if ((kind === 'bias' || kind === 'dark') && Number.isFinite(detector.readNoiseAdu) && summaries.length > 1)
    return 'pooled';
  return summaries.length > 2 ? 'scatter' : 'none';
}

/** Gain and read-out noise of a frame: its own, or what was measured. */
function frameNoise(summary: FrameSummary, measured: DetectorNoise | undefined): FrameNoise {
  if (measured === undefined) return summary;
  return { gain: measured.gain, readNoise: measured.gain * measured.readNoiseAdu, level: summary.level };
}

function summaryOf(image: Image, level: number, source: ImageSource): FrameSummary {
  return {
    facts: source.facts ?? { ...factsOf(image), path: source.path },
    gain: image.gain,
    readNoise: image.readNoise,
    level,
    exptime: image.exptime,
    saturation: image.saturation,
    hasVariance: image.variance !== undefined,
  };
}

/** The rows y0 to y1 of a frame; copies unless the frame is kept whole. */
function rowsOf(image: Image, y0: number, y1: number, level: number, whole: boolean): StripFrame {
  const { pixels, mask, variance, width } = image;
  if (whole) return { pixels, mask, variance, level };
  const [from, to] = [y0 * width, y1 * width];
  return { pixels: pixels.slice(from, to), mask: mask?.slice(from, to), variance: variance?.slice(from, to), level };
}

/** Refuses frames that differ from the first in size, unit or what has been done to them. */
function assertSameKind(first: Image, image: Image): void {
  if (image === first) return;
  if (image.width !== first.width || image.height !== first.height) {
    assertCompatible(
      [first, image].map(({ path, width, height }) => ({ path, width, height })),
      'other',
    );
  }
  if (image.unit !== first.unit)
    throw new PhotometryError(
      'mixed-frames',
      `frames to combine must share the unit, but ${first.path} is in ${first.unit} and ${image.path} in ${image.unit}`,
      { files: [first.path, image.path] },
    );
  for (const step of ['overscan', 'bias', 'dark', 'flat'] as const satisfies readonly ReductionStep[])
    if (hasStep(image, step) !== hasStep(first, step)) {
      const [done, other] = hasStep(image, step) ? [image, first] : [first, image];
      throw new PhotometryError(
        'mixed-frames',
        `frames to combine must be reduced alike, but the ${step} step is done in ${done.path} and not in ${other.path}`,
        { step, files: [done.path, other.path] },
      );
    }
}

function levelOfFlat(image: Image): number {
  const level = levelOf(image.pixels, image.mask);
  if (!(level > 0)) throw notAFlat(level, image.path);
  return level;
}

function notAFlat(level: number, path: string): PhotometryError {
  return new PhotometryError(
    'bad-argument',
    `${path} cannot be normalised: its median is ${level}, which is not positive. Is it a flat, and is the right bias subtracted?`,
    { path, level },
  );
}

/** The purpose that frames of one kind have; 'other' for unknown and mixed ones. */
function purposeOf(frames: readonly FrameFacts[]): FramePurpose {
  const kind = frames[0].imagetyp;
  if (frames.some(frame => frame.imagetyp !== kind)) return 'other';
  return kind === 'bias' || kind === 'dark' || kind === 'flat' || kind === 'light' ? kind : 'other';
}

function precisionOf(pixels: Pixels): Precision {
  return pixels instanceof Float64Array ? 'float64' : 'float32';
}

function store(values: Pixels, precision: Precision): Pixels {
  return precision === 'float64' ? values : Float32Array.from(values);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
