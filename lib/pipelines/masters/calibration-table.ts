/**
 * What each frame of a series is reduced with, as a table.
 *
 * @module
 */
import type { Image } from '../../frame/image.js';
import type { CalibrateOptions } from '../../reduce/calibrate/calibrate.js';
import { darksOf, pickDark } from '../../reduce/calibrate/darks/dark-choice.js';
import { SAME_EXPOSURE } from '../../reduce/calibrate/masters.js';
import { isBiasSubtracted } from '../../reduce/state.js';
import { Table } from '../../table/table.js';
import { calibrationsOf, type SeriesPlan } from '../frames/series-plan.js';

/** What one frame is reduced with. */
export interface CalibrationColumns {
  /** The frame's file name. */
  file: string;
  /** The bias: its file, or `bias of 9 frames`; empty if there is none. */
  bias: string;
  /** The dark: its file, or `dark of 9 frames, 60 s`; or the two between which is interpolated; empty if there is none. */
  dark: string;
  /** The flat; empty if there is none. */
  flat: string;
  /** What the dark is multiplied by; NaN if there is none. */
  darkScale: number;
}

/** The table of a plan, one row per frame. */
export function calibrationTable(plan: SeriesPlan): Table<CalibrationColumns> {
  const rows = plan.frames.map(frame => {
    const steps = calibrationsOf(frame, plan);
    const bias = steps.find(step => step.bias)?.bias;
    const flat = steps.find(step => step.flat)?.flat;
    const withDark = steps.find(step => step.dark);
    const dark = withDark ? darkOf(frame.facts.exptime, withDark) : { label: '', scale: NaN };
    return {
      file: frame.facts.file,
      bias: bias ? labelOf('bias', bias) : '',
      dark: dark.label,
      flat: flat ? labelOf('flat', flat) : '',
      scale: dark.scale,
    };
  });
  return Table.fromColumns<CalibrationColumns>(
    {
      file: rows.map(({ file }) => file),
      bias: rows.map(({ bias }) => bias),
      dark: rows.map(({ dark }) => dark),
      flat: rows.map(({ flat }) => flat),
      darkScale: Float64Array.from(rows, ({ scale }) => scale),
    },
    {
      descriptions: {
        file: 'name of the file',
        bias: 'bias that is subtracted',
        dark: 'dark that is subtracted',
        flat: 'flat that is divided by',
        darkScale: 'what the dark is multiplied by',
      },
    },
  );
}

/** The dark that a frame of this exposure gets, and its factor. */
function darkOf(exptime: number, { dark, darkScaling = 'exposure', bias }: CalibrateOptions) {
  const darks = darksOf(dark!);
  const { nearest, pair, interpolated } =
    darks.length > 1 ? pickDark(exptime, darks, darkScaling) : { nearest: darks[0], interpolated: false };
  if (interpolated && pair)
    return { label: `between ${exposedLabelOf(pair.short)} and ${exposedLabelOf(pair.long)}`, scale: 1 };
  const ratio = exptime / nearest.exptime;
  const isWhole = Math.abs(ratio - 1) <= SAME_EXPOSURE && !isBiasSubtracted(nearest);
  const isUnscaled = darkScaling === 'none' || (isWhole && bias !== undefined);
  return { label: exposedLabelOf(nearest), scale: isUnscaled ? 1 : ratio };
}

function exposedLabelOf(dark: Image): string {
  return dark.path === '' ? `${labelOf('dark', dark)}, ${dark.exptime} s` : labelOf('dark', dark);
}

/** The file of a master, or the number of its frames. */
function labelOf(kind: string, master: Image): string {
  const file = master.path.split(/[\\/]/).at(-1) ?? '';
  if (file !== '') return file;
  const count = master.header.number('NCOMBINE');
  return Number.isFinite(count) ? `${kind} of ${count} frames` : kind;
}
