/**
 * The kinds of problems. They are words of the interface: scripts act on them, so that one is never renamed.
 *
 * @module
 */

/** A kind of problem; docs/problems.md says of each what it means and what to do. */
export type ProblemCode =
  | 'unreadable-card'
  | 'unknown-unit'
  | 'long-exposure'
  | 'exposure-unknown'
  | 'gain-setting'
  | 'gain-unit'
  | 'saturation-card'
  | 'local-time'
  | 'unknown-time-scale'
  | 'time-contradiction'
  | 'reduced-julian-date'
  | 'stack-middle'
  | 'longitude-sign'
  | 'below-horizon'
  | 'hours-assumed'
  | 'pointing-contradiction'
  | 'several-images'
  | 'part-not-placed'
  | 'parts-overlap'
  | 'part-gain-unknown'
  | 'part-noise-unknown'
  | 'part-no-overscan'
  | 'part-wcs-differs'
  | 'primary-wcs'
  | 'colour-mosaic'
  | 'wcs-distortion'
  | 'dark-scaled-far'
  | 'dark-not-linear'
  | 'target-faint'
  | 'comparison-varies'
  | 'time-unknown'
  | 'no-master'
  | 'frame-not-aligned'
  | 'few-frames-used'
  | 'gain-unknown'
  | 'saturation-unknown'
  | 'saturation-found';
