/**
 * Messages between a series and its threads: plain data, with large arrays on shared memory.
 *
 * @module
 */
import type { Image, Precision } from '../../../frame/image.js';
import type { Telescope } from '../../../frame/telescopes/entries/telescope.js';
import type { CalibrateOptions } from '../../../reduce/calibrate/calibrate.js';
import type { CombineTarget, StripFrame, StripRule } from '../../../reduce/combine/pixels/combine-strip.js';
import type { FrameTasks, FrameVerb } from '../../frames/frame-tasks.js';
import type { FrameReduction, FrameSource } from '../../frames/series-plan.js';
import type { PlainError } from './plain-error.js';
import type { Plain } from './shared-image.js';

/** A reduction as plain data; images are sent as plain copies. */
export interface PlainCalibration {
  /** All options that are not images. */
  readonly options: Omit<CalibrateOptions, 'bias' | 'dark' | 'flat'>;
  readonly images: { readonly [K in 'bias' | 'flat' | 'badPixels']?: Plain<Image> };
  /** The master darks; undefined for a reduction without. */
  readonly darks: readonly Plain<Image>[] | undefined;
}

/** How the frames of a series are read and reduced. Sent to a thread once, before its first frame. */
export interface SessionMessage {
  readonly kind: 'session';
  readonly session: number;
  readonly calibrations: readonly PlainCalibration[];
  readonly precision: Precision;
  /** Memory limit of this thread for reduced frames [byte]. */
  readonly cacheLimit: number;
  /** Telescopes that the user has registered. */
  readonly telescopes: readonly Telescope[];
}

/** One task for one frame. */
export type FrameMessage<V extends FrameVerb = FrameVerb> = {
  [K in V]: {
    readonly kind: 'frame';
    readonly job: number;
    readonly session: number;
    /** Number of the frame in its session. */
    readonly frame: number;
    readonly source: FrameSource;
    /** Which of the session's reductions apply to it; absent: all. */
    readonly reduction?: FrameReduction;
    readonly verb: K;
    readonly ask: FrameTasks[K]['ask'];
  };
}[V];

/** Some rows of a combination; all arrays are on shared memory. */
export interface RowsMessage {
  readonly kind: 'rows';
  readonly job: number;
  readonly frames: readonly StripFrame[];
  readonly rule: StripRule;
  readonly out: CombineTarget;
}

/** What the main thread sends to a worker. */
export type ToWorker =
  | SessionMessage
  | FrameMessage
  | RowsMessage
  | { readonly kind: 'forget'; readonly session: number };

/** What a worker sends to the main thread. */
export type FromWorker =
  | { readonly job: number; readonly answer: unknown }
  | { readonly job: number; readonly error: PlainError };
