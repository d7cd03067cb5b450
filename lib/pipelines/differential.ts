/**
 * Computes the differential light curve of one star from a measured series.
 *
 * Which star is the target, which are comparisons, which radius, which frames are clouded: each choice is made
 * here and reported in the result.
 *
 * @module
 */

import { PhotometryError } from '../core/errors.js';
import type { Problems } from '../core/problem.js';
import { quoted } from '../core/quoted.js';
import { warnOnce } from '../core/warn-once.js';
import { SourceFlag } from '../frame/source-flags.js';
import type { PixelPosition } from '../frame/wcs/tangent-plane.js';
import { bjdTdb } from '../time/earth/barycentric.js';
import type { SkyPosition } from '../time/earth/horizontal.js';
import { instantFromJd } from '../time/instant.js';
import type { CloudReport } from '../timeseries/clouds.js';
import { bestRadius, type RadiusFluxes, type RadiusScatter } from '../timeseries/ensemble/best-radius.js';
import {
  type CandidateVerdict,
  type ComparisonChoice,
  chooseComparisons,
} from '../timeseries/ensemble/choose-comparisons.js';
import { type EnsembleCurve, ensemblePhotometry } from '../timeseries/ensemble/ensemble.js';
import { takeComparisons } from '../timeseries/ensemble/take-comparisons.js';
import { magnitudesOf } from '../timeseries/magnitudes.js';
import { impreciseFlags } from './frames/imprecise-rows.js';
import { type PixelPositions, type Positions, toPixelPositions } from './frames/positions.js';
import { atCommonExposure } from './light-curve/common-exposure.js';
import { withoutLeaving, withoutUseless } from './light-curve/comparison-fluxes.js';
import {
  contradictionProblems,
  departureProblems,
  disagreementProblems,
  faintTargetProblems,
} from './light-curve/curve-problems.js';
import { judgeFrames } from './light-curve/judge-frames.js';
import type { SeriesFacts, StarMatrices } from './light-curve/star-matrices.js';

/** A point of a light curve, as passed to the `reference` test. */
export interface LightCurvePoint {
  /** Path of the frame. */
  readonly file: string;
  /** Mid-exposure, Julian date (UTC) [d]. */
  readonly jdUtcMid: number;
  /** Mid-exposure, barycentric Julian date (TDB) [d]; NaN without target coordinates or site. */
  readonly bjdTdb: number;
  /** Airmass at mid-exposure; NaN where unknown. */
  readonly airmass: number;
  /** Flux of the target relative to the ensemble; NaN where missing. */
  readonly flux: number;
  /** 1-sigma error of `flux`. */
  readonly fluxErr: number;
  /** Bits of {@link SourceFlag}. */
  readonly flags: number;
}

/** Settings of `Measurements.differential`. */
export interface DifferentialOptions {
  /** Position of the target star: pixels of the reference frame, or sky. The nearest measured star is used. */
  readonly target: PixelPosition | SkyPosition;
  /** The radius to use, one of those measured, or `'best'`: the one with the smallest scatter. Default: the only one, else `'best'`. */
  readonly radius?: number | 'best';
  /** The filter to keep, as `series.table` names it; `''` is an unknown one. Default: the only one; frames of several are refused. */
  readonly filter?: string;
  /** Comparison stars: positions, numbers of measured stars, or `'auto'` (default). */
  readonly comparisons?: Positions | readonly number[] | 'auto';
  /**
   * Frames whose median flux is set to 1: `row => row.bjdTdb < 2460828.695`. Default: all clear frames. If that median is
   * not above 3 times its error, the median of the fluxes above 5 times theirs is set to 1; if there is none, the curve is
   * not normalised. Both are problems of the curve, of the kind `target-faint`.
   */
  readonly reference?: (row: LightCurvePoint) => boolean;
  /** Weights of the comparisons: `'scatter'` (default for `'auto'`) or `'sum'` of fluxes (default for a given list). */
  readonly weights?: 'scatter' | 'sum';
  /** In a frame where a comparison is missing: `'rescale'` the others (default) or `'drop'` the frame's flux. */
  readonly missing?: 'rescale' | 'drop';
  /** Maximum distance of the measured star from the target position [px]. Default: twice the FWHM, at least 4. */
  readonly tolerance?: number;
  /** Maximum number of comparisons that `'auto'` chooses. Default 10. */
  readonly maxComparisons?: number;
  /** Maximum difference between comparison and target in `colour`, if the positions have it [mag]. Default 0.5. */
  readonly maxColourDifference?: number;
}

