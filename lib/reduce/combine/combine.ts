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
 * With `'each'`, a drifting lamp has no influence on the pattern; for n flats of equal level both agree.
 * Frames are read one by one. If all fit the memory allowed they are read once; if not, strips of rows
 * are combined one after another and each frame is read once a strip.
 *
 * @module
 */
import { betweenFrames, type RunOptions } from '../../core/ambient.js';
import { PhotometryError } from '../../core/errors.js';
import { warnOnce } from '../../core/warn-once.js';
import type { Header } from '../../fits/header/header.js';
import { type Image, PixelFlag, type Precision, UNUSABLE_PIXEL } from '../../frame/image.js';
import { assertCompatible, type FrameFacts, type FramePurpose } from '../compatibility.js';
import { factsOf } from '../frame-facts.js';
import type { ImageSource } from '../image-source.js';
import { type DetectorNoise, hasStep } from '../state.js';
import {
  type ClipRule,
  type CombineMethod,
  type CombineRule,
  clipWarning,
  combineRule,
  type RejectRule,
} from './combine-method.js';
import { combinedImage, type ResultVariance, resultVariance } from './combined-image.js';
import { assertExposures, isRate } from './exposure-scale.js';
import { type Divisor, exposureDivisor, type FrameScaling, scalingOf } from './frame-scaling.js';
import { assertReducedAlike, type FrameSummary, purposeOf, summaryOf } from './frame-summary.js';
import { noiseSurvey } from './noise-survey.js';
import { type CombineTarget, combineStrip, type StripFrame, type StripRule } from './pixels/combine-strip.js';
import { NoiseSample } from './pixels/noise-sample.js';

/** Settings of {@link combineImages}. */
export interface CombineOptions {
  /** How values become one. Default `'median'`. */
  readonly method?: CombineMethod;
  /** What method `'clip'` rejects. Default: beyond 5 robust scatters (MAD) of the median, once. */
  readonly clip?: ClipRule;
  /** What method `'minmax'` leaves out. Default: the smallest and the largest. */
  readonly reject?: RejectRule;
  /**
   * For flats: `'each'` divides every frame by its own median, then the result by its median;
   * `'after'` only the result (the AstroLab notes). Default: no division.
   */
  readonly normalize?: 'each' | 'after';
  /**
   * `'exposure'`: each frame is multiplied by the mean exposure over its own, with its sky and its noise, so that the
   * result is what a frame of the mean exposure would show and its flux over `exptime` is the true rate with every
   * method. A bias does not grow with the exposure: frames that do not say that theirs is subtracted are brought to the
   * median of the first one, and only fluxes above a local sky are right. Default: no scaling; lights whose exposures
   * differ by more than 1 % are refused.
   */
  readonly scale?: 'exposure';
  /** What is combined; it decides which facts must agree and what noise is measured. Default: as the frames' headers say. */
  readonly kind?: FramePurpose;
  /** Element type of the result. Default: that of the frames. */
  readonly precision?: Precision;
  /** Memory for pixels of frames [byte]. Default 1 GiB. Beyond it frames are read again for each strip of rows. */
  readonly memoryBudget?: number;
  /** Called with warnings. Default: `console.warn`, each text once. */
  readonly onWarning?: (message: string) => void;
}

/** Combines whole frames, all in memory, into `out`; the way to do it in several threads. */
export type CombineAll = (frames: readonly StripFrame[], rule: StripRule, out: CombineTarget) => Promise<void>;

/** How frames are combined by whoever calls {@link combineImagesBy}. */
interface CombineWay {
  /** Combines frames that are all in memory. */
  readonly all: CombineAll;
  /** Whose cards the result takes, apart from those that change. Default: those of the first frame. */
  readonly header?: Header;
  /** Whether the frames will have one sky level once they are divided by their exposures. Default: no. */
  readonly areLevelled?: boolean;
}

/** Combines in the calling thread. */
export const combineHere: CombineAll = async (frames, rule, out) => combineStrip(frames, rule, out, 0);

/** Memory for the pixels of the frames [byte]. */
const DEFAULT_BUDGET = 2 ** 30;

/**
 * Combines frames pixel by pixel.
 *
 * Unusable pixels are left out; where no frame has a usable one, the plain combination is used and the
 * pixel stays flagged; where none is finite it is NaN with `noData`. The result carries
 * - `variance`: propagated from the frames' own; for frames without, value/gain + (readNoise/gain)^2 when the
 *   bias is subtracted and the gain known; for biases and darks the pooled read-out noise, or a pixel's
 *   own scatter where it is significantly larger; for others the scatter of at least three values;
 * - `gain` and `readNoise` of the combination; for flats of unknown gain both are measured from the flats
 *   themselves by photon transfer;
 * - in its header `NCOMBINE`, `EXPTIME` (the mean), `DATE-OBS` and `DATE-BEG` (the earliest beginning), `DATE-AVG` (the
 *   mean of the middles; of a mean by exposure) and `DATE-END` (the latest end), if the times of all frames are known.
 *
 * Values that a median, a clipped or a trimmed mean leaves out as outliers, such as cosmic rays, do not count in the
 * variance.
 *
 * @throws PhotometryError `no-frames`, `mixed-frames` (the message lists the groups; also for lights of different exposure
 *   without `scale`), `bad-argument` (also for a frame of unknown exposure with `scale`), `aborted`
 * @see Howell, S. B. 2006, Handbook of CCD Astronomy, chapter 4
 * @example
 * const masterBias = await combineImages(biasPaths.map(path => ({ path, load: () => readImage(path) })));
 */
