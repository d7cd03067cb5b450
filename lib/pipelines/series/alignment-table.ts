/**
 * The alignment of a series as a table.
 *
 * @module
 */
import { frameCountText } from '../../core/frame-count.js';
import type { Quantity } from '../../table/column/quantity.js';
import { Table } from '../../table/table.js';
import type { SeriesPlan } from '../frames/series-plan.js';
import type { SeriesAlignment } from './align-series.js';
import { frameCountOf, leftOutFrames } from './left-out-frames.js';

/** How each frame is placed relative to the reference frame. */
export interface AlignmentColumns {
  /** The frame's file name. */
  file: string;
  /** Whether it takes part: frames that could not be aligned are left out. */
  used: boolean;
  /** Why it is left out; empty if it is used. */
  reason: string;
  /** The same as `used`. */
  aligned: boolean;
  /** Method: asterisms of stars, the WCS confirmed by stars, or none. */
  method: string;
  /** x of the reference frame's first pixel in this frame [px]; NaN if not aligned. */
  shiftX: Quantity<'px'>;
  /** y of the reference frame's first pixel in this frame [px]; NaN if not aligned. */
  shiftY: Quantity<'px'>;
  /** Rotation relative to the reference frame, from +x to +y [deg]. */
  rotation: Quantity<'deg'>;
  /** Scale relative to the reference frame; 1 is equal. */
  scale: number;
  /** Number of stars that agree with the transform. */
  matched: number;
  /** RMS scatter of the agreeing stars about the transform [px]. */
  rms: Quantity<'px'>;
  /** Number of stars detected. */
  stars: number;
  /** Median full width at half maximum [px]. */
  fwhm: Quantity<'px'>;
}

/** The table of an alignment, one row per frame of the plan. */
export function alignmentTable(plan: SeriesPlan, alignment: SeriesAlignment): Table<AlignmentColumns> {
  const { frames } = alignment;
  const number = (value: (frame: (typeof frames)[number]) => number): Float64Array => Float64Array.from(frames, value);
  return Table.fromColumns<AlignmentColumns>(
    {
      file: plan.frames.map(({ facts }) => facts.file),
      used: frames.map(({ transform }) => transform !== null),
      reason: frames.map(({ reason }) => reason),
      aligned: frames.map(({ transform }) => transform !== null),
      method: frames.map(({ method }) => method),
      shiftX: number(({ transform }) => transform?.tx ?? Number.NaN),
      shiftY: number(({ transform }) => transform?.ty ?? Number.NaN),
      rotation: number(({ transform }) =>
        transform ? (Math.atan2(transform.b, transform.a) * 180) / Math.PI : Number.NaN,
      ),
      scale: number(({ transform }) => (transform ? Math.hypot(transform.a, transform.b) : Number.NaN)),
      matched: Int32Array.from(frames, ({ matched }) => matched),
      rms: number(({ rms }) => rms),
      stars: Int32Array.from(frames, ({ starCount }) => starCount),
      fwhm: number(({ fwhm }) => fwhm),
    },
    {
      units: { shiftX: 'px', shiftY: 'px', rotation: 'deg', rms: 'px', fwhm: 'px' },
      problems: leftOutFrames(plan, alignment),
      notes: [`aligned ${frameCountText(frameCountOf(plan, alignment))}`],
    },
  ) as Table<AlignmentColumns>;
}
