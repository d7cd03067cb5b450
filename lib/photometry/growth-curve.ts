/**
 * The curve of growth: how a star's light and its signal to noise grow with the aperture, and which
 * radius follows from it.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { type Provenance, withStep } from '../core/provenance.js';
import { MAD_TO_SIGMA } from '../math/clip.js';
import { medianInPlace } from '../math/select.js';
import type { Quantity } from '../table/column/quantity.js';
import { Table } from '../table/table.js';

/** Fluxes of the field stars at each radius. */
interface GrowthInput {
  /** Radii [px], rising. */
  readonly radii: readonly number[];
  /** Net fluxes, `flux[k][star]` at the k-th radius; NaN where unknown. */
  readonly flux: readonly ArrayLike<number>[];
  /** Their errors, of the same shape. */
  readonly fluxErr: readonly ArrayLike<number>[];
}

/** Settings of {@link growthCurve}. */
interface GrowthOptions {
  /** Index of the target, whose curve is compared with that of the field; it is not counted as a field star. */
  readonly target?: number;
  /** The chosen aperture holds at least this part of the light. Default 0.7. */
  readonly minFraction?: number;
  /** With a target: its part of the light and the field's may differ by this. Default 0.05. */
  readonly maxDifference?: number;
  /** Provenance of the measurement. */
  readonly provenance?: Provenance;
}

/** One row for each radius. */
export interface GrowthColumns {
  /** Aperture radius [px]. */
  radius: Quantity<'px'>;
  /** Median over the stars of the light inside, relative to that in the largest aperture. */
  fraction: number;
  /** Error of the median: 1.4826 MAD / sqrt(n); NaN for one star. */
  fractionErr: number;
  /** Median over the stars of the signal-to-noise ratio, each relative to its best. */
  relativeSnr: number;
  /** The target's part of its light; NaN without a target. */
  targetFraction: number;
  /** The target's signal to noise over its best; NaN without a target. */
  targetSnr: number;
  /** Stars behind the medians. */
  stars: number;
}

/** The curve and the radius that follows from it. */
export interface GrowthCurveResult {
  /** The curve, one row for each radius. */
  readonly table: Table<GrowthColumns>;
  /** The chosen radius [px]; NaN where no radius satisfies the rule. */
  readonly chosenRadius: number;
  /** Its place among the radii; -1 with NaN. */
  readonly chosenIndex: number;
  /** Why this radius was chosen. */
  readonly rule: string;
  /** How many field stars have a curve. */
  readonly starCount: number;
}

/**
 * The curve of growth of a field.
 *
 * Each star's flux is divided by that in its largest aperture, its signal to noise by its best; a
 * radius gets the median over the stars. Only stars with a positive flux in the largest aperture and
 * a finite one at every radius count: a star at the edge would bend the curve.
 *
 * The radius: of those that hold at least `minFraction` (0.7) of the light, the one with the best
 * median signal to noise; the smaller of two equal ones. Below that fraction a change of seeing
 * changes the flux too much. With a target it is the smallest radius at which target and field both
 * exceed `minFraction` and differ by less than `maxDifference` (0.05), or else differ least: a target
 * that is trailed or fuzzy then loses no more light than the stars it is compared with.
 *
 * @throws PhotometryError `no-stars` if no star has a curve; `bad-argument`, `length-mismatch`
 * @see Howell, S. B. 1989, PASP 101, 616; Mommert, M. 2017, Astronomy and Computing 18, 47, section 3.3, for the rule with a target
 * @example
 * const { table, chosenRadius } = growthCurve({ radii: [2, 4, 6], flux: [f2, f4, f6], fluxErr: [e2, e4, e6] });
 */