export function combineImages(
  sources: readonly ImageSource[],
  options: CombineOptions = {},
  run: RunOptions = {},
): Promise<Image> {
  return combineImagesBy({ all: combineHere }, sources, options, run);
}

/** {@link combineImages} in another way. */
export async function combineImagesBy(
  way: CombineWay,
  sources: readonly ImageSource[],
  options: CombineOptions,
  run: RunOptions,
): Promise<Image> {
  requireSources(sources);
  const { normalize, memoryBudget = DEFAULT_BUDGET, onWarning = warnOnce } = options;
  const rule = ruleOf(sources.length, options, onWarning);
  const told = toldFacts(sources);
  if (told !== null) assertCompatible(told, options.kind ?? purposeOf(told));

  const first = await sources[0].load();
  const kind = options.kind ?? purposeOf(told ?? [factsOf(first)]);
  if (told !== null) assertExposures(told, kind, first.unit, options.scale);
  const isScaled = options.scale !== undefined && !isRate(first.unit);
  const by = normalize === 'each' ? 'level' : isScaled ? exposureDivisor(first, way.areLevelled, onWarning) : 'nothing';
  const work: Work = { sources, first, kind, by, rows: rowsWithin(memoryBudget, sources.length, first), run };
  const { summaries, strip, detector, sample } = await firstPass(work, rule);
  assertExposures(exposuresOf(summaries), kind, first.unit, options.scale);
  if (kind === 'flat' && normalize !== undefined) warnOfBias(first, sources.length, onWarning);

  const variance = resultVariance(first, summaries, kind, detector);
  const out = emptyTarget(first, variance);
  const stripRule = stripRuleOf(rule, kind, variance, sample);
  if (stripsOf(work) === 1) await way.all(strip, stripRule, out);
  else {
    combineStrip(strip, stripRule, out, 0);
    strip.length = 0; // the memory is for the next one
    await combineOtherStrips(work, summaries, stripRule, out);
  }
  const precision = options.precision ?? (first.pixels instanceof Float64Array ? 'float64' : 'float32');
  const header = way.header ?? first.header;
  return combinedImage(
    { first, header, summaries, rule, normalize, kind, detector, variance, precision, isScaled },
    out,
  );
}

/** What a combination works on. */
interface Work {
  readonly sources: readonly ImageSource[];
  /** The first frame, which the others must match. */
  readonly first: Image;
  readonly kind: FramePurpose;
  readonly by: Divisor;
  /** Rows of a strip: as many as fit in memory of all frames. */
  readonly rows: number;
  readonly run: RunOptions;
}

/** What the first pass over the frames finds. */
interface FirstPass {
  readonly summaries: readonly (FrameSummary & FrameScaling)[];
  /** The first strip of every frame, or all of it where that fits in memory. */
  readonly strip: StripFrame[];
  readonly detector: DetectorNoise;
  /** Some values of each frame, from which their scatter is learnt. */
  readonly sample: NoiseSample;
}

function requireSources({ length }: readonly ImageSource[]): void {
  if (length === 0)
    throw new PhotometryError(
      'no-frames',
      'combine needs at least one frame, got none: check the test given to where(), or the path',
    );
}

/** How values are combined, with a warning where the clipping cannot act; also checks `normalize`. */
function ruleOf(n: number, options: CombineOptions, onWarning: (message: string) => void): CombineRule {
  const { method = 'median', clip, reject, normalize, scale } = options;
  const rule = combineRule(n, method, clip, reject);
  if (normalize !== undefined && normalize !== 'each' && normalize !== 'after')
    throw new PhotometryError('bad-argument', `normalize must be 'each' or 'after', got '${normalize}'`);
  if (scale !== undefined && scale !== 'exposure')
    throw new PhotometryError('bad-argument', `scale must be 'exposure', got '${scale}'`);
  if (scale !== undefined && normalize !== undefined)
    throw new PhotometryError(
      'bad-argument',
      "scale: 'exposure' does not go together with flats, which are normalised (normalize: 'each' or 'after'): leave it out",
    );
  const warning = clipWarning(n, rule);
  if (warning) onWarning(warning);
  return rule;
}

/** The facts of all frames, where every source knows them before it is read; else null. */
function toldFacts(sources: readonly ImageSource[]): FrameFacts[] | null {
  const told = sources.flatMap(source => source.facts ?? []);
  return told.length === sources.length ? told : null;
}

