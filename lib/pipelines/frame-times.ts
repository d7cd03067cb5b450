/**
 * Finds out when the frames of catalogues were taken.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { Header } from '../fits/header/header.js';
import { openFitsSource } from '../fits/read/open-fits.js';
import { describeFrame } from '../frame/telescopes/describe-frame.js';
import type { TableLike } from '../match/matched-columns.js';
import type { Quantity } from '../table/column/quantity.js';

/** Frames and when they were taken: a header table. */
export type FrameTimes = TableLike<{ file: string; jdUtcMid: Quantity<'d'> }>;

/** The time of a catalogue, from the frame of the same name or of the name that it begins with. */
export function timesByName(frames: FrameTimes | undefined): (file: string) => number {
  if (frames === undefined) return () => NaN;
  const { file, jdUtcMid } = frames.columns;
  const times = new Map(Array.from(file, (name, row) => [stemOf(String(name)), Number(jdUtcMid[row])]));
  return name => {
    const stem = stemOf(name);
    for (let end = stem.length; end > 0; end--) {
      const isWhole = end === stem.length || /[_.-]/.test(stem[end]);
      const time = isWhole ? times.get(stem.slice(0, end)) : undefined;
      if (time !== undefined) return time;
    }
    return NaN;
  };
}

/** A path without its folder. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** A name without its extensions: `night_012.fits.fz` and `night_012.cat` belong to one frame. */
function stemOf(path: string): string {
  return fileName(path).replace(/(\.(fits?|fts|fz|gz|bz2|cat|csv|tsv|txt|dat|ecsv|xml|vot|ldac|parquet))+$/i, '');
}

/** Mid-exposure from the headers of a FITS file; NaN if it is not a FITS file, or has no time. */
export async function headerTime(path: string): Promise<number> {
  try {
    const file = await openFitsSource(path);
    try {
      for (const { name, header } of file.hdus) {
        // a FITS_LDAC catalogue keeps the header of its image as the data of a table
        const said = name === 'LDAC_IMHEAD' ? Header.parse(await file.readData(name)) : header;
        const { jdUtcMid } = describeFrame(said, path);
        if (Number.isFinite(jdUtcMid)) return jdUtcMid;
      }
      return NaN;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof PhotometryError) return NaN; // not a FITS file: its time is unknown
    throw error;
  }
}
