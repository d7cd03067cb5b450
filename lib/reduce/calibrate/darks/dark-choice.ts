/**
 * The dark for one frame, out of master darks of one or several exposures.
 *
 * With t the exposure of the frame:
 *
 * - a dark of t, within 1 %, is subtracted as it is;
 * - between darks of t1 < t < t2 with t2 <= 4 t1, the dark is interpolated pixel by pixel,
 *   D = ((t2 - t) D1 + (t - t1) D2) / (t2 - t1): exact for any dark that is linear in between, with or without its bias;
 * - else the dark nearest in exposure, by ratio, is scaled.
 *
 * Interpolation is preferred because glow that grows as t^1.3 leaves 2 % of itself halfway between t1 and 2 t1, and 11 %
 * where the dark of t1 is scaled. Near one end of a bracket wider than 4 it would leave more than scaling.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { withStep } from '../../../core/provenance.js';
import { type Image, imageOf, type Pixels } from '../../../frame/image.js';
import { nameOf } from '../../frame-facts.js';
import { hasStep, type ReductionStep } from '../../state.js';
import { SAME_EXPOSURE } from '../masters.js';

/** The exposures of two darks between which is interpolated have at most this ratio. */
const MAX_BRACKET = 4;
/** Interpolated darks kept of one pair. */
const MAX_INTERPOLATED = 4;

/** The dark that a frame gets. */
export interface ChosenDark {
  /** What is scaled to the frame's exposure and subtracted. */
  readonly image: Image;
  /** Two darks of different exposures that show how far {@link image} keeps to time; absent where it need not. */
  readonly pair?: DarkPair;
  /** Whether {@link image} was interpolated between the pair. */
  readonly interpolated: boolean;
}

/** Two darks, the shorter exposure first. */
export interface DarkPair<D = Image> {
  readonly short: D;
  readonly long: D;
}

/** Which darks serve an exposure. */
interface DarkPick<D> {
  /** The dark nearest in exposure. */
  readonly nearest: D;
  /** Two of different exposures, between which is interpolated or that show how far the nearest keeps to time. */
  readonly pair?: DarkPair<D>;
  /** Whether the dark is interpolated between the pair. */
  readonly interpolated: boolean;
}

/** One dark or several as a list. */
export function darksOf(dark: Image | readonly Image[]): readonly Image[] {
  return 'pixels' in dark ? [dark] : dark;
}

/**
 * Chooses or interpolates the dark for a frame.
 *
 * @param scaling `'none'` takes the dark nearest in exposure
 * @throws PhotometryError `missing-calibration` for no darks, or several of which one is of unknown exposure;
 *   `mixed-frames` for darks of which only some had their bias subtracted
 */
export function chooseDark(frame: Image, darks: readonly Image[], scaling: 'exposure' | 'none'): ChosenDark {
  if (darks.length === 1) return { image: darks[0], interpolated: false };
  assertComparable(frame, darks);
  const { nearest, pair, interpolated } = pickDark(frame.exptime, darks, scaling);
  return { image: interpolated ? interpolatedDark(pair!, frame.exptime) : nearest, pair, interpolated };
}

/**
 * Which of several darks of known exposures serve an exposure of `t` seconds.
 *
 * @param scaling `'none'` takes the dark nearest in exposure
 */
export function pickDark<D extends { readonly exptime: number }>(
  t: number,
  darks: readonly D[],
  scaling: 'exposure' | 'none',
): DarkPick<D> {
  const distance = (dark: D): number => Math.abs(Math.log(t / dark.exptime));
  const nearest = darks.reduce((best, dark) => (distance(dark) < distance(best) ? dark : best));
  const isSame = Math.abs(t / nearest.exptime - 1) <= SAME_EXPOSURE;
  if (scaling === 'none' || isSame || t === 0) return { nearest, interpolated: false };
  const pair = pairFor(t, darks);
  if (pair === undefined) return { nearest, interpolated: false };
  const { short, long } = pair;
  const isBetween = short.exptime < t && t < long.exptime;
  return { nearest, pair, interpolated: isBetween && long.exptime <= MAX_BRACKET * short.exptime };
}