/** A differential curve with every choice that was made. */
export interface DifferentialCurve {
  /** Index of the target among the measured stars. */
  readonly target: number;
  /** Its position on the sky; NaN if unknown. */
  readonly position: SkyPosition;
  /** Label of the radius used. */
  readonly label: string;
  /** The scatter at each radius, if the best one was searched for. */
  readonly radii: readonly RadiusScatter[];
  readonly curve: EnsembleCurve;
  readonly mag: Float64Array;
  readonly magErr: Float64Array;
  readonly jdUtcMid: Float64Array;
  readonly bjdTdb: Float64Array;
  /** Bits of SourceFlag of target and frame. */
  readonly flags: Int32Array;
  readonly clouds: CloudReport;
  /** Indices of the comparison stars. */
  readonly comparisons: readonly number[];
  /** Index of the check star; null if there is none. */
  readonly check: number | null;
  /** The check star relative to the comparisons; null if there is none. */
  readonly checkCurve: EnsembleCurve | null;
  /** Why each of the other stars was chosen or rejected; of a given list, what became of its stars. */
  readonly verdicts: readonly CandidateVerdict[];
  /** Weights of the comparisons. */
  readonly weights: 'scatter' | 'sum';
  /** What was noticed: a comparison that varies, a target that is not seen. */
  readonly problems: Problems;
}

/**
 * The differential light curve of a star.
 *
 * Frames of mixed exposures are compared by their fluxes in the median exposure. Where a comparison leaves the others by far
 * more than its errors, it does not count; one that does so for longer is not chosen.
 *
 * @throws PhotometryError `target-not-found` if no measured star is at the target, or it is in none of the frames;
 *   `no-stars` if no comparison is left; `bad-argument` for a radius that was not measured
 */
export function differentialCurve(
  measured: StarMatrices,
  facts: SeriesFacts,
  options: DifferentialOptions,
): DifferentialCurve {
  const target = findTarget(measured, facts, options);
  const matrices = withoutUseless(atCommonExposure({ matrices: measured, facts }), target);
  const { reference, missing = 'rescale' } = options;
  const judged = matrices.radii[requestedRadius(matrices, options.radius) ?? matrices.radii.length >> 1];
  const airmass = facts.frames.map(frame => frame.airmass);
  const { clouds, trusted, choice, disagreeing } = judgeFrames(judged, target, airmass, frames =>
    chooseOrTake(judged, matrices, facts, options, target, frames),
  );
  const radii = matrices.radii.map(radius => withoutLeaving(radius, choice));
  const weights =
    options.weights ?? (options.comparisons === undefined || options.comparisons === 'auto' ? 'scatter' : 'sum');
  const common = { target, comparisons: choice.comparisons, weights, missing, trusted };
  const best = requestedRadius(matrices, options.radius) === null ? bestRadius(radii, common) : null;
  const used = radii[best?.index ?? matrices.radii.indexOf(judged)];

  const position = targetPosition(facts, target, options.target);
  const jdUtcMid = Float64Array.from(facts.frames, frame => frame.jdUtcMid);
  const bjd = barycentricTimes(facts, position, jdUtcMid);
  const plain = ensemblePhotometry(used.flux, used.fluxErr, common);
  const imprecise = impreciseFlags(plain);
  const flags = plain.flags.map(
    (bits, f) =>
      bits |
      clouds.flags[f] |
      matrices.flags[target][f] |
      imprecise[f] |
      (disagreeing[f] === 1 ? SourceFlag.comparisonsDisagree : 0),
  );
  const curve = reference
    ? ensemblePhotometry(used.flux, used.fluxErr, {
        ...common,
        reference: facts.frames.map(({ file }, f) =>
          reference({
            file,
            jdUtcMid: jdUtcMid[f],
            bjdTdb: bjd[f],
            airmass: airmass[f],
            flux: plain.flux[f],
            fluxErr: plain.fluxErr[f],
            flags: flags[f],
          }),
        ),
      })
    : plain;
  const checkCurve =
    choice.check !== null ? ensemblePhotometry(used.flux, used.fluxErr, { ...common, target: choice.check }) : null;
  return {
    target,
    position,
    label: used.label,
    radii: best?.radii ?? [],
    curve,
    ...magnitudesOf(curve.scale === 'none' ? curve.flux.map(() => Number.NaN) : curve.flux, curve.fluxErr),
    jdUtcMid,
    bjdTdb: bjd,
    flags,
    clouds,
    comparisons: choice.comparisons,
    check: choice.check,
    checkCurve,
    verdicts: choice.verdicts,
    weights,
    problems: [
      ...disagreementProblems(choice),
      ...departureProblems(choice, facts),
      ...contradictionProblems(choice, facts),
      ...faintTargetProblems(target, curve),
    ],
  };
}

