/**
 * Circular aperture photometry: the light of each star inside circles about it, less the sky.
 *
 * Pixel (0, 0) has its centre at x = 0, y = 0; x grows along a row. A pixel cut by the circle counts
 * by the area inside it, exactly, so the flux is smooth in the position.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { type ProvenanceStep, withStep } from '../core/provenance.js';
import { type Image, PixelFlag, UNUSABLE_PIXEL } from '../frame/image.js';
import { SourceFlag } from '../frame/source-flags.js';
import { Table } from '../table/table.js';
import { type AnnulusSky, createAnnulusSky, DEFAULT_SKY_RULE, measureAnnulus } from './annulus.js';
import type {
  ApertureColumns,
  MeasuredStarColumns,
  MultiApertureColumns,
  Radius,
  StarPositions,
} from './aperture-columns.js';
import { apertureVariance } from './aperture-errors.js';
import { type ApertureOptions, type ResolvedApertureOptions, resolveApertureOptions } from './aperture-options.js';
import { type CircleSums, createCircleSums, sumCircles } from './circle-sums.js';
import { findCrowded } from './crowding.js';
import { fluxSeconds, instrumentalMagnitudes } from './instrumental-magnitudes.js';
import { isSkyCrowded, quietSkyOf } from './sky-crowding.js';

/**
 * Measures the light in circles of one or several radii about each position.
 *
 * For each radius the flux is F = sum of w p - A m: pixel values p weighted by the part w of the
 * pixel inside the circle, A = sum of w, and m the sky per pixel. m is the median (or mean) of the
 * pixels with their centre in the annulus, clipped at 3 standard deviations about the median until
 * nothing changes. The errors are described at {@link ErrorModel}.
 *
 * A bad star is a row with NaN and flag bits, never an exception:
 * - an aperture over the edge sums what is there: `truncated`, and the area says how much;
 * - wholly off the image: flux NaN; a position off the image: `offImage`;
 * - an unusable pixel inside: flux NaN and `saturated` or `masked`, unless `allowMasked`;
 * - a hot pixel inside: `hotPixel`, the flux is kept;
 * - fewer than 10 usable annulus pixels: `noSky`, and flux NaN where the sky is to be subtracted;
 * - gain unknown and needed: `fluxErr` NaN and `unknownGain`, the flux is kept;
 * - another position of the list within `crowdedWithin`: `crowded`, the flux is kept;
 * - an annulus full of stars, whose median is well above the sky around it: `skyCrowded`, the flux is kept.
 *
 * Nothing is converted: fluxes are in the unit of the image (`adu`, `electron`, ...). Beside them are instMag =
 * -2.5 log10(flux / EXPTIME), without EXPTIME where the unit is a rate or a flux density, and its error magErr; both NaN
 * where the flux is not positive. With a `zeroPoint`, mag = instMag + zeroPoint: the light within the aperture, not all of it.
 *
 * @throws PhotometryError `bad-argument` for an invalid radius, annulus or other option,
 * `length-mismatch` if x and y differ in length
 * @see DaCosta, G. S. 1992, ASP Conf. Ser. 23, 90, for the method
 * @example
 * const stars = measureApertures(image, { x: [100.2], y: [57.9] }, { radii: [4, 6], annulus: [12, 18] });
 * stars.columns.flux_6[0];
 */
export function measureApertures(
  image: Image,
  positions: StarPositions,
  options: ApertureOptions & { readonly radius: number; readonly radii?: undefined },
): Table<ApertureColumns>;
export function measureApertures<const R extends readonly Radius[]>(
  image: Image,
  positions: StarPositions,
  options: ApertureOptions & { readonly radii: R; readonly radius?: undefined },
): Table<MultiApertureColumns<R>>;
export function measureApertures(
  image: Image,
  positions: StarPositions,
  options: ApertureOptions & { readonly radius?: number; readonly radii?: readonly Radius[] },
): Table<MeasuredStarColumns> {
  const { radius, radii } = options;
  if ((radius === undefined) === (radii === undefined))
    throw new PhotometryError('bad-argument', 'Give either radius: 6 or radii: [4, 6, 8], in pixels');
  if (positions.x.length !== positions.y.length)
    throw new PhotometryError(
      'length-mismatch',
      `x and y must have the same length, got ${positions.x.length} and ${positions.y.length}`,
    );
  const resolved = resolveApertureOptions(image, radii ?? [radius as number], options);
  const measured = measureStars(image, positions, resolved);
  return tableOf(image, measured, resolved, radius !== undefined);
}

