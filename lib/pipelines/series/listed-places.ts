/**
 * Places that are given frame by frame: one row of a table for each frame that an object is to be measured in.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Problem } from '../../core/problem.js';
import type { Wcs } from '../../frame/wcs/wcs.js';
import { stored } from '../../table/column/stored-column.js';
import { type TableData, withColumns } from '../../table/column/table-data.js';
import { keepRows } from '../../table/verbs/filter.js';
import { coordinatesOf, type PixelPositions, type Positions, textsOf } from '../frames/positions.js';
import type { SeriesPlan } from '../frames/series-plan.js';

/** Columns that may tell which object a row is of, in this order. */
const OBJECT_COLUMNS = ['star', 'id', 'name', 'object'] as const;

/** The places of the objects in one frame. */
interface FramePlaces {
  /** x or right ascension, and y or declination; NaN where the object has no row, or no number in it. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** 1 where the object has a row for this frame. */
  readonly isListed: Uint8Array;
}

/** Places of objects in the frames of a series. */
export interface ListedPlaces {
  /** Number of objects. */
  readonly objects: number;
  /** Name of the column that tells the objects apart, and its value for each; empty names where no column does. */
  readonly column: string;
  readonly names: readonly string[];
  /** What the coordinates are: degrees (ra, dec), pixels of the frame itself (x, y), or pixels of the reference frame. */
  readonly placed: 'sky' | 'pixel' | 'reference';
  /** By index of the frame: the coordinates of each object. */
  readonly frames: ReadonlyMap<number, FramePlaces>;
  /** Colour of each object [mag]; null if the rows have none. */
  readonly colour: Float64Array | null;
  /** Files that are not in the series, and frames that have no row. */
  readonly problems: readonly Problem[];
}

/**
 * The places of a table with a column `file`: a frame's file name or its path. Null for a table without one, whose places
 * are meant in every frame.
 *
 * Objects are told apart by a column `star`, `id`, `name` or `object`, else by the order of the rows of one file.
 *
 * @throws PhotometryError `bad-argument` where no file is one of the series, an object has two rows for a frame, or
 *   there are neither x and y nor ra and dec
 */
export function listedPlaces(positions: Positions, plan: SeriesPlan): ListedPlaces | null {
  const files = textsOf(positions, 'file');
  if (files === null) return null;
  const coordinates = placesOf(positions);
  const indexOf = frameFinder(plan);
  const known = files.map(indexOf);
  if (!known.some(index => index >= 0)) throw noFrameOf(files, plan);
  const { column, names, objectOf } = objectsOf(positions, known);
  const frames = new Map<number, FramePlaces>();
  known.forEach((index, row) => {
    if (index < 0) return;
    const empty = () => new Float64Array(names.length).fill(Number.NaN);
    const places = frames.get(index) ?? { first: empty(), second: empty(), isListed: new Uint8Array(names.length) };
    frames.set(index, places);
    const object = objectOf[row];
    if (places.isListed[object] === 1) throw twice(files[row], column, names[object]);
    places.isListed[object] = 1;
    places.first[object] = coordinates.first[row];
    places.second[object] = coordinates.second[row];
  });
  const colours = coordinatesOf(positions, 'colour');
  const problems = [...strangers(files, known), ...unlisted(plan, frames)];
  return {
    objects: names.length,
    column,
    names,
    placed: coordinates.onSky ? 'sky' : 'pixel',
    frames,
    colour: colours && Float64Array.from(names, (_, object) => colours[objectOf.indexOf(object)]),
    problems,
  };
}

/** The pixels of every object in the first frame that lists it, brought to those of the reference frame by `toReference`. */
export function firstPlaces(
  { objects, frames }: ListedPlaces,
  toReference: (index: number, first: number, second: number) => { readonly x: number; readonly y: number },
): PixelPositions {
  const at = { x: new Float64Array(objects).fill(Number.NaN), y: new Float64Array(objects).fill(Number.NaN) };
  for (const [index, { first, second }] of [...frames].sort(([a], [b]) => a - b))
    for (let object = 0; object < objects; object++) {
      if (!Number.isNaN(at.x[object]) || Number.isNaN(first[object])) continue;
      const { x, y } = toReference(index, first[object], second[object]);
      at.x[object] = x;
      at.y[object] = y;
    }
  return at;
}

/** Places on the sky as pixels of the reference frame, by its WCS. */
export function onReference(listed: ListedPlaces, wcs: Pick<Wcs, 'skyToPixel'>): ListedPlaces {
  const frames = new Map(
    [...listed.frames].map(([index, { first, second, isListed }]) => {
      const pixels = Array.from(first, (ra, k) => wcs.skyToPixel(ra, second[k]));
      return [
        index,
        { first: Float64Array.from(pixels, ({ x }) => x), second: Float64Array.from(pixels, ({ y }) => y), isListed },
      ];
    }),
  );
  return { ...listed, placed: 'reference', frames };
}

