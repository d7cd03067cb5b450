/**
 * How the light of a point source is spread over the pixels of Hubble's ACS/WFC, for the simulated count rates.
 *
 * Encircled energies are straight lines between the radii of the makers' table (STScI 2016): what the simulation takes
 * for the truth. It shares no code with the library that corrects for it.
 *
 * @module
 */

/** Radii [px of 0.05 arcsec], and the share of the light within each. */
const RADII = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 40] as const;
const SHARES = {
  F606W: [0, 0.328, 0.661, 0.795, 0.839, 0.866, 0.885, 0.896, 0.904, 0.91, 0.916, 0.947, 0.975],
  F814W: [0, 0.322, 0.611, 0.77, 0.83, 0.853, 0.871, 0.889, 0.901, 0.908, 0.914, 0.949, 0.972],
} as const;

/** The filters that are simulated. */
export type AcsFilter = keyof typeof SHARES;

/** The share of a star's light within `radius` of its centre [px]; beyond 40 px all that there is within. */
export function lightWithin(filter: AcsFilter, radius: number): number {
  const shares = SHARES[filter];
  for (let k = 1; k < RADII.length; k++) {
    if (radius > RADII[k]) continue;
    const part = (radius - RADII[k - 1]) / (RADII[k] - RADII[k - 1]);
    return shares[k - 1] + part * (shares[k] - shares[k - 1]);
  }
  return shares[shares.length - 1];
}

/** Rings that a neighbour's light is cut into. */
const RINGS = 160;

/**
 * The share of a star's light within `radius` of a point at `distance` from its centre [px].
 *
 * Each thin ring of its light lies in the circle with the part of its circumference that does.
 */
export function lightWithinAt(filter: AcsFilter, radius: number, distance: number): number {
  if (distance === 0) return lightWithin(filter, radius);
  let share = 0;
  for (let k = 0; k < RINGS; k++) {
    const [inner, outer] = [(40 * k) / RINGS, (40 * (k + 1)) / RINGS];
    const ring = (inner + outer) / 2;
    const cosine = (ring * ring + distance * distance - radius * radius) / (2 * ring * distance);
    const part = cosine <= -1 ? 1 : cosine >= 1 ? 0 : Math.acos(cosine) / Math.PI;
    share += part * (lightWithin(filter, outer) - lightWithin(filter, inner));
  }
  return share;
}
