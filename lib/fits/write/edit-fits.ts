/**
 * Opens a FITS file for editing in place.
 *
 * @module
 */
import { platform } from '#platform';
import { PhotometryError } from '../../core/errors.js';
import type { FileEditor } from '../../platform/types.js';
import type { Hdu } from '../hdu/hdu.js';
import { BLOCK_LENGTH } from '../header/card.js';
import { FIRST_READ } from '../header/read-header.js';
import { readHdus } from '../read/read-hdus.js';

/** A file being edited, and its HDUs. */
export interface FitsEdit {
  readonly path: string;
  readonly file: FileEditor;
  readonly hdus: readonly Hdu[];
}

/**
 * Opens a file, calls `change`, and closes it.
 *
 * @throws PhotometryError `no-such-file`, `not-fits`, `bad-header`, `io`; `unsupported` for a file compressed with
 * gzip, bzip2 or compress
 */
export async function editFits<R>(path: string, change: (edit: FitsEdit) => Promise<R>): Promise<R> {
  const file = await platform.editFile(path);
  try {
    const head = await file.read(0, FIRST_READ);
    const wrapping = wrappingOf(path, head);
    if (wrapping !== null)
      throw new PhotometryError(
        'unsupported',
        `${path} is compressed with ${wrapping} and cannot be changed in place; unpack it first, or read it and write it again`,
        { path },
      );
    return await change({ path, file, hdus: await readHdus(file, head, path) });
  } finally {
    await file.close();
  }
}

/** Returns the compression of the file; null if it is not compressed. */
function wrappingOf(path: string, head: Uint8Array): string | null {
  if (/\.gz$/i.test(path) || (head[0] === 0x1f && head[1] === 0x8b)) return 'gzip';
  if (head[0] === 0x1f && head[1] === 0x9d) return 'compress (.Z)';
  return head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68 ? 'bzip2' : null;
}

/** Returns the byte offset of the end of an HDU, including the padding of its last block. */
export function endOfHdu({ dataStart, dataLength }: Hdu): number {
  return dataStart + Math.ceil(dataLength / BLOCK_LENGTH) * BLOCK_LENGTH;
}