function placesOf(positions: Positions): { first: Float64Array; second: Float64Array; onSky: boolean } {
  const [x, y] = [coordinatesOf(positions, 'x'), coordinatesOf(positions, 'y')];
  if (x && y) return { first: x, second: y, onSky: false };
  const [ra, dec] = [coordinatesOf(positions, 'ra'), coordinatesOf(positions, 'dec')];
  if (ra && dec) return { first: ra, second: dec, onSky: true };
  throw new PhotometryError(
    'bad-argument',
    'measure() got a table with a column file: it also needs x and y in pixels of that very frame, or ra and dec in degrees',
  );
}

/** Finds the index of a frame by its path or its file name; -1 if it is not in the series. */
function frameFinder(plan: SeriesPlan): (file: string) => number {
  const byPath = new Map(plan.frames.map(({ facts }, index) => [facts.path, index]));
  const byName = new Map(plan.frames.map(({ facts }, index) => [facts.file, index]));
  return file => byPath.get(file) ?? byName.get(file) ?? byName.get(file.slice(file.lastIndexOf('/') + 1)) ?? -1;
}

/** Which object each row is of. */
function objectsOf(
  positions: Positions,
  known: readonly number[],
): { column: string; names: readonly string[]; objectOf: readonly number[] } {
  const column = OBJECT_COLUMNS.find(name => textsOf(positions, name) !== null);
  const labels = column === undefined ? orderInFrame(known) : textsOf(positions, column)!;
  const names = [...new Set(labels)];
  const numbers = new Map(names.map((name, object) => [name, object]));
  return {
    column: column ?? '',
    names: column === undefined ? names.map(() => '') : names,
    objectOf: labels.map(label => numbers.get(label)!),
  };
}

/** The place of each row among those of its frame. */
function orderInFrame(known: readonly number[]): string[] {
  const counts = new Map<number, number>();
  return known.map(index => {
    const order = counts.get(index) ?? 0;
    counts.set(index, order + 1);
    return String(order);
  });
}

function noFrameOf(files: readonly string[], plan: SeriesPlan): PhotometryError {
  return new PhotometryError(
    'bad-argument',
    `measure() got a table whose column file names none of the ${plan.frames.length} frames (first: ${files[0]}; the first frame is ` +
      `${plan.frames[0].facts.file}). With a column file each row is measured in that frame alone; drop('file') measures every row in every frame`,
    { file: files[0] },
  );
}

function twice(file: string, column: string, name: string): PhotometryError {
  return new PhotometryError(
    'bad-argument',
    `measure() got two rows for ${column} ${name} in ${file}: give each object one row a frame`,
    { file, [column]: name },
  );
}

/** A problem for each file that is not in the series. */
function strangers(files: readonly string[], known: readonly number[]): Problem[] {
  const names = new Set(files.filter((_, row) => known[row] < 0));
  return [...names].map(file => ({
    file,
    where: 'file',
    value: '',
    code: 'file-not-in-series',
    action: 'dropped',
    remedy: 'a row of the positions names this file, which is not a frame of the series: it is not measured',
  }));
}

/** A problem for each frame without a row. */
function unlisted(plan: SeriesPlan, frames: ReadonlyMap<number, unknown>): Problem[] {
  return plan.frames.flatMap(({ facts }, index): Problem[] => {
    if (frames.has(index)) return [];
    const remedy = 'the positions are given frame by frame and have no row for this frame: nothing is measured in it';
    return [
      {
        file: facts.path,
        where: `frame ${index}`,
        value: '',
        code: 'frame-without-position',
        action: 'dropped',
        remedy,
      },
    ];
  });
}

/** The rows that were asked for, with the column that tells the objects apart. */
export function onlyListed(data: TableData, { frames, column, names }: ListedPlaces): TableData {
  const frame = data.stored.get('frame')!.values as Int32Array;
  const star = data.stored.get('star')!.values as Int32Array;
  const asked = Array.from(frame.keys()).filter(row => frames.get(frame[row])?.isListed[star[row]] === 1);
  const rows = keepRows(data, Uint32Array.from(asked));
  if (column === '' || rows.stored.has(column)) return rows;
  const labels = asked.map(row => names[star[row]]);
  const told = stored('string', labels, null, { description: 'the object, as in the positions given' });
  return withColumns(rows, new Map(rows.stored).set(column, told));
}
