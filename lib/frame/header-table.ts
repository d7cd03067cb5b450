/**
 * The header table: one row per frame of a night, without reading a pixel.
 *
 * ```ts
 * const night = await headerTable('night/*.fits', { keywords: ['OBSERVER'] });
 * night.filter(frame => frame.imagetyp === 'light' && frame.airmass < 2).show();
 * ```
 *
 * @module
 */
import { platform } from '#platform';
import { type RunOptions, throwIfAborted } from '../core/ambient.js';
import { PhotometryError } from '../core/errors.js';
import { joinProblems, type Problems, warnOfProblems } from '../core/problem.js';
import { planeCount } from '../fits/hdu/hdu.js';
import type { Header } from '../fits/header/header.js';
import { type FitsSource, openFitsSource } from '../fits/read/open-fits.js';
import { Table } from '../table/table.js';
import { greyMosaicProblems } from './colour/bayer-pattern.js';
import { type Channel, requireChannel } from './colour/channel.js';
import { channelHeader, channelOfFile } from './colour/channel-of-file.js';
import { imageHdu, requireImageHdu } from './image-hdu.js';
import { inheritedHeader } from './inherited-header.js';
import { type KeywordColumns, type KeywordValue, keywordColumn, keywordValue } from './keyword-columns.js';
import type { KnownHeaders } from './known-headers.js';
import { mosaicHeaderOf } from './mosaic/mosaic-of.js';
import { type HeaderReading, readHeader } from './telescopes/describe-frame.js';
import { type FrameDescription, HEADER_COLUMNS, type HeaderColumns } from './telescopes/header-columns.js';
import { telescopeById } from './telescopes/registry.js';

/** Settings of {@link headerTable}. */
export interface HeaderTableOptions<K extends readonly string[] = readonly string[]> extends RunOptions {
  /** Keywords that get a column of their own, under the name given here. */
  readonly keywords?: K;
  /** Number or name of the HDU to describe (default: the first with pixels, the parts of a mosaic together, else the primary one). */
  readonly hdu?: number | string;
  /** Only the parts of one chip of a mosaic: its CCDNAME, CCDNUM or EXTNAME. Default: all chips. */
  readonly chip?: string;
  /** Id of the telescope in the dictionary (default: recognised by each header). */
  readonly telescope?: string;
  /** Describe this channel of a colour camera, not the whole image: `'R'`, `'G'`, `'B'` or `'L'`; see `openFrame`. */
  readonly channel?: Channel;
  /**
   * What to do with a file that cannot be read: `throw` (default), or `skip` it and list it with the
   * reason in the table's `meta.skipped`.
   */
  readonly onError?: 'throw' | 'skip';
}

/** A file that was left out of a header table. */
interface SkippedFile {
  readonly path: string;
  /** Why it could not be read. */
  readonly reason: string;
}

/** What is kept of a frame. Not its header: the text of a thousand would be moved about in memory again and again. */
interface Frame {
  readonly description: FrameDescription;
  /** The requested keywords, in order. */
  readonly keywords: readonly KeywordValue[];
  readonly problems: Problems;
}

/**
 * Reads the headers of frames into a table, one row each, sorted by time, then path.
 *
 * The columns are the same for every telescope ({@link HeaderColumns}); a requested keyword adds one
 * more: numbers if the card is a number in every frame that has it, else text, with missing
 * ones as NaN or null; which of them, the compiler knows in a notebook where the pattern is written as a text. An extension is described together with the primary header. Cards that could not be read and
 * numbers whose meaning was assumed are in the table's `problems()`.
 *
 * @param pattern a glob pattern, a path, a folder, or a list of them
 * @throws PhotometryError `no-such-file`, `not-fits`, `bad-header`, `truncated-file`, naming the file;
 * `no-frames` if every file was skipped
 * @example (await headerTable('night/*.fits')).groupBy('imagetyp', 'filter', 'exptime').count()
 */
export function headerTable<
  P extends keyof KnownHeaders & string,
  const K extends readonly (keyof KnownHeaders[P] & string)[],