/** Index of the requested radius; null if the best one is to be found. */
function requestedRadius({ radii }: StarMatrices, radius: number | 'best' | undefined): number | null {
  if (radius === undefined && radii.length === 1) return 0;
  if (radius === undefined || radius === 'best') return null;
  const index = radii.findIndex(({ label }) => label === String(radius) || label === `${radius}fwhm`);
  if (index < 0)
    throw new PhotometryError(
      'bad-argument',
      `radius ${String(radius)} was not measured; measured radii: ${radii.map(({ label }) => label).join(', ')}. Choose one of them, or 'best'`,
      { radius, measured: radii.map(({ label }) => label) },
    );
  return index;
}

/** Maximum distance of a measured star from the given position [px]. */
function toleranceOf(facts: SeriesFacts, options: DifferentialOptions): number {
  const widths = facts.fwhm.filter(width => width > 0);
  return options.tolerance ?? Math.max(4, 2 * (widths.length > 0 ? Math.min(...widths) : 0));
}

/** The measured star nearest to a position, with its distance. */
function nearestStar({ x, y }: PixelPositions, at: PixelPosition): { star: number; distance: number } {
  let star = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (let k = 0; k < x.length; k++) {
    const here = Math.hypot(x[k] - at.x, y[k] - at.y);
    if (here < distance) {
      distance = here;
      star = k;
    }
  }
  return { star, distance };
}

function findTarget(matrices: StarMatrices, facts: SeriesFacts, options: DifferentialOptions): number {
  const target = options.target as Partial<PixelPosition & SkyPosition> | undefined;
  const inPixels = Number.isFinite(target?.x) && Number.isFinite(target?.y);
  if (!inPixels && !(Number.isFinite(target?.ra) && Number.isFinite(target?.dec)))
    throw new PhotometryError(
      'bad-argument',
      `differential() needs target: { x, y } in pixels of the reference frame, or { ra, dec } in degrees; got ${quoted(target)}`,
      { target },
    );
  const at = inPixels ? { x: target!.x!, y: target!.y! } : facts.sky.requireWcs().skyToPixel(target!.ra!, target!.dec!);
  const words = inPixels
    ? `(${at.x.toFixed(1)}, ${at.y.toFixed(1)})`
    : `RA ${target!.ra}, Dec ${target!.dec}, pixel (${at.x.toFixed(1)}, ${at.y.toFixed(1)}) of the reference frame,`;
  const { star, distance } = nearestStar(facts.stars, at);
  const outside = !(at.x > -0.5 && at.y > -0.5 && at.x < facts.width - 0.5 && at.y < facts.height - 0.5);
  if (star < 0 || !(distance <= toleranceOf(facts, options)))
    throw new PhotometryError(
      'target-not-found',
      `no measured star is at the target ${words}${outside ? ' which is outside the reference frame' : ''}: ` +
        (star < 0
          ? 'no star was measured'
          : `the nearest is star ${star} at (${facts.stars.x[star].toFixed(1)}, ${facts.stars.y[star].toFixed(1)}), ${distance.toFixed(1)} px away`) +
        '. Check the position, or add it to the positions given to measure()',
      { target, nearest: star, distance },
    );
  if (!matrices.radii.some(({ flux }) => Array.prototype.some.call(flux[star], Number.isFinite)))
    throw new PhotometryError(
      'target-not-found',
      `the target, star ${star} at ${words}${outside ? ' outside the reference frame,' : ''} could be measured in none of the ` +
        `${facts.frames.length} frames (first: ${facts.frames[0]?.file}): ` +
        (outside ? 'check its position' : 'look at its flags, describeFlags(row.flags), which say why'),
      { target, star },
    );
  return star;
}