/** The columns of all stars; `flux`, `fluxErr` and `area` have one array for each radius. */
interface MeasuredStars {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly flux: readonly Float64Array[];
  readonly fluxErr: readonly Float64Array[];
  readonly area: readonly Float64Array[];
  readonly sky: Float64Array;
  readonly skyStd: Float64Array;
  readonly skyArea: Float64Array;
  readonly peak: Float64Array;
  readonly flags: Int32Array;
}

/** Goes over the stars, lowest row first, so that neighbouring pixels are still in the cache. */
function measureStars(image: Image, positions: StarPositions, options: ResolvedApertureOptions): MeasuredStars {
  const n = positions.x.length;
  const perRadius = (): Float64Array[] => options.radii.map(() => new Float64Array(n));
  const out: MeasuredStars = {
    x: Float64Array.from(positions.x),
    y: Float64Array.from(positions.y),
    flux: perRadius(),
    fluxErr: perRadius(),
    area: perRadius(),
    sky: new Float64Array(n),
    skyStd: new Float64Array(n),
    skyArea: new Float64Array(n),
    peak: new Float64Array(n),
    flags: new Int32Array(n),
  };
  const crowded = findCrowded(out.x, out.y, options.crowdedWithin);
  const sums = createCircleSums(options.radii);
  const sky = createAnnulusSky(options.annulus?.[1] ?? 0);
  const quiet = options.annulus === null || n === 0 ? null : quietSkyOf(image);
  const withVariance = options.errorModel === 'variance';
  for (const star of rowOrder(out.y, image.height)) {
    const x = out.x[star];
    const y = out.y[star];
    sumCircles(image, x, y, withVariance, sums);
    if (options.annulus !== null)
      measureAnnulus(image, x, y, options.annulus[0], options.annulus[1], DEFAULT_SKY_RULE, sky);
    storeStar(image, star, sums, sky, options, out);
    if (crowded[star] === 1) out.flags[star] |= SourceFlag.crowded;
    if (options.annulus !== null && quiet !== null && isSkyCrowded(image, x, y, options.annulus, sky, quiet))
      out.flags[star] |= SourceFlag.skyCrowded;
  }
  return out;
}

/** Turns the sums of one star into its row. */
function storeStar(
  image: Image,
  star: number,
  sums: CircleSums,
  annulus: AnnulusSky,
  options: ResolvedApertureOptions,
  out: MeasuredStars,
): void {
  const { subtractSky, skyEstimator, allowMasked, errorModel } = options;
  const sky = skyEstimator === 'mean' ? annulus.mean : annulus.median;
  const noise = {
    sky,
    skyStd: annulus.std,
    skyCount: annulus.count,
    subtracted: subtractSky,
    estimator: skyEstimator,
    gain: image.gain,
    readNoise: image.readNoise,
  };
  out.sky[star] = sky;
  out.skyStd[star] = annulus.std;
  out.skyArea[star] = annulus.count;
  out.peak[star] = sums.peak;

  let flags = 0;
  const x = out.x[star];
  const y = out.y[star];
  if (!(x >= -0.5 && x <= image.width - 0.5 && y >= -0.5 && y <= image.height - 0.5)) flags |= SourceFlag.offImage;
  if (options.annulus !== null && Number.isNaN(sky)) flags |= SourceFlag.noSky;
  for (let k = 0; k < options.radii.length; k++) {
    flags |= apertureFlags(sums, k);
    const lost = sums.lostArea[k];
    const area = allowMasked ? sums.area[k] - lost : sums.area[k];
    const measurable = lost === 0 ? area > 0 : allowMasked && area > 1e-9;
    const flux = measurable ? sums.flux[k] - (subtractSky ? sky * area : 0) : NaN;
    const variance = apertureVariance(
      errorModel,
      {
        flux,
        area,
        squaredArea: sums.squaredArea[k],
        squaredFlux: sums.squaredFlux[k],
        variance: sums.variance[k],
      },
      noise,
    );
    out.area[k][star] = area;
    out.flux[k][star] = flux;
    out.fluxErr[k][star] = Number.isNaN(flux) ? NaN : Math.sqrt(variance);
    if (Number.isNaN(variance) && !Number.isNaN(flux) && Number.isNaN(image.gain)) flags |= SourceFlag.unknownGain;
  }
  out.flags[star] = flags;
}