function stripsOf({ first, rows }: Work): number {
  return Math.ceil(first.height / rows);
}

function exposuresOf(summaries: readonly FrameSummary[]): Pick<FrameFacts, 'path' | 'exptime'>[] {
  return summaries.map(({ facts, exptime }) => ({ path: facts.path, exptime }));
}

/** Reads every frame once: its facts, its noise, and the pixels of the first strip. */
async function firstPass(work: Work, rule: CombineRule): Promise<FirstPass> {
  const { sources, first, kind, rows, run } = work;
  const strips = stripsOf(work);
  const survey = noiseSurvey(kind);
  const summaries: (FrameSummary & FrameScaling)[] = [];
  const strip: StripFrame[] = [];
  const sample = new NoiseSample(first.pixels.length);
  for (let k = 0; k < sources.length; k++) {
    const image = k === 0 ? first : await sources[k].load();
    assertReducedAlike(first, image);
    survey.add(image);
    const scaling = scalingOf(work.by, image, first, sources[k].path);
    summaries.push({ ...summaryOf(image, scaling.level, sources[k]), ...scaling });
    const { pixels, mask, variance } = image;
    const whole = { pixels, mask, variance, ...scaling };
    if (variance === undefined && rule.method !== 'mean') sample.add(whole);
    strip.push(strips === 1 ? whole : rowsOf(image, 0, rows, scaling));
    await betweenFrames(run, { step: 'combine', done: k + 1, total: sources.length * strips });
  }
  assertCompatible(
    summaries.map(summary => summary.facts),
    kind,
  );
  return { summaries, strip, detector: survey.result(), sample };
}

function warnOfBias(first: Image, n: number, onWarning: (message: string) => void): void {
  if (hasStep(first, 'bias') || hasStep(first, 'overscan')) return;
  onWarning(
    `the ${n} flats still contain their bias, which is not light: the flat becomes too even. ` +
      'Subtract it first: flats.reduce({ bias, dark }).combine()',
  );
}

function emptyTarget({ width, height }: Image, variance: ResultVariance): CombineTarget {
  return {
    pixels: new Float64Array(width * height),
    variance: variance === 'none' ? undefined : new Float64Array(width * height),
    mask: new Uint8Array(width * height),
  };
}

/** Hits are a minority; on raw lights they may overlap where frames are laid on each other. */
const MAX_OUTLIERS = 0.5;
/** In biases and darks a pixel that deviates more often flickers: that is its noise. */
const MAX_OUTLIERS_OF_DARKS = 0.25;

function stripRuleOf(rule: CombineRule, kind: FramePurpose, variance: ResultVariance, sample: NoiseSample): StripRule {
  const byScatter = variance === 'scatter' || variance === 'pooled';
  const fraction = variance === 'pooled' ? MAX_OUTLIERS_OF_DARKS : MAX_OUTLIERS;
  return {
    rule,
    variance: variance === 'model' ? 'none' : variance === 'pooled' ? 'scatter' : variance,
    noise: byScatter && rule.method !== 'mean' ? sample.curve(fraction) : undefined,
    unusable: kind === 'flat' ? UNUSABLE_PIXEL & ~PixelFlag.hotScaled : UNUSABLE_PIXEL,
  };
}

/** Reads the frames again for each strip after the first. */
async function combineOtherStrips(
  work: Work,
  summaries: FirstPass['summaries'],
  rule: StripRule,
  out: CombineTarget,
): Promise<void> {
  const { sources, first, rows, run } = work;
  const n = sources.length;
  const strips = stripsOf(work);
  for (let s = 1; s < strips; s++) {
    const strip: StripFrame[] = [];
    for (let k = 0; k < n; k++) {
      const image = await sources[k].load();
      assertReducedAlike(first, image);
      strip.push(rowsOf(image, s * rows, (s + 1) * rows, summaries[k]));
      await betweenFrames(run, { step: 'combine', done: s * n + k + 1, total: n * strips });
    }
    combineStrip(strip, rule, out, s * rows * first.width);
  }
}

/** How many rows of `n` frames like `image` the memory holds; at least one. */
function rowsWithin(memoryBudget: number, n: number, { width, height, pixels, variance }: Image): number {
  const bytesPerPixel = pixels.BYTES_PER_ELEMENT * (variance ? 2 : 1) + 1;
  return Math.max(1, Math.min(height, Math.floor(memoryBudget / (n * width * bytesPerPixel))));
}

/** A copy of the rows y0 to y1 of a frame. */
function rowsOf(
  { pixels, mask, variance, width }: Image,
  y0: number,
  y1: number,
  { level, offset }: FrameScaling,
): StripFrame {
  const [from, to] = [y0 * width, y1 * width];
  return {
    pixels: pixels.slice(from, to),
    mask: mask?.slice(from, to),
    variance: variance?.slice(from, to),
    level,
    offset,
  };
}
