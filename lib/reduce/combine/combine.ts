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
import { betweenFrames, type RunOptions } from '../../core/ambient.js';
import { PhotometryError } from '../../core/errors.js';
import { warnOnce } from '../../core/warn-once.js';
import { type Image, PixelFlag, type Precision, UNUSABLE_PIXEL } from '../../frame/image.js';
import { assertCompatible, type FramePurpose } from '../compatibility.js';
import { factsOf } from '../frame-facts.js';
import type { ImageSource } from '../image-source.js';
import { hasStep } from '../state.js';
import { type ClipRule, type CombineMethod, clipWarning, combineRule, type RejectRule } from './combine-method.js';
import { combinedImage, levelOfFlat, resultVariance } from './combined-image.js';
import { assertReducedAlike, type FrameSummary, purposeOf, summaryOf } from './frame-summary.js';
import { noiseSurvey } from './noise-survey.js';
import { type CombineTarget, combineStrip, type StripFrame, type StripRule } from './pixels/combine-strip.js';

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

/** Combines whole frames, all in memory, into `out`; the way to do it in several threads. */
export type CombineAll = (frames: readonly StripFrame[], rule: StripRule, out: CombineTarget) => Promise<void>;

/** In this thread. */
export const combineHere: CombineAll = async (frames, rule, out) => combineStrip(frames, rule, out, 0);

/** Memory for the pixels of the frames [byte]. */
const DEFAULT_BUDGET = 2 ** 30;

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
export function combineImages(
  sources: readonly ImageSource[],
  options: CombineOptions = {},
  run: RunOptions = {},
): Promise<Image> {
  return combineImagesBy(combineHere, sources, options, run);
}

/** {@link combineImages} with another way to combine frames that are all in memory. */
export async function combineImagesBy(
  combineAll: CombineAll,
  sources: readonly ImageSource[],
  options: CombineOptions,
  run: RunOptions,
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
  const rows = rowsWithin(memoryBudget, n, first);
  const strips = Math.ceil(height / rows);
  const kind = options.kind ?? purposeOf(told.length === n ? told : [factsOf(first)]);
  const survey = noiseSurvey(kind);
  const summaries: FrameSummary[] = [];
  let strip: StripFrame[] = [];
  for (let k = 0; k < n; k++) {
    const image = k === 0 ? first : await sources[k].load();
    assertReducedAlike(first, image);
    survey.add(image);
    const level = normalize === 'each' ? levelOfFlat(image.pixels, image.mask, sources[k].path) : 1;
    summaries.push(summaryOf(image, level, sources[k]));
    strip.push(
      strips === 1
        ? { pixels: image.pixels, mask: image.mask, variance: image.variance, level }
        : rowsOf(image, 0, rows, level),
    );
    await betweenFrames(run, { step: 'combine', done: k + 1, total: n * strips });
  }
  assertCompatible(
    summaries.map(summary => summary.facts),
    kind,
  );

  if (kind === 'flat' && normalize !== undefined && !hasStep(first, 'bias') && !hasStep(first, 'overscan'))
    onWarning(
      `the ${n} flats still hold their bias, which is no light: the flat comes out too even. ` +
        'Subtract it first: flats.reduce({ bias, dark }).combine()',
    );

  // Then strip by strip.
  const detector = survey.result();
  const variance = resultVariance(first, summaries, kind, detector);
  const out: CombineTarget = {
    pixels: new Float64Array(width * height),
    variance: variance === 'none' ? undefined : new Float64Array(width * height),
    mask: new Uint8Array(width * height),
  };
  const stripRule: StripRule = {
    rule,
    variance: variance === 'model' ? 'none' : variance === 'pooled' ? 'scatter' : variance,
    unusable: kind === 'flat' ? UNUSABLE_PIXEL & ~PixelFlag.hotScaled : UNUSABLE_PIXEL,
  };
  if (strips === 1) await combineAll(strip, stripRule, out);
  else combineStrip(strip, stripRule, out, 0);
  for (let s = 1; s < strips; s++) {
    strip = [];
    for (let k = 0; k < n; k++) {
      const image = await sources[k].load();
      assertReducedAlike(first, image);
      strip.push(rowsOf(image, s * rows, (s + 1) * rows, summaries[k].level));
      await betweenFrames(run, { step: 'combine', done: s * n + k + 1, total: n * strips });
    }
    combineStrip(strip, stripRule, out, s * rows * width);
  }
  const precision = options.precision ?? (first.pixels instanceof Float64Array ? 'float64' : 'float32');
  return combinedImage({ first, summaries, rule, normalize, kind, detector, variance, precision }, out);
}

/** How many rows of `n` frames like `image` the memory holds; at least one. */
function rowsWithin(memoryBudget: number, n: number, { width, height, pixels, variance }: Image): number {
  const bytesPerPixel = pixels.BYTES_PER_ELEMENT * (variance ? 2 : 1) + 1;
  return Math.max(1, Math.min(height, Math.floor(memoryBudget / (n * width * bytesPerPixel))));
}

/** A copy of the rows y0 to y1 of a frame. */
function rowsOf({ pixels, mask, variance, width }: Image, y0: number, y1: number, level: number): StripFrame {
  const [from, to] = [y0 * width, y1 * width];
  return { pixels: pixels.slice(from, to), mask: mask?.slice(from, to), variance: variance?.slice(from, to), level };
}
