/**
 * Measures the fraction of the light inside each aperture from bright isolated stars of the same table of count rates.
 *
 * Focus and pointing change the fraction inside small apertures from day to day; the stars themselves show it. They cannot
 * show what is beyond the largest aperture: that comes from the instrument's table.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type Provenance, withStep } from '../../core/provenance.js';
import { matchPixel } from '../../match/positions/match-pixel.js';
import { clippedStatistics, MAD_TO_SIGMA } from '../../math/clip.js';
import { medianInPlace } from '../../math/select.js';
import { usableMedian } from '../../math/usable-median.js';
import type { Quantity } from '../../table/column/quantity.js';
import { requireColumn, type TableData } from '../../table/column/table-data.js';
import { Table } from '../../table/table.js';
import { shareInside } from './correct-aperture.js';
import { finalPositions } from './gaia-columns.js';
import { columnFor, ratesOf } from './rate-columns.js';
import type { HstColumnNames, HstOptions } from './settings/hst-options.js';
import { areaOf, type HstSettings, hstSettings, wrong } from './settings/hst-settings.js';
import { subtractSky } from './subtract-sky.js';

/** Settings of {@link empiricalCorrection} in addition to those of `finalizeHst`. */
export interface EmpiricalCorrectionOptions<
  R extends readonly number[] = readonly number[],
  N extends HstColumnNames = HstColumnNames,
> extends HstOptions<R, N> {
  /** Radius that the others are compared with; its fraction of the light is the table's [px]. Default: the largest. */
  readonly referenceRadius?: number;
  /** Minimum signal-to-noise ratio within the reference radius of a bright star. Default 100. */
  readonly minSignalToNoise?: number;
  /**
   * A star is isolated if no other star of the table with more than a hundredth of its light is closer than this [px]. 0
   * accepts all stars. Default: the outer radius of the sky annulus plus the reference radius.
   */
  readonly isolation?: number;
}

/** One row per radius. */
export interface EmpiricalColumns {
  /** Aperture radius [px]. */
  radius: Quantity<'px'>;
  /** Fraction of the light inside, from the stars. */
  share: number;
  /** 1-sigma error of `share`, from the median ratio to the reference radius. */
  share_err: number;
  /** Fraction of the light inside, from the instrument's table. */
  table_share: number;
  /** Number of stars used, after clipping. */
  stars: number;
}

/** The result of {@link empiricalCorrection}. */
export interface EmpiricalShares {
  /** One row per radius. */
  readonly table: Table<EmpiricalColumns>;
  /** The fractions by radius, for the option `apertureCorrection` of `finalizeHst`. */
  readonly shares: Readonly<Record<number, number>>;
  /** Rows of these stars in the table of count rates. */
  readonly rows: Int32Array;
}

/** Minimum number of stars of a sample. */
const MIN_STARS = 3;
/** Neighbours with a smaller fraction of a star's light are ignored. */
const FAINT = 0.01;

/**
 * The fraction of the light inside each radius: the 3-sigma clipped median, over bright isolated stars, of the ratio to the
 * reference radius.
 *
 * With `annulusCorrection` they are encircled energies, comparable with the instrument's table; without it they include the
 * loss of the plain formula at the reference radius. In either case, call `finalizeHst` with the same options.
 *
 * @throws PhotometryError `no-stars` if fewer than 3 stars are bright and isolated; `bad-argument` for a reference radius that
 *   is not one of `radii`, and without positions in pixels; otherwise as `subtractSky`
 */
export function empiricalCorrection(data: TableData, options: EmpiricalCorrectionOptions): EmpiricalShares {
  const settings = hstSettings({ ...options, apertureCorrection: 'table' });
  const { radii, annulus, instrument, filter, annulusCorrection } = settings;
  const { referenceRadius = Math.max(...radii), minSignalToNoise = 100 } = options;
  const { isolation = annulus[1] + referenceRadius } = options;
  if (!radii.includes(referenceRadius)) throw wrong('referenceRadius', `one of ${radii.join(', ')}`, referenceRadius);
  const net = subtractSky(data, options);
  const rates = (name: string): Float64Array => requireColumn(net, name).values as Float64Array;
  const reference = rates(`rate_${referenceRadius}`);
  const errors = rates(`rate_err_${referenceRadius}`);
  const rows = isolatedRows(data, coreLight(data, settings), isolation).filter(
    row => reference[row] / errors[row] >= minSignalToNoise,
  );
  if (rows.length < MIN_STARS)
    throw new PhotometryError(
      'no-stars',
      `Only ${rows.length} stars have a signal-to-noise ratio of at least ${minSignalToNoise} and no neighbour within ${isolation} px; ${MIN_STARS} are needed. Lower minSignalToNoise or isolation`,
      { stars: rows.length, minSignalToNoise, isolation },
    );
  const found = radii.map(radius => {
    const ratios = Float64Array.from(rows, row => rates(`rate_${radius}`)[row] / reference[row]);
    return shareFrom(medianRatio(ratios), radius, referenceRadius, settings);
  });
  const step = {
    verb: 'empiricalCorrection',
    options: { instrument, filter, radii, referenceRadius, minSignalToNoise, isolation, annulusCorrection, annulus },
    citation: 'Sirianni et al. 2005, PASP 117, 1049',
  };
  return {
    table: sharesTable(radii, found, withStep(net.provenance, step)),
    shares: Object.freeze(Object.fromEntries(radii.map((radius, k) => [radius, found[k].share]))),
    rows,
  };
}

