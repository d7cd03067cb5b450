/**
 * Byte sources that need no particular machine: bytes at hand, a `Blob`, a web address.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { BlobLike } from '../core/web-types.js';
import type { ByteSource } from './types.js';

/** Bytes in memory. `read` returns a view, not a copy. */
export function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    byteLength: bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
    readInto: async (target, start) => {
      const piece = bytes.subarray(start, start + target.length);
      target.set(piece);
      return piece.length;
    },
    close: async () => {},
  };
}

/** A `Blob` or `File`, read in pieces. */
export function blobSource(blob: BlobLike, name: string): ByteSource {
  return {
    name,
    byteLength: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, Math.min(end, blob.size)).arrayBuffer()),
    close: async () => {},
  };
}

/** What is used of the answer to a request; the real `Response` fits. */
interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

type Fetch = (address: string, options: { headers: Record<string, string> }) => Promise<Answer>;

/**
 * A web address, read by ranges where the server can, else fetched whole at the start.
 *
 * @throws PhotometryError `no-such-file` if the server does not have it, `io` if it cannot be reached
 */
export async function webSource(address: string): Promise<ByteSource> {
  const first = await request(address, 0, 1);
  const total = Number(/\/(\d+)$/.exec(first.headers.get('content-range') ?? '')?.[1]);
  if (first.status !== 206 || !Number.isFinite(total))
    return bytesSource(new Uint8Array(await first.arrayBuffer()), address);
  return {
    name: address,
    byteLength: total,
    read: async (start, end) => {
      const stop = Math.min(end, total);
      if (start >= stop) return new Uint8Array(0);
      const bytes = new Uint8Array(await (await request(address, start, stop)).arrayBuffer());
      // a server may answer a range with the whole file
      return bytes.length > stop - start ? bytes.subarray(start, stop) : bytes;
    },
    close: async () => {},
  };
}

async function request(address: string, start: number, end: number): Promise<Answer> {
  const { fetch } = globalThis as unknown as { fetch: Fetch };
  let answer: Answer;
  try {
    answer = await fetch(address, { headers: { Range: `bytes=${start}-${end - 1}` } });
  } catch (cause) {
    throw new PhotometryError(
      'io',
      `${address} could not be reached: is the network there?`,
      { path: address },
      { cause },
    );
  }
  if (answer.ok) return answer;
  const isMissing = answer.status === 404 || answer.status === 410;
  throw new PhotometryError(
    isMissing ? 'no-such-file' : 'io',
    `${address}: the server answered ${answer.status}${isMissing ? ', there is no such file' : ''}`,
    { path: address, status: answer.status },
  );
}