/** The comparisons given, or those chosen. */
function chooseOrTake(
  judged: RadiusFluxes,
  matrices: StarMatrices,
  facts: SeriesFacts,
  options: DifferentialOptions,
  target: number,
  trusted: readonly boolean[],
): ComparisonChoice {
  const { comparisons = 'auto', maxComparisons = 10, maxColourDifference } = options;
  const stars = {
    flux: judged.flux,
    fluxErr: judged.fluxErr,
    flags: matrices.flags,
    x: facts.stars.x,
    y: facts.stars.y,
    width: facts.width,
    height: facts.height,
    ...(facts.colour ? { colour: facts.colour } : {}),
  };
  const choice = { target, trusted, maxComparisons, maxColourDifference };
  if (comparisons === 'auto') return chooseComparisons(stars, choice);
  return takeComparisons(stars, givenComparisons(comparisons, facts, options, target), choice);
}

function givenComparisons(
  comparisons: Positions | readonly number[],
  facts: SeriesFacts,
  options: DifferentialOptions,
  target: number,
): number[] {
  if (Array.isArray(comparisons) && comparisons.length > 0 && comparisons.every(star => typeof star === 'number'))
    return (comparisons as readonly number[]).map(star => requireMeasured(star, facts));
  const { x, y } = toPixelPositions(comparisons as Positions, 'differential', () => facts.sky.requireWcs());
  if (x.length === 0)
    throw new PhotometryError(
      'no-stars',
      "differential() got an empty list of comparisons: give at least one, or 'auto'",
    );
  return Array.from(x, (_, k) => {
    const { star, distance } = nearestStar(facts.stars, { x: x[k], y: y[k] });
    if (star < 0 || !(distance <= toleranceOf(facts, options)))
      throw new PhotometryError(
        'no-stars',
        `comparison ${k} at (${x[k].toFixed(1)}, ${y[k].toFixed(1)}) is not a measured star; the nearest, star ${star}, is ` +
          `${distance.toFixed(1)} px away: add the position to those given to measure()`,
        { comparison: k, distance },
      );
    if (star === target)
      throw new PhotometryError(
        'bad-argument',
        `comparison ${k} at (${x[k].toFixed(1)}, ${y[k].toFixed(1)}) is the target itself`,
        {
          comparison: k,
        },
      );
    return star;
  });
}

/** Checks the index of a measured star. */
function requireMeasured(star: number, { stars }: SeriesFacts): number {
  const count = stars.x.length;
  if (Number.isInteger(star) && star >= 0 && star < count) return star;
  throw new PhotometryError(
    'bad-argument',
    `comparison ${star} is not a measured star: stars are numbered from 0 to ${count - 1}, in the order given to measure()`,
    { comparison: star, stars: count },
  );
}

/** The target's sky position: as given, else from the WCS, else from the telescope's pointing. */
function targetPosition(facts: SeriesFacts, target: number, given: PixelPosition | SkyPosition): SkyPosition {
  if ('ra' in given && Number.isFinite(given.ra)) return { ra: given.ra, dec: given.dec };
  if (facts.sky.known) return facts.sky.pixelToSky(facts.stars.x[target], facts.stars.y[target]);
  const pointed = facts.frames.find(({ ra, dec }) => Number.isFinite(ra) && Number.isFinite(dec));
  if (!pointed) return { ra: Number.NaN, dec: Number.NaN };
  warnOnce(
    'No frame has a WCS: bjdTdb is computed for the pointing of the telescope (RA, DEC of the header), which may be off by ' +
      'a second or two. Give target: { ra, dec } for the exact time.',
  );
  return { ra: pointed.ra, dec: pointed.dec };
}

/** BJD_TDB of each frame; NaN, with a warning, where site, target or time is unknown. */
function barycentricTimes(facts: SeriesFacts, position: SkyPosition, jdUtcMid: Float64Array): Float64Array {
  const times = jdUtcMid.map((jd, f) => {
    const site = facts.sites[f];
    if (!site || !Number.isFinite(jd) || !Number.isFinite(position.ra + position.dec)) return Number.NaN;
    return bjdTdb(instantFromJd(jd, 'utc'), position, site);
  });
  if (times.some(Number.isNaN))
    warnOnce(
      'bjdTdb is NaN in frames whose site, time or target position is unknown; use jdUtcMid for them. ' +
        'Give target: { ra, dec }, and see the site column of series.table.',
    );
  return times;
}

/** Flags of fluxes that cannot be used in a light curve: part of the aperture is missing. */
export const UNUSABLE_FLUX: number = SourceFlag.truncated | SourceFlag.offImage;