>(
  pattern: P,
  options: HeaderTableOptions<K> & { readonly keywords: K },
): Promise<Table<HeaderColumns & Pick<KnownHeaders[P], K[number]>>>;
export function headerTable<const K extends readonly string[] = readonly []>(
  pattern: string | readonly string[],
  options?: HeaderTableOptions<K>,
): Promise<Table<HeaderColumns & KeywordColumns<K>>>;
export async function headerTable<const K extends readonly string[] = readonly []>(
  pattern: string | readonly string[],
  options: HeaderTableOptions<K> = {},
): Promise<Table<HeaderColumns & KeywordColumns<K>>> {
  const keywords: readonly string[] = options.keywords ?? [];
  // a misspelt option is not a fault of the files
  if (options.telescope !== undefined) telescopeById(options.telescope);
  if (options.channel !== undefined) requireChannel(options.channel);
  const { frames, skipped } = await readFrames(await platform.findFiles(pattern), options);
  if (frames.length === 0)
    throw new PhotometryError(
      'no-frames',
      `none of ${skipped.length} files could be read; the first: ${skipped[0]?.path}: ${skipped[0]?.reason}`,
      { skipped },
    );
  frames.sort((a, b) => byTime(a.description, b.description));
  const names = Object.keys(HEADER_COLUMNS) as (keyof HeaderColumns)[];
  const problems = frames.flatMap(frame => frame.problems);
  warnOfProblems(problems);
  return Table.fromEntries<HeaderColumns & KeywordColumns<K>>(
    [
      ...names.map(name => [name, frames.map(frame => frame.description[name])] as const),
      ...keywords.map(
        (keyword, k) => [nameOf(keyword), keywordColumn(frames.map(frame => frame.keywords[k]))] as const,
      ),
    ],
    {
      units: Object.fromEntries(names.map(name => [name, HEADER_COLUMNS[name][0]])),
      descriptions: Object.fromEntries(names.map(name => [name, HEADER_COLUMNS[name][1]])),
      meta: skipped.length > 0 ? { skipped } : {},
      problems,
      provenance: [
        {
          verb: 'headerTable',
          options: {
            pattern,
            keywords,
            hdu: options.hdu ?? 'first image',
            ...(options.channel ? { channel: options.channel } : {}),
            onError: options.onError ?? 'throw',
          },
          files: frames.map(frame => ({ path: frame.description.path, sha256: '' })),
        },
      ],
    },
  );

  /** A keyword spelled like one of our columns is in capitals. */
  function nameOf(keyword: string): string {
    return (names as readonly string[]).includes(keyword) ? keyword.toUpperCase() : keyword;
  }
}

async function readFrames(
  paths: readonly string[],
  options: HeaderTableOptions,
): Promise<{ frames: Frame[]; skipped: SkippedFile[] }> {
  const frames: Frame[] = [];
  const skipped: SkippedFile[] = [];
  for (const path of paths) {
    throwIfAborted(options, 'headerTable');
    try {
      const { header, ...reading } = await readFile(path, options);
      const keywords = (options.keywords ?? []).map(keyword => keywordValue(header, keyword));
      frames.push({ ...reading, keywords });
    } catch (error) {
      if (!(error instanceof PhotometryError)) throw error;
      if (options.onError !== 'skip') throw withAdvice(error);
      skipped.push({ path, reason: error.message });
    }
  }
  return { frames, skipped };
}

/**
 * The header of a file's image, or of one of its channels, with what it inherits, put together from those of its parts if it
 * is a mosaic, and what it says; of a file without an image, the primary header's.
 */
async function readFile(path: string, options: HeaderTableOptions): Promise<{ header: Header } & HeaderReading> {
  const file = await openFitsSource(path);
  try {
    const parts = mosaicHeaderOf(file, options);
    if (parts) {
      const { description, problems } = readHeader(parts.header, path, options);
      return { header: parts.header, description, problems: joinProblems(parts.problems, problems) };
    }
    const primary = file.hdus[0].header;
    if (options.channel !== undefined) return readChannel(file, options.channel, options);
    const hdu = imageHdu(file, options.hdu);
    const header = inheritedHeader(primary, hdu?.header ?? primary);
    const { description, problems } = readHeader(header, path, options);
    const colours = hdu
      ? greyMosaicProblems(header, { path, height: description.height, planes: planeCount(hdu) })
      : [];
    return { header, description, problems: joinProblems(colours, problems) };
  } finally {
    await file.close();
  }
}

/** A channel as it will be read: its size, scale, gain and noise. */
function readChannel(
  file: FitsSource,
  channel: Channel,
  options: HeaderTableOptions,
): { header: Header } & HeaderReading {
  const hdu = requireImageHdu(file, options.hdu);
  const { path } = file;
  const [width, height = 1] = hdu.shape;
  const own = inheritedHeader(file.hdus[0].header, hdu.header);
  const image = { header: own, width, height, planes: planeCount(hdu), path };
  const source = channelOfFile(image, channel);
  const { header } = channelHeader(image, source, options);
  const { description, problems } = readHeader(header, path, options);
  const gain = description.gain * source.count;
  const readNoise = description.readNoise * Math.sqrt(source.count);
  return { header, description: { ...description, gain, readNoise }, problems };
}

function withAdvice(error: PhotometryError): PhotometryError {
  const message = `${error.message}. To leave such files out: headerTable(pattern, { onError: 'skip' })`;
  return new PhotometryError(error.code, message, error.details, { cause: error });
}

/** By time; frames without one at the end; those of one time by path. */
function byTime(a: FrameDescription, b: FrameDescription): number {
  const [timeA, timeB] = [a.jdUtcMid, b.jdUtcMid].map(jd => (Number.isNaN(jd) ? Number.POSITIVE_INFINITY : jd));
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
