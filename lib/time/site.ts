/**
 * The position of a telescope on the Earth, and relative to its centre.
 *
 * @module
 */

/** A place on the Earth. */
export interface Site {
  /** Name of the observatory. */
  readonly name: string;
  /** Geodetic longitude, east positive [deg]. */
  readonly longitude: number;
  /** Geodetic latitude, WGS84, north positive [deg]. */
  readonly latitude: number;
  /** Height above the ellipsoid; above the sea is near enough [m]. */
  readonly height: number;
}

/** A vector in space: x, y, z. */
export type Vector = readonly [number, number, number];

/** Semi-major axis [m] and flattening of WGS84. */
const EQUATOR = 6378137;
const FLATTENING = 1 / 298.257223563;

/**
 * The place of a site in the frame that turns with the Earth [m]: z to the pole, x to longitude 0.
 *
 * @see Urban & Seidelmann 2013, Explanatory Supplement to the Astronomical Almanac, eq. 4.22
 */
export function geocentricPosition(site: Site): Vector {
  const latitude = (site.latitude * Math.PI) / 180;
  const longitude = (site.longitude * Math.PI) / 180;
  const squash = (1 - FLATTENING) ** 2;
  const normal = EQUATOR / Math.sqrt(Math.cos(latitude) ** 2 + squash * Math.sin(latitude) ** 2);
  const axial = (normal + site.height) * Math.cos(latitude);
  return [
    axial * Math.cos(longitude),
    axial * Math.sin(longitude),
    (normal * squash + site.height) * Math.sin(latitude),
  ];
}
