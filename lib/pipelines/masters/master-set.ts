/**
 * The masters of a night, with the calibration frames and the lights that they were made for.
 *
 * @module
 */
import type { CalibrateOptions } from '../../reduce/calibrate/calibrate.js';
import type { CombineOptions } from '../../reduce/combine/combine.js';
import type { SeriesFrame } from '../frames/series-plan.js';
import type { Master, MasterGroup } from './master-groups.js';

/** How masters are made. */
export interface MasterOptions
  extends Pick<CombineOptions, 'method' | 'clip' | 'reject'>,
    Pick<CalibrateOptions, 'overscan' | 'trim' | 'maxTemperatureDifference'> {}

/** The masters of a night. */
export interface MasterSet {
  readonly masters: readonly Master[];
  /** For each master, the number of lights that it is used for. */
  readonly usedBy: readonly number[];
  /** All groups of calibration frames, those that no light needs as well. */
  readonly groups: readonly MasterGroup[];
  /** The lights of the night. */
  readonly lights: readonly SeriesFrame[];
  readonly options: MasterOptions;
}
