/**
 * Walks a file from header to header, skipping the data.
 *
 * @module
 */
import type { ByteSource } from '../../platform/types.js';
import type { Hdu } from '../hdu/hdu.js';
import { notFits } from '../hdu/not-fits.js';
import { BLOCK_LENGTH } from '../header/card.js';
import { Header } from '../header/header.js';
import { FIRST_READ, readHeader } from '../header/read-header.js';
import { planHdu } from './plan-hdu.js';

/**
 * Returns the HDUs of a source. Anything after the last HDU that is not an extension is ignored, as the
 * standard requires; an HDU whose data are truncated is the last one listed.
 *
 * @param head bytes from the start of the source that have already been read
 * @throws PhotometryError `not-fits`, `bad-header`, or `truncated-file` if the file ends in a header
 */
export async function readHdus(source: ByteSource, head: Uint8Array, path: string): Promise<Hdu[]> {
  if (!isFits(head)) throw notFits(head, source.byteLength, path);
  const reader = withMemory(source, head);
  const hdus: Hdu[] = [];
  for (let position = 0; position < source.byteLength; ) {
    if (hdus.length > 0 && !startsWith(await reader.read(position, position + 8), 'XTENSION')) break;
    const index = hdus.length;
    const { bytes, dataStart } = await readHeader(reader, position, path, index);
    const hdu = planHdu(Header.parse(bytes), { path, index, headerStart: position, dataStart });
    hdus.push(hdu);
    position = dataStart + Math.ceil(hdu.dataLength / BLOCK_LENGTH) * BLOCK_LENGTH;
  }
  return hdus;
}

/** Whether these bytes begin a FITS file. */
export function isFits(head: Uint8Array): boolean {
  return startsWith(head, 'SIMPLE');
}

function startsWith(bytes: Uint8Array, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[i] !== word.charCodeAt(i)) return false;
  return true;
}

/**
 * Wraps a source so that each read fetches as much as a header commonly needs, and keeps it: over the web every read is
 * a request.
 */
function withMemory(source: ByteSource, head: Uint8Array): ByteSource {
  let [first, kept] = [0, head];
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    const stop = Math.min(end, source.byteLength);
    if (start < first || stop > first + kept.length) {
      if (stop - start > FIRST_READ) return source.read(start, stop);
      [first, kept] = [start, await source.read(start, start + FIRST_READ)];
    }
    return kept.subarray(start - first, stop - first);
  };
  return { ...source, read };
}
