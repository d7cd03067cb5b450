/**
 * What is drawn over a frame.
 *
 * @module
 */

/** A circle to draw on the picture. */
export interface Overlay {
  /** Centre along x [px]. */
  readonly x: number;
  /** Centre along y [px]. */
  readonly y: number;
  /** Radius of the aperture [px]. Default 6. */
  readonly radius?: number;
  /** Inner and outer radius of the sky annulus [px]. Default none. */
  readonly annulus?: readonly [number, number];
  /** Text next to it; left out if it would overlap another. */
  readonly label?: string;
  /** Any CSS colour. Default by kind. */
  readonly colour?: string;
}