export function growthCurve(input: GrowthInput, options: GrowthOptions = {}): GrowthCurveResult {
  const { target, minFraction = 0.7, maxDifference = 0.05, provenance = [] } = options;
  requireInput(input, target);
  const stars = curvesOf(input, target);
  const field = fieldCurve(stars.field, input.radii.length);
  const choice = chooseRadius(field, stars, minFraction, maxDifference);
  const step = {
    verb: 'growthCurve',
    options: { minFraction, maxDifference, target: target ?? null },
    citation: 'Howell 1989, PASP 101, 616',
  };
  return {
    table: tableOf(input.radii, field, stars, withStep(provenance, step)),
    chosenIndex: choice.index,
    chosenRadius: choice.index < 0 ? NaN : input.radii[choice.index],
    rule: choice.rule,
    starCount: stars.field.length,
  };
}

/** The stars that have a curve. */
interface StarCurves {
  readonly field: readonly StarCurve[];
  /** Null without a target, or if it has no curve. */
  readonly target: StarCurve | null;
}

/** The curves of target and field stars. @throws PhotometryError `no-stars` if there are none */
function curvesOf(input: GrowthInput, targetIndex: number | undefined): StarCurves {
  const { radii, flux } = input;
  const starTotal = flux[0].length;
  const field: StarCurve[] = [];
  for (let star = 0; star < starTotal; star++) {
    if (star === targetIndex) continue;
    const curve = starCurve(input, star);
    if (curve !== null) field.push(curve);
  }
  const target = targetIndex === undefined ? null : starCurve(input, targetIndex);
  if (field.length === 0 && target === null)
    throw new PhotometryError(
      'no-stars',
      `No star has a curve of growth: none of ${starTotal} has a flux at all of ${radii.length} radii and a positive one at ${radii[radii.length - 1]} px`,
    );
  return { field, target };
}

/** Medians over the field stars at each radius. */
interface FieldCurve {
  readonly fraction: Float64Array;
  readonly fractionErr: Float64Array;
  readonly relativeSnr: Float64Array;
}

function fieldCurve(curves: readonly StarCurve[], n: number): FieldCurve {
  const fraction = new Float64Array(n);
  const fractionErr = new Float64Array(n);
  const relativeSnr = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const fractions = Float64Array.from(curves, curve => curve.fraction[k]);
    fraction[k] = medianInPlace(fractions);
    const deviations = fractions.map(value => Math.abs(value - fraction[k]));
    fractionErr[k] = curves.length > 1 ? (MAD_TO_SIGMA * medianInPlace(deviations)) / Math.sqrt(curves.length) : NaN;
    const snrs = Float64Array.from(curves, curve => curve.snr[k]).filter(Number.isFinite);
    relativeSnr[k] = medianInPlace(snrs);
  }
  return { fraction, fractionErr, relativeSnr };
}

/** The radius by the rule for what has a curve: target and field, the target alone, or the field. */
function chooseRadius(
  { fraction, relativeSnr }: FieldCurve,
  { field, target }: StarCurves,
  minFraction: number,
  maxDifference: number,
): Choice {
  if (target === null) return chooseBySnr(fraction, relativeSnr, minFraction, `${field.length} stars`);
  if (field.length === 0) return chooseBySnr(target.fraction, target.snr, minFraction, 'the target');
  return chooseTogether(fraction, target.fraction, minFraction, maxDifference);
}

function tableOf(
  radii: readonly number[],
  curve: FieldCurve,
  { field, target }: StarCurves,
  provenance: Provenance,
): Table<GrowthColumns> {
  const n = radii.length;
  const columns = {
    radius: Float64Array.from(radii),
    ...curve,
    targetFraction: target?.fraction ?? new Float64Array(n).fill(NaN),
    targetSnr: target?.snr ?? new Float64Array(n).fill(NaN),
    stars: new Int32Array(n).fill(field.length),
  };
  return Table.fromEntries<GrowthColumns>(columns, { units: { radius: 'px' }, descriptions: DESCRIPTIONS, provenance });
}

