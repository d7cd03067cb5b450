/**
 * The fraction of a point source's light within a radius, for the Wide Field Channel of Hubble's ACS.
 *
 * Fractions of the light within 5.5 arcsec, at twelve radii in pixels of 0.05 arcsec. Below 4 pixels they depend
 * on the focus of the day by several per cent; for red stars in F850LP and F892N on the star's colour as well
 * (Sirianni et al. 2005, PASP 117, 1049).
 *
 * @module
 * @see STScI, "ACS Aperture Corrections", tables of encircled energy after Bohlin 2016, AJ 152, 60
 */

/** Fractions of light by radius and filter. */
export interface EncircledEnergyTable {
  /** Instrument and channel. */
  readonly instrument: string;
  /** Version of the numbers; it is recorded in the provenance of corrected values. */
  readonly version: string;
  /** Paper or page that the numbers come from. */
  readonly citation: string;
  /** Size of the pixels that {@link radii} are in [arcsec]. */
  readonly pixelScale: number;
  /** Radii [px]. */
  readonly radii: readonly number[];
  /** By filter, the fraction within each of the radii. */
  readonly fractions: Readonly<Record<string, readonly number[]>>;
}

/** The filters of {@link ACS_WFC_ENCIRCLED_ENERGY}. */
export type AcsWfcFilter =
  | 'F435W'
  | 'F475W'
  | 'F502N'
  | 'F555W'
  | 'F550M'
  | 'F606W'
  | 'F625W'
  | 'F658N'
  | 'F660N'
  | 'F775W'
  | 'F814W'
  | 'F892N'
  | 'F850LP';

/** Encircled energies of ACS/WFC, thirteen filters. */
export const ACS_WFC_ENCIRCLED_ENERGY: EncircledEnergyTable = {
  instrument: 'ACS/WFC',
  version: 'STScI 2016',
  citation: 'STScI ACS aperture corrections; Bohlin 2016, AJ 152, 60',
  pixelScale: 0.05,
  radii: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 40],
  fractions: {
    F435W: [0.33, 0.663, 0.792, 0.839, 0.863, 0.877, 0.887, 0.895, 0.902, 0.907, 0.941, 0.979],
    F475W: [0.329, 0.67, 0.794, 0.842, 0.868, 0.883, 0.893, 0.901, 0.907, 0.912, 0.944, 0.979],
    F502N: [0.328, 0.67, 0.794, 0.842, 0.869, 0.884, 0.894, 0.902, 0.909, 0.914, 0.945, 0.978],
    F555W: [0.328, 0.668, 0.794, 0.841, 0.868, 0.885, 0.895, 0.903, 0.91, 0.915, 0.946, 0.977],
    F550M: [0.328, 0.666, 0.794, 0.84, 0.867, 0.885, 0.896, 0.904, 0.91, 0.915, 0.947, 0.976],
    F606W: [0.328, 0.661, 0.795, 0.839, 0.866, 0.885, 0.896, 0.904, 0.91, 0.916, 0.947, 0.975],
    F625W: [0.33, 0.655, 0.795, 0.838, 0.864, 0.884, 0.896, 0.904, 0.911, 0.916, 0.948, 0.974],
    F658N: [0.331, 0.651, 0.794, 0.838, 0.863, 0.883, 0.896, 0.904, 0.911, 0.916, 0.948, 0.973],
    F660N: [0.331, 0.65, 0.794, 0.838, 0.863, 0.883, 0.896, 0.904, 0.911, 0.916, 0.948, 0.973],
    F775W: [0.329, 0.625, 0.783, 0.836, 0.858, 0.877, 0.894, 0.904, 0.91, 0.916, 0.949, 0.972],
    F814W: [0.322, 0.611, 0.77, 0.83, 0.853, 0.871, 0.889, 0.901, 0.908, 0.914, 0.949, 0.972],
    F892N: [0.278, 0.546, 0.705, 0.787, 0.818, 0.84, 0.86, 0.877, 0.889, 0.897, 0.942, 0.97],
    F850LP: [0.268, 0.532, 0.69, 0.776, 0.81, 0.833, 0.853, 0.871, 0.884, 0.893, 0.94, 0.97],
  } satisfies Readonly<Record<AcsWfcFilter, readonly number[]>>,
};
