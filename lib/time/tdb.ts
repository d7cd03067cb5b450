/**
 * Barycentric Dynamical Time: how it swings about Terrestrial Time in the course of the year.
 *
 * @module
 */

/**
 * TDB - TT for an observer at the centre of the Earth [s], good to 10 microseconds in 1600 to 2200.
 *
 * Seven terms of the Fairhead-Bretagnon series; a site on the ground adds at most 2 microseconds.
 *
 * @param jdTt the Julian date in TT (or TDB: the difference does not matter here)
 * @see Kaplan, G. H. 2005, USNO Circular 179, eq. 2.6; Fairhead, L. & Bretagnon, P. 1990, A&A 229, 240
 * @example tdbMinusTt(2451545) // -9.93e-5
 */
export function tdbMinusTt(jdTt: number): number {
  const centuries = (jdTt - 2451545) / 36525;
  return (
    0.001657 * Math.sin(628.3076 * centuries + 6.2401) +
    0.000022 * Math.sin(575.3385 * centuries + 4.297) +
    0.000014 * Math.sin(1256.6152 * centuries + 6.1969) +
    0.000005 * Math.sin(606.9777 * centuries + 4.0212) +
    0.000005 * Math.sin(52.9691 * centuries + 0.4444) +
    0.000002 * Math.sin(21.3299 * centuries + 5.5431) +
    0.00001 * centuries * Math.sin(628.3076 * centuries + 4.249)
  );
}
