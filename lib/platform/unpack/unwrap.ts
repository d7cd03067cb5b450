/**
 * Takes a file out of the compression that it is wrapped in as a whole: gzip, bzip2, or the old compress.
 *
 * The first bytes decide, not the name. Telescopes and archives hand out `.fits.gz`, `.fit.bz2` and `.fits.Z`.
 *
 * @module
 */
import { platform } from '#platform';
import { PhotometryError } from '../../core/errors.js';
import { bytesSource } from '../byte-sources.js';
import type { ByteSource } from '../types.js';
import { bunzip2 } from './bunzip2.js';
import { gunzipMembers } from './gunzip-members.js';
import { uncompress } from './uncompress.js';

/** Bytes that are looked at. */
const HEAD_LENGTH = 10;

interface Wrapping {
  /** Its name, and the program that undoes it. */
  readonly name: string;
  readonly program: string;
  readonly fits: (head: Uint8Array) => boolean;
  readonly undo: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

const WRAPPINGS: readonly Wrapping[] = [
  {
    name: 'gzip',
    program: 'gunzip',
    fits: ([first, second]) => first === 0x1f && second === 0x8b,
    undo: gunzip,
  },
  { name: 'bzip2', program: 'bunzip2', fits: isBzip2, undo: bunzip2 },
  {
    name: 'compress (.Z)',
    program: 'uncompress',
    fits: ([first, second]) => first === 0x1f && second === 0x9d,
    undo: uncompress,
  },
];

/**
 * The decompressed bytes. An uncompressed source is returned unchanged; a compressed one is read completely and closed.
 *
 * Several gzip or bzip2 streams one after the other (`cat a.gz b.gz`) count as one file.
 *
 * @param path what messages call the file
 * @throws PhotometryError `truncated-file` if the wrapping is damaged or cut off, `unsupported` if more comes out than
 * can be held
 * @example
 * const source = await unwrapSource(await platform.openSource('m13.fit.bz2'), 'm13.fit.bz2');
 */
export async function unwrapSource(source: ByteSource, path: string): Promise<ByteSource> {
  const head = await source.read(0, HEAD_LENGTH);
  const wrapping = WRAPPINGS.find(one => one.fits(head));
  if (wrapping === undefined) return source;
  const packed = await source.read(0, source.byteLength);
  await source.close();
  return bytesSource(await unwrapped(packed, wrapping, path), path);
}

async function unwrapped(packed: Uint8Array, { name, program, undo }: Wrapping, path: string): Promise<Uint8Array> {
  try {
    return await undo(packed);
  } catch (cause) {
    const isTooLarge = (cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' || cause instanceof RangeError;
    const why = cause instanceof Error ? ` (${cause.message})` : '';
    if (isTooLarge)
      throw new PhotometryError(
        'unsupported',
        `${path}: more comes out of its ${name} wrapping than can be held at once. Unpack it with ${program} first`,
        { path },
        { cause },
      );
    throw new PhotometryError(
      'truncated-file',
      `${path}: its ${name} wrapping is damaged or cut off${why}. Copy or download it again`,
      { path },
      { cause },
    );
  }
}

/** Browsers accept only one member, and no platform what follows the last; damage is then reported by our own code. */
async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  return platform.gunzip(bytes).catch((cause: unknown) => {
    if (cause instanceof RangeError) throw cause; // too much to hold
    return gunzipMembers(bytes);
  });
}

/** The marks of a block and of the end of a stream, as bunzip2.ts knows them. */
const BZIP2_MARKS: readonly string[] = ['314159265359', '177245385090'];

/** `BZh`, a digit from 1 to 9, and a mark. */
function isBzip2(head: Uint8Array): boolean {
  if (!/^BZh[1-9]$/.test(String.fromCharCode(...head.subarray(0, 4)))) return false;
  const mark = Array.from(head.subarray(4, 10), byte => byte.toString(16).padStart(2, '0')).join('');
  return BZIP2_MARKS.includes(mark);
}
