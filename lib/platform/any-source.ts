/**
 * Makes a byte source from anything that provides bytes.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { BlobLike, Source, UrlLike } from '../core/web-types.js';
import { blobSource, bytesSource } from './byte-sources.js';
import type { ByteSource } from './types.js';

/**
 * The byte source of bytes, a `Blob`, or a path or address, which `open` resolves.
 *
 * @throws PhotometryError `bad-argument` for anything else
 */
export async function sourceOf(source: Source, open: (address: string) => Promise<ByteSource>): Promise<ByteSource> {
  if (typeof source === 'string') return open(source);
  if (source instanceof Uint8Array) return bytesSource(source, 'bytes');
  if (source instanceof ArrayBuffer) return bytesSource(new Uint8Array(source), 'bytes');
  if (isUrl(source)) return open(source.href);
  if (isBlob(source)) return blobSource(source, nameOf(source));
  throw new PhotometryError(
    'bad-argument',
    `expected a path, an address, a Blob, an ArrayBuffer or a Uint8Array, got ${source === null ? 'null' : typeof source}`,
  );
}

function isUrl(source: UrlLike | BlobLike): source is UrlLike {
  return typeof (source as Partial<UrlLike> | null)?.href === 'string';
}

function isBlob(source: BlobLike): boolean {
  return typeof (source as Partial<BlobLike> | null)?.arrayBuffer === 'function' && typeof source.size === 'number';
}

/** A `File` has a name, a plain `Blob` does not. */
function nameOf(blob: BlobLike): string {
  const name = (blob as { name?: unknown }).name;
  return typeof name === 'string' && name !== '' ? name : 'Blob';
}
