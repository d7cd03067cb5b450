/**
 * The work space in which a block of pixels is combined plane by plane.
 *
 * @module
 */
import { type PixelRun, pixelRun } from '../combine-method.js';

/** {@link BlockWork.usable} of a pixel that has to be combined by itself: one that is flagged, or without a finite value. */
export const SOME_UNKNOWN = -1;

/** Values and work space of a block; reused. */
export interface BlockWork {
  /** Pixels of a plane. */
  readonly stride: number;
  /** Value k of pixel p at `k * stride + p`. */
  readonly planes: Float64Array;
  /** Their variances, in the same order; undefined when they are not propagated. */
  readonly variances: Float64Array | undefined;
  /** Sum of the values of each pixel. */
  readonly sum: Float64Array;
  /** Not 0 where a frame's value is flagged. */
  readonly masked: Uint8Array;
  /** Number of values combined for each pixel; {@link SOME_UNKNOWN} where it is unknown and the value does not count. */
  readonly usable: Int32Array;
  /** The combined value of each pixel of the block. */
  readonly value: Float64Array;
  /** The variance of each of them. */
  readonly variance: Float64Array;
  readonly copy: Float64Array;
  readonly center: Float64Array;
  readonly spread: Float64Array;
  readonly run: PixelRun;
}

/** Room for a block of `n` planes of `stride` pixels. */
export function blockWork(n: number, stride: number, withVariances: boolean): BlockWork {
  return {
    stride,
    planes: new Float64Array((n + 1) * stride), // one more for paddedMedian
    variances: withVariances ? new Float64Array(n * stride) : undefined,
    sum: new Float64Array(stride),
    masked: new Uint8Array(stride),
    usable: new Int32Array(stride),
    value: new Float64Array(stride),
    variance: new Float64Array(stride),
    copy: new Float64Array((n + 1) * stride),
    center: new Float64Array(stride),
    spread: new Float64Array(stride),
    run: pixelRun(n, withVariances),
  };
}