const DESCRIPTIONS = {
  radius: 'aperture radius',
  fraction: 'median light inside, over that in the largest aperture',
  fractionErr: '1-sigma error of fraction',
  relativeSnr: 'median signal to noise, over the best of each star',
  targetFraction: "the target's light inside, over that in the largest aperture",
  targetSnr: "the target's signal to noise, over its best",
  stars: 'field stars behind the medians',
};

/** One star's light and signal to noise at each radius, each over its best. */
interface StarCurve {
  readonly fraction: Float64Array;
  readonly snr: Float64Array;
}

/** The curve of a star; null if a radius is missing or there is no light. */
function starCurve({ radii, flux, fluxErr }: GrowthInput, star: number): StarCurve | null {
  const total = flux[radii.length - 1][star];
  if (!(total > 0)) return null;
  const fraction = Float64Array.from(flux, row => row[star] / total);
  if (!fraction.every(Number.isFinite)) return null;
  const signals = Float64Array.from(flux, (row, k) => row[star] / fluxErr[k][star]);
  const best = Math.max(0, ...signals.filter(Number.isFinite));
  return { fraction, snr: signals.map(value => value / best) };
}

interface Choice {
  readonly index: number;
  readonly rule: string;
}

/** The best signal to noise among the radii that hold enough light. */
function chooseBySnr(fraction: Float64Array, snr: Float64Array, minFraction: number, of: string): Choice {
  let index = -1;
  for (let k = 0; k < fraction.length; k++)
    if (fraction[k] >= minFraction && snr[k] > 0 && (index < 0 || snr[k] > snr[index])) index = k;
  if (index >= 0)
    return {
      index,
      rule: `best signal to noise of ${of} among the radii that hold ${minFraction} of the light or more`,
    };
  // Without errors: the first radius that holds enough.
  index = fraction.findIndex(value => value >= minFraction);
  const rule =
    index < 0
      ? `no radius holds ${minFraction} of the light`
      : `smallest radius that holds ${minFraction} of the light; the errors are unknown`;
  return { index, rule };
}

/** The smallest radius at which target and field lose as much light. */
function chooseTogether(field: Float64Array, target: Float64Array, minFraction: number, maxDifference: number): Choice {
  let nearest = -1;
  for (let k = 0; k < field.length; k++) {
    if (!(field[k] >= minFraction && target[k] >= minFraction)) continue;
    const difference = Math.abs(target[k] - field[k]);
    if (difference < maxDifference)
      return {
        index: k,
        rule: `smallest radius with ${minFraction} of the light of target and field, which differ by less than ${maxDifference}`,
      };
    if (nearest < 0 || difference < Math.abs(target[nearest] - field[nearest])) nearest = k;
  }
  return nearest < 0
    ? { index: -1, rule: `no radius holds ${minFraction} of the light of both target and field` }
    : { index: nearest, rule: 'radius at which target and field differ least' };
}

function requireInput({ radii, flux, fluxErr }: GrowthInput, target: number | undefined): void {
  if (radii.length < 2)
    throw new PhotometryError('bad-argument', `A curve of growth needs at least two radii, got ${radii.length}`);
  for (let k = 1; k < radii.length; k++)
    if (!(radii[k] > radii[k - 1]))
      throw new PhotometryError('bad-argument', `radii must rise, got ${radii[k - 1]} before ${radii[k]}`);
  const stars = flux[0]?.length ?? 0;
  if (flux.length !== radii.length || fluxErr.length !== radii.length)
    throw new PhotometryError(
      'length-mismatch',
      `flux and fluxErr must have one row for each of ${radii.length} radii, got ${flux.length} and ${fluxErr.length}`,
    );
  if ([...flux, ...fluxErr].some(row => row.length !== stars))
    throw new PhotometryError('length-mismatch', `Each row of flux and fluxErr must have ${stars} stars`);
  if (target !== undefined && !(Number.isInteger(target) && target >= 0 && target < stars))
    throw new PhotometryError('bad-argument', `target must be the index of a star, 0 to ${stars - 1}, got ${target}`);
}