function assertComparable(frame: Image, darks: readonly Image[]): void {
  if (darks.length === 0)
    throw new PhotometryError('missing-calibration', 'dark is an empty list: give at least one master dark', {});
  const { exptime, path } = frame;
  const timeless = [frame, ...darks].find(image => !(image.exptime > 0));
  if (timeless !== undefined && !(timeless === frame && exptime === 0))
    throw new PhotometryError(
      'missing-calibration',
      `to choose among ${darks.length} darks their exposures and that of the frame must be known, but ` +
        `${timeless === frame ? nameOf(frame, 'frame') : nameOf(timeless, 'dark')} has an exposure of ${timeless.exptime} s. Give one dark`,
      { path },
    );
  for (const step of ['bias', 'overscan'] satisfies ReductionStep[]) {
    const without = darks.find(dark => !hasStep(dark, step));
    const having = darks.find(dark => hasStep(dark, step));
    if (without !== undefined && having !== undefined)
      throw new PhotometryError(
        'mixed-frames',
        `${nameOf(having, 'dark')} of ${having.exptime} s has its ${step} subtracted and ${nameOf(without, 'dark')} of ` +
          `${without.exptime} s has not: make all master darks alike, darks.subtract(bias).combine()`,
        { files: [having.path, without.path] },
      );
  }
}

/** The darks just below and above t, or the shortest and the longest where t is outside; undefined if all have one exposure. */
function pairFor<D extends { readonly exptime: number }>(t: number, darks: readonly D[]): DarkPair<D> | undefined {
  const sorted = [...darks].sort((a, b) => a.exptime - b.exptime);
  const [short, long] = [sorted[0], sorted[sorted.length - 1]];
  if (long.exptime <= short.exptime * (1 + SAME_EXPOSURE)) return undefined;
  if (t < short.exptime || t > long.exptime) return { short, long };
  const above = sorted.findIndex(dark => dark.exptime > t);
  return { short: sorted[above - 1], long: sorted[above] };
}

/** An interpolated dark and what it was made of. */
interface Interpolated {
  readonly long: Image;
  readonly image: Image;
}

/** Interpolated darks by the shorter one: the frames of a series mostly have one exposure. */
const interpolations = new WeakMap<Image, Interpolated[]>();

function interpolatedDark({ short, long }: DarkPair, t: number): Image {
  const list = interpolations.get(short) ?? [];
  interpolations.set(short, list);
  const known = list.find(entry => entry.long === long && entry.image.exptime === t);
  if (known !== undefined) return known.image;
  const image = interpolate(short, long, t);
  list.unshift({ long, image });
  list.length = Math.min(list.length, MAX_INTERPOLATED);
  return image;
}

/** The dark of exposure t between two, with its variance; unusable where one of them is. */
function interpolate(short: Image, long: Image, t: number): Image {
  const weight = (t - short.exptime) / (long.exptime - short.exptime);
  const variance =
    short.variance && long.variance && weighted(short.variance, (1 - weight) ** 2, long.variance, weight ** 2);
  return imageOf({
    ...short,
    pixels: weighted(short.pixels, 1 - weight, long.pixels, weight),
    variance,
    mask: joinedMask(short.mask, long.mask),
    exptime: t,
    path: '',
    header: short.header.with('EXPTIME', t, '[s] Skyframe: interpolated'),
    provenance: withStep([...short.provenance, ...long.provenance], {
      verb: 'interpolate',
      options: { exposures: [short.exptime, long.exptime], weights: [1 - weight, weight] },
      files: [short, long].flatMap(dark => dark.provenance.at(-1)?.files ?? []),
    }),
  });
}

function weighted(a: Pixels, weightA: number, b: Pixels, weightB: number): Pixels {
  const out = a instanceof Float64Array ? new Float64Array(a.length) : new Float32Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = weightA * a[i] + weightB * b[i];
  return out;
}

function joinedMask(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.map((bits, i) => bits | b[i]);
}
