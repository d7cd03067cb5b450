/**
 * Reads the bytes of one header from a source, block by block, until END.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import { BLOCK_LENGTH } from './card.js';
import { findEnd } from './header-text.js';

/** Bytes in the first read: four blocks, or 144 cards, hold most headers whole. */
export const FIRST_READ: number = 4 * BLOCK_LENGTH;

/** Maximum header length: a file that lacks END is not searched beyond it [byte]. */
const MAX_HEADER_LENGTH = 6000 * BLOCK_LENGTH;

/** The cards of a header and where its data begin. */
interface HeaderBytes {
  /** The cards, without END. */
  readonly bytes: Uint8Array;
  /** Byte offset of the end of the header's last block. */
  readonly dataStart: number;
}

/**
 * Reads a header that begins at byte `start`.
 *
 * @throws PhotometryError `truncated-file` if the file ends before END, `bad-header` if there is no END
 */
export async function readHeader(source: ByteSource, start: number, path: string, index: number): Promise<HeaderBytes> {
  let bytes = await source.read(start, start + FIRST_READ);
  for (let searched = 0; ; ) {
    const end = findEnd(bytes, searched);
    if (end >= 0)
      return { bytes: bytes.subarray(0, end), dataStart: start + (Math.floor(end / BLOCK_LENGTH) + 1) * BLOCK_LENGTH };
    searched = bytes.length - (bytes.length % 80);
    const reached = start + bytes.length;
    if (reached >= source.byteLength)
      throw noEnd('truncated-file', path, index, start, `the file ends at byte ${reached} before it`);
    if (bytes.length >= MAX_HEADER_LENGTH)
      throw noEnd('bad-header', path, index, start, `none was found up to byte ${reached}`);
    bytes = await extended(source, bytes, reached);
  }
}

/** Reads as many bytes again, doubling the length. */
async function extended(source: ByteSource, bytes: Uint8Array, reached: number): Promise<Uint8Array> {
  const more = await source.read(reached, reached + bytes.length);
  const all = new Uint8Array(bytes.length + more.length);
  all.set(bytes);
  all.set(more, bytes.length);
  return all;
}

function noEnd(
  code: 'truncated-file' | 'bad-header',
  path: string,
  index: number,
  start: number,
  why: string,
): PhotometryError {
  return new PhotometryError(
    code,
    `${path}, HDU ${index}: the header that begins at byte ${start} has no END card: ${why}. ${
      code === 'truncated-file' ? 'Copy or download the file again' : 'The file is damaged'
    }`,
    { path, hdu: index, byte: start },
  );
}