/** The result for one radius. */
interface FoundShare {
  readonly share: number;
  readonly error: number;
  readonly tabulated: number;
  readonly stars: number;
}

function sharesTable(
  radii: readonly number[],
  found: readonly FoundShare[],
  provenance: Provenance,
): Table<EmpiricalColumns> {
  const columns = {
    radius: Float64Array.from(radii),
    share: Float64Array.from(found, ({ share }) => share),
    share_err: Float64Array.from(found, ({ error }) => error),
    table_share: Float64Array.from(found, ({ tabulated }) => tabulated),
    stars: Int32Array.from(found, ({ stars }) => stars),
  };
  return Table.fromEntries<EmpiricalColumns>(columns, { units: { radius: 'px' }, provenance, descriptions: TEXTS });
}

const TEXTS = {
  radius: 'Aperture radius',
  share: 'Fraction of the light inside, from the stars',
  share_err: '1-sigma error of share',
  table_share: "Share of the light inside, from the instrument's table",
  stars: 'Stars behind it',
};

/** Converts a ratio of rates to a fraction of the light: the reference radius has the table's, and the annulus took light from both. */
function shareFrom(
  { ratio, error, stars }: MedianRatio,
  radius: number,
  referenceRadius: number,
  settings: HstSettings,
): FoundShare {
  const tabulated = shareInside(radius, { ...settings, annulusCorrection: false });
  const taken = tabulated - shareInside(radius, settings);
  const factor = shareInside(referenceRadius, settings);
  return { share: ratio * factor + taken, error: error * factor, tabulated, stars };
}

/** The median of the ratios of rates, its error, and the number of stars used. */
interface MedianRatio {
  readonly ratio: number;
  readonly error: number;
  readonly stars: number;
}

function medianRatio(ratios: Float64Array): MedianRatio {
  const { median, n } = clippedStatistics(ratios, { spread: 'mad' });
  const deviations = ratios.map(ratio => Math.abs(ratio - median));
  const mad = medianInPlace(deviations, deviations.length);
  return { ratio: median, error: (MAD_TO_SIGMA * mad) / Math.sqrt(n), stars: n };
}

/**
 * The light within the smallest radius above the typical sky [electron/s]. The sky of the star's own annulus is not used,
 * because next to a bright star it contains that star's light.
 */
function coreLight(data: TableData, settings: HstSettings): Float64Array {
  const { radii, names } = settings;
  const radius = Math.min(...radii);
  const sky = names.back === null ? 0 : usableMedian(ratesOf(data, names.back, settings));
  return ratesOf(data, columnFor(names.countrate, radius), settings).map(rate => rate - sky * areaOf(radius));
}

/** Rows without a significant neighbour. */
function isolatedRows(data: TableData, light: Float64Array, isolation: number): Int32Array {
  const all = Int32Array.from({ length: data.length }, (_, row) => row);
  if (isolation === 0) return all;
  const { columns } = finalPositions(data);
  const [x, y] = ['x_center', 'y_center'].map(name => columns.get(name)!.values as Float64Array);
  if (data.length > 0 && !x.some(Number.isFinite))
    throw new PhotometryError(
      'bad-argument',
      'The isolation of stars is computed from x_center and y_center [px], which the table lacks. Add them, or set isolation: 0',
    );
  const { index1, index2 } = matchPixel(x, y, x, y, isolation, { mode: 'all' });
  const crowded = new Uint8Array(data.length);
  index1.forEach((row, k) => {
    const other = index2[k];
    if (other !== row && !(light[other] < FAINT * light[row])) crowded[row] = 1;
  });
  return all.filter(row => crowded[row] === 0 && Number.isFinite(x[row]) && Number.isFinite(y[row]));
}
