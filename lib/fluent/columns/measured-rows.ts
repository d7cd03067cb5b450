/**
 * Which star and frame each row of measurements belongs to, and what the rows say of the frames.
 *
 * Verbs may have changed any column since the series was measured, so nothing is taken for granted.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { SeriesFacts } from '../../pipelines/light-curve/star-matrices.js';
import type { TableData } from '../../table/column/table-data.js';
import { type LostColumns, neededNumbers } from './lost-columns.js';

/** Where each row belongs. */
export interface RowPlaces {
  /** Index of its star. */
  readonly star: Int32Array;
  /** Place of its frame among the measured ones. */
  readonly frame: Int32Array;
}

/** The measured series that the rows came from. */
interface MeasuredFrames {
  readonly starCount: number;
  /** Indices of the measured frames in the series. */
  readonly frames: readonly number[];
}

/**
 * Finds star and frame of each row.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a star or frame that was not measured, and for two rows of one
 *   star in one frame, such as a join with several matches makes
 */
export function placesOfRows(data: TableData, { starCount, frames }: MeasuredFrames, lost: LostColumns): RowPlaces {
  const placeOf = new Map(frames.map((number, place) => [number, place]));
  const stars = neededNumbers(data, 'star', 'differential', lost);
  const numbers = neededNumbers(data, 'frame', 'differential', lost);
  const star = new Int32Array(data.length);
  const frame = new Int32Array(data.length);
  const taken = new Uint8Array(starCount * frames.length);
  for (let row = 0; row < data.length; row++) {
    const place = placeOf.get(numbers[row]);
    if (place === undefined) throw notMeasured('frame', numbers[row], row);
    if (!(Number.isInteger(stars[row]) && stars[row] >= 0 && stars[row] < starCount))
      throw notMeasured('star', stars[row], row);
    star[row] = stars[row];
    frame[row] = place;
    const cell = star[row] * frames.length + place;
    if (taken[cell] === 1)
      throw new PhotometryError(
        'bad-argument',
        `differential() needs one row per star and frame, but star ${star[row]} has several in frame ${numbers[row]}: keep one, with unique('star', 'frame') or a join whose matches are unique`,
        { star: star[row], frame: numbers[row] },
      );
    taken[cell] = 1;
  }
  return { star, frame };
}

/** Rows of another series have the same numbers of frames, but other files. */
function requireSameFiles(data: TableData, frame: Int32Array, facts: SeriesFacts): void {
  const files = data.stored.get('file');
  if (files?.kind !== 'string') return;
  for (let row = 0; row < data.length; row++) {
    const { file } = facts.frames[frame[row]];
    if (files.values[row] !== file)
      throw new PhotometryError(
        'bad-argument',
        `differential() finds '${files.values[row]}' in row ${row}, where the series measured ${file}: rows of another series cannot be mixed in, and other names need a column of their own`,
        { row, file },
      );
  }
}

function notMeasured(what: 'star' | 'frame', value: number, row: number): PhotometryError {
  return new PhotometryError(
    'bad-argument',
    `differential() finds ${what} ${value} in row ${row}, which was not measured in this series: the column '${what}' must keep its numbers`,
    { [what]: value, row },
  );
}

/**
 * What is known of the frames, with times, airmasses, FWHMs, scintillation and names as the rows have them now. Where the
 * column was dropped, or a frame has no row, as measured.
 *
 * @throws PhotometryError `bad-argument` if the rows of one frame disagree, or name another file
 */
export function factsOfRows(data: TableData, { frame }: RowPlaces, facts: SeriesFacts): SeriesFacts {
  const perFrame = (name: string, known: readonly number[]): number[] => {
    if (!data.stored.has(name)) return [...known];
    const values = neededNumbers(data, name, 'differential', new Map());
    const found = [...known];
    const seen = new Uint8Array(known.length);
    for (let row = 0; row < values.length; row++) {
      const place = frame[row];
      if (seen[place] === 1 && !Object.is(found[place], values[row]))
        throw new PhotometryError(
          'bad-argument',
          `differential() takes '${name}' as that of the frame, but the rows of ${facts.frames[place].file} have ${found[place]} and ${values[row]}: give the new column another name`,
          { column: name },
        );
      found[place] = values[row];
      seen[place] = 1;
    }
    return found;
  };
  const times = perFrame(
    'jdUtcMid',
    facts.frames.map(({ jdUtcMid }) => jdUtcMid),
  );
  const airmasses = perFrame(
    'airmass',
    facts.frames.map(({ airmass }) => airmass),
  );
  requireSameFiles(data, frame, facts);
  return {
    ...facts,
    frames: facts.frames.map((known, f) => ({ ...known, jdUtcMid: times[f], airmass: airmasses[f] })),
    fwhm: perFrame('fwhm', facts.fwhm),
    scintillation: perFrame('scintillation', facts.scintillation),
  };
}
