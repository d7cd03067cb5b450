/**
 * Pixel values as whole numbers of small steps, so that an image travels in a fraction of its size.
 *
 * `value = offset + step * (code - 1)`; code 0 is a pixel without data. The steps are 1 where every value is whole, as
 * in raw frames: nothing is lost. Otherwise they are an eighth of the noise or finer, as in tile-compressed FITS files.
 *
 * @see Pence, W. D., Seaman, R. & White, R. L. 2009, PASP 121, 414 (how much noise can be rounded away)
 * @module
 */

/** Values as integer codes on a scale. */
interface QuantisedValues {
  /** Value of code 1. */
  readonly offset: number;
  /** Difference of two neighbouring codes: 1, 2 or 5 times a power of ten. Values are right within half of it. */
  readonly step: number;
  /** Number of bytes of a code, 1 to 3. */
  readonly bytes: number;
  /** One code per pixel; 0 is a pixel without data. */
  readonly codes: Uint32Array;
}

/** Steps to one sigma of the noise. */
const STEPS_PER_SIGMA = 8;
/** Number of codes: three bytes. */
const MAX_CODES = 2 ** 24 - 2;

/** Quantises values; those not finite get code 0. */
export function quantise(values: ArrayLike<number>): QuantisedValues {
  let low = Infinity;
  let high = -Infinity;
  let whole = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value - value !== 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    if (whole && !Number.isInteger(value)) whole = false;
  }
  const codes = new Uint32Array(values.length);
  if (!(high >= low)) return { offset: 0, step: 1, bytes: 1, codes };
  const range = high - low;
  const step = stepFor(range, whole ? 1 : neighbourNoise(values) / STEPS_PER_SIGMA, whole);
  const base = Math.floor(low / step); // the offset is a multiple of the step, so that values print short
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value - value === 0) codes[i] = 1 + Math.round(value / step) - base;
  }
  const most = 1 + Math.round(high / step) - base;
  const offset = Number((base * step).toPrecision(15));
  return { offset, step, bytes: most < 2 ** 8 ? 1 : most < 2 ** 16 ? 2 : 3, codes };
}

function stepFor(range: number, wanted: number, whole: boolean): number {
  const least = range / MAX_CODES;
  if (whole && least <= 1) return 1;
  if (range === 0) return 1;
  return wanted > 2 * least ? roundStep(wanted, Math.floor) : roundStep(least, Math.ceil);
}

/** The next of 1, 2, 5, 10, 20 ... below or above. */
function roundStep(step: number, round: (value: number) => number): number {
  const power = Math.floor(Math.log10(step));
  const candidates = [1, 2, 5, 10].map(factor => Number(`${factor}e${power}`));
  const index =
    round === Math.floor
      ? candidates.findLastIndex(candidate => candidate <= step)
      : candidates.findIndex(candidate => candidate >= step);
  return candidates[Math.max(0, index)];
}

/** Noise from the differences of neighbours, which stars and gradients hardly affect; 0 if there is none. */
function neighbourNoise(values: ArrayLike<number>): number {
  const stride = Math.max(1, Math.floor(values.length / 20_000));
  const differences: number[] = [];
  for (let i = 0; i + 1 < values.length; i += stride) {
    const difference = Math.abs(values[i + 1] - values[i]);
    if (difference - difference === 0) differences.push(difference);
  }
  if (differences.length === 0) return 0;
  const sorted = Float64Array.from(differences).sort();
  return (1.4826 * sorted[sorted.length >> 1]) / Math.SQRT2;
}