/** Source flags of the k-th aperture: what the edge and the pixels inside it say. */
function apertureFlags(sums: CircleSums, k: number): number {
  const bits = sums.pixelFlags[k];
  let flags = sums.truncated[k] === 1 ? SourceFlag.truncated : 0;
  if ((bits & PixelFlag.saturated) !== 0) flags |= SourceFlag.saturated;
  if ((bits & UNUSABLE_PIXEL & ~PixelFlag.saturated) !== 0) flags |= SourceFlag.masked;
  if ((bits & PixelFlag.hot) !== 0) flags |= SourceFlag.hotPixel;
  return flags;
}

/** The indices of the positions, those of lower rows first (a counting sort). */
function rowOrder(y: Float64Array, height: number): Int32Array {
  const rowOf = (value: number): number => (value > 0 ? Math.min(height - 1, Math.floor(value)) : 0);
  const start = new Int32Array(height + 1);
  for (let i = 0; i < y.length; i++) start[rowOf(y[i]) + 1]++;
  for (let row = 0; row < height; row++) start[row + 1] += start[row];
  const order = new Int32Array(y.length);
  for (let i = 0; i < y.length; i++) order[start[rowOf(y[i])]++] = i;
  return order;
}

/** Makes the table with units, descriptions and provenance. */
function tableOf(
  image: Image,
  stars: MeasuredStars,
  options: ResolvedApertureOptions,
  single: boolean,
): Table<MeasuredStarColumns> {
  const columns: Record<string, Float64Array | Int32Array> = { x: stars.x, y: stars.y };
  const units: Record<string, string> = { x: 'px', y: 'px' };
  const descriptions: Record<string, string> = {
    x: 'position along a row, first pixel 0',
    y: 'position along a column, first pixel 0',
  };
  const add = (name: string, values: Float64Array | Int32Array, unit: string, description: string): void => {
    columns[name] = values;
    units[name] = unit;
    descriptions[name] = description;
  };
  const { zeroPoint } = options;
  const seconds = fluxSeconds(image);
  const net = options.subtractSky ? 'sky subtracted' : 'sky not subtracted';
  options.labels.forEach((label, k) => {
    const suffix = single ? '' : `_${label}`;
    const within = `within ${Number(options.radii[k].toFixed(3))} px`;
    add(`flux${suffix}`, stars.flux[k], image.unit, `light ${within}, ${net}`);
    add(
      `fluxErr${suffix}`,
      stars.fluxErr[k],
      image.unit,
      `1-sigma error of flux${suffix}, model '${options.errorModel}'`,
    );
    add(`area${suffix}`, stars.area[k], 'px^2', `area summed ${within}`);
    const { instMag, magErr } = instrumentalMagnitudes(stars.flux[k], stars.fluxErr[k], seconds);
    add(`instMag${suffix}`, instMag, 'mag', `-2.5 log10 of flux${suffix} for 1 s`);
    add(`magErr${suffix}`, magErr, 'mag', `1-sigma error of instMag${suffix}`);
    if (Number.isFinite(zeroPoint))
      add(
        `mag${suffix}`,
        instMag.map(value => value + zeroPoint),
        'mag',
        `instMag${suffix} + ${Number(zeroPoint.toFixed(4))}, light within the aperture`,
      );
  });
  add('sky', stars.sky, image.unit, `sky per pixel, clipped ${options.skyEstimator} of the annulus`);
  add('skyStd', stars.skyStd, image.unit, 'scatter of a sky pixel after clipping');
  add('skyArea', stars.skyArea, 'px^2', 'annulus pixels kept');
  add('peak', stars.peak, image.unit, 'largest pixel in the largest aperture, sky not subtracted');
  add('flags', stars.flags, '', 'bits of SourceFlag; 0 is clean');
  const step: ProvenanceStep = {
    verb: 'measureApertures',
    options: { ...options, stars: stars.x.length },
    citation: 'Howell 1989, PASP 101, 616',
  };
  return Table.fromEntries<MeasuredStarColumns>(columns, {
    units,
    descriptions,
    provenance: withStep(image.provenance, step),
  });
}
