/**
 * The share of a point source's light inside a radius, from the tables of an instrument's makers.
 *
 * Between the radii of a table the fraction is linear, from 0 at radius 0: the rule is plain, never overshoots, and
 * grows with the radius as light must.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { suggestion } from '../core/nearest-names.js';
import { ACS_WFC_ENCIRCLED_ENERGY, type AcsWfcFilter, type EncircledEnergyTable } from './acs-wfc-encircled-energy.js';

/** The tables there are, by instrument. */
const TABLES: readonly EncircledEnergyTable[] = [ACS_WFC_ENCIRCLED_ENERGY];

/** Instrument and filter of an encircled energy. */
export interface PointSource {
  /** Instrument and channel: `ACS/WFC`. */
  readonly instrument: 'ACS/WFC' | (string & {});
  /** Filter: `F606W`; capitals do not matter. */
  readonly filter: AcsWfcFilter | (string & {});
}

/** A radius [arcsec], or one in pixels; of 0.05 arcsec, as the instrument's own, unless `pixelScale` says otherwise. */
export type RadiusInput = number | { readonly pixels: number; readonly pixelScale?: number };

/** What {@link encircledEnergy} is asked. */
export interface EncircledEnergyInput extends PointSource {
  /** The radius of an encircled energy. */
  readonly radius: RadiusInput;
}

/**
 * The share of a point source's light within a radius, 0 to 1; of the light within 5.5 arcsec.
 *
 * @throws PhotometryError `bad-argument` for an instrument, filter or radius outside the table, with what it has
 * @example
 * encircledEnergy({ instrument: 'ACS/WFC', filter: 'F606W', radius: 0.5 });           // 0.916
 * encircledEnergy({ instrument: 'ACS/WFC', filter: 'F606W', radius: { pixels: 4 } }); // 0.839
 */
export function encircledEnergy({ instrument, filter, radius }: EncircledEnergyInput): number {
  const table = encircledEnergyTable(instrument);
  const fractions = fractionsOf(table, filter);
  const pixels = arcsecondsOf(radius, table) / table.pixelScale;
  const largest = table.radii[table.radii.length - 1];
  // a hair beyond the last radius is rounding: 2 arcsec are 40 pixels of 0.05
  if (!(pixels >= 0 && pixels <= largest * (1 + 1e-9))) throw outsideTable(table, filter, pixels);
  const next = Math.max(
    0,
    table.radii.findIndex(at => at >= Math.min(pixels, largest)),
  );
  const [from, to] = [next === 0 ? 0 : table.radii[next - 1], table.radii[next]];
  const [low, high] = [next === 0 ? 0 : fractions[next - 1], fractions[next]];
  return low + ((Math.min(pixels, largest) - from) / (to - from)) * (high - low);
}

/**
 * The radius that holds a share of the light [arcsec]: the inverse of {@link encircledEnergy}.
 *
 * @param fraction 0 to the largest share of the table (about 0.975)
 * @throws PhotometryError `bad-argument` for an instrument, filter or share outside the table
 * @example radiusOfEnergy({ instrument: 'ACS/WFC', filter: 'F606W', fraction: 0.839 }) // 0.2
 */
export function radiusOfEnergy({ instrument, filter, fraction }: PointSource & { readonly fraction: number }): number {
  const table = encircledEnergyTable(instrument);
  const fractions = fractionsOf(table, filter);
  const most = fractions[fractions.length - 1];
  if (!(fraction >= 0 && fraction <= most))
    throw new PhotometryError(
      'bad-argument',
      `${table.instrument} ${filter}: the table knows radii for shares of the light from 0 to ${most}, got ${fraction}`,
      { fraction, filter },
    );
  const next = fractions.findIndex(share => share >= fraction);
  const [from, to] = [next === 0 ? 0 : table.radii[next - 1], table.radii[next]];
  const [low, high] = [next === 0 ? 0 : fractions[next - 1], fractions[next]];
  return (from + ((fraction - low) / (high - low)) * (to - from)) * table.pixelScale;
}

/**
 * What to add to the magnitude of a point source within a radius so that it is that of all its light [mag]: negative.
 *
 * @throws PhotometryError as {@link encircledEnergy}; `bad-argument` for a radius of 0
 * @example apertureCorrection({ instrument: 'ACS/WFC', filter: 'F606W', radius: 0.5 }) // -0.095
 */
export function apertureCorrection(input: EncircledEnergyInput): number {
  const share = encircledEnergy(input);
  if (share > 0) return 2.5 * Math.log10(share);
  throw new PhotometryError('bad-argument', 'A radius of 0 contains no light to correct', { radius: 0 });
}

/**
 * The table of an instrument.
 *
 * @throws PhotometryError `bad-argument` naming the instruments there are
 */
export function encircledEnergyTable(instrument: string): EncircledEnergyTable {
  const plain = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const found = TABLES.find(table => plain(table.instrument) === plain(String(instrument)));
  if (found !== undefined) return found;
  const known = TABLES.map(table => table.instrument);
  throw new PhotometryError(
    'bad-argument',
    `There is no table of encircled energy for '${instrument}'${suggestion(String(instrument), known)}; there is one for ${known.join(', ')}`,
    { instrument, known },
  );
}

function fractionsOf(table: EncircledEnergyTable, filter: string): readonly number[] {
  const known = Object.keys(table.fractions);
  const name = String(filter).trim().toUpperCase();
  if (known.includes(name)) return table.fractions[name];
  throw new PhotometryError(
    'bad-argument',
    `${table.instrument} has no encircled energies for filter '${filter}'${suggestion(name, known)}; there are ${known.join(', ')}`,
    { filter, known },
  );
}

function arcsecondsOf(radius: RadiusInput, table: EncircledEnergyTable): number {
  if (typeof radius === 'number') return radius;
  const { pixels, pixelScale = table.pixelScale } = Object(radius) as Exclude<RadiusInput, number>;
  if (pixelScale > 0) return pixels * pixelScale;
  throw new PhotometryError('bad-argument', `A pixel scale is a positive number of arcsec, got ${pixelScale}`, {
    pixelScale,
  });
}

function outsideTable(table: EncircledEnergyTable, filter: string, pixels: number): PhotometryError {
  const last = table.radii[table.radii.length - 1];
  const largest = last * table.pixelScale;
  const radius = Number((pixels * table.pixelScale).toPrecision(9));
  return new PhotometryError(
    'bad-argument',
    `${table.instrument} ${filter}: the table goes from 0 to ${largest} arcsec (${last} pixels of ${table.pixelScale}), got a radius of ${radius} arcsec`,
    { filter, radius, largest },
  );
}
