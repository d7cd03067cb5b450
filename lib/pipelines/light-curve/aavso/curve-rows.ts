/**
 * The rows of a light curve that can be reported.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { suggestion } from '../../../core/nearest-names.js';
import { warnOnce } from '../../../core/warn-once.js';
import { DOUBTFUL } from '../../../frame/source-flags.js';
import type { TableData } from '../../../table/column/table-data.js';

/** One row of a curve. */
export interface CurveRow {
  readonly file: string;
  readonly jdUtcMid: number;
  readonly bjdTdb: number;
  readonly flux: number;
  readonly fluxErr: number;
  readonly airmass: number;
}

const NEEDED = ['file', 'jdUtcMid', 'bjdTdb', 'flux', 'fluxErr', 'airmass', 'flags'] as const;

/** The rows that are right within their errors, and how many are not. */
interface ReportedRows {
  readonly rows: readonly CurveRow[];
  readonly leftOut: number;
}

/** What a report needs of its rows. */
interface RowNeeds {
  readonly time: 'jdUtcMid' | 'bjdTdb';
  readonly needsErrors: boolean;
}

/**
 * The rows with a flux above 0, a time and no flag of `DOUBTFUL`, and with an error if that is needed, in their order; a warning
 * tells how many are not.
 *
 * @throws PhotometryError `missing-column` if the curve lost a column; `no-frames` if no row is left
 */
export function reportedRows(data: TableData, { time, needsErrors }: RowNeeds): ReportedRows {
  const column = (name: (typeof NEEDED)[number]): ArrayLike<unknown> => {
    const found = data.stored.get(name);
    if (found !== undefined) return found.values as ArrayLike<unknown>;
    const names = [...data.stored.keys()];
    throw new PhotometryError(
      'missing-column',
      `the report needs the column ${name} of the light curve, which it no longer has${suggestion(name, names)}`,
      { column: name },
    );
  };
  const columns = Object.fromEntries(NEEDED.map(name => [name, column(name)])) as Record<string, ArrayLike<unknown>>;
  const all = Array.from({ length: data.length }, (_, row) => ({
    file: columns.file[row] as string,
    jdUtcMid: columns.jdUtcMid[row] as number,
    bjdTdb: columns.bjdTdb[row] as number,
    flux: columns.flux[row] as number,
    fluxErr: columns.fluxErr[row] as number,
    airmass: columns.airmass[row] as number,
    flags: columns.flags[row] as number,
  }));
  const rows = all.filter(
    row =>
      row.flux > 0 && (row.fluxErr > 0 || !needsErrors) && Number.isFinite(row[time]) && (row.flags & DOUBTFUL) === 0,
  );
  const leftOut = all.length - rows.length;
  if (rows.length === 0)
    throw new PhotometryError(
      'no-frames',
      `no row of the light curve can be reported: all ${all.length} are doubtful, not above the sky${needsErrors ? ', without an error (is the gain known?)' : ''}, or without ${time}`,
    );
  if (leftOut > 0)
    warnOnce(
      `${leftOut} of ${all.length} rows of the light curve are not in the AAVSO report: they are doubtful, not above the sky${needsErrors ? ', or without an error' : ''}`,
    );
  return { rows, leftOut };
}
