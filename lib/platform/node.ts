/**
 * The platform of Node: files, patterns, zlib, and a document of our own for drawing.
 *
 * @module
 */
import { createHash, webcrypto } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Source } from '../core/web-types.js';
import { sourceOf } from './any-source.js';
import { webSource } from './byte-sources.js';
import { isWebAddress } from './names.js';
import { drawingDocument } from './node-document.js';
import { createFile, editFile } from './node-file-writer.js';
import { fileSource, readText, writeWholeFile } from './node-files.js';
import { findFiles } from './node-find-files.js';
import { nodeLibrary } from './node-libraries.js';
import { nodeWorkerHost } from './node-worker-host.js';
import type { ByteSource, Platform } from './types.js';

const gunzip = promisify(zlib.gunzip);
const gzip = promisify(zlib.gzip);

async function openSource(source: Source): Promise<ByteSource> {
  return sourceOf(source, async address => {
    if (isWebAddress(address)) return webSource(address);
    return fileSource(address.startsWith('file://') ? fileURLToPath(address) : address);
  });
}

/** From this size on a thread of Node's own takes the hash over, and the caller goes on [byte]. */
const LARGE = 1 << 17;
/** Bytes of a source that are hashed at once. */
const HASHED_PIECE = 1 << 22;

async function sha256(bytes: Uint8Array): Promise<string> {
  if (bytes.length < LARGE) return createHash('sha256').update(bytes).digest('hex');
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

async function sha256Of(source: ByteSource): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < source.byteLength; at += HASHED_PIECE) hash.update(await source.read(at, at + HASHED_PIECE));
  return hash.digest('hex');
}

/** The services of Node. */
export const platform: Platform = {
  openSource,
  readText,
  writeFile: writeWholeFile,
  createFile,
  editFile,
  findFiles: async pattern => findFiles(pattern),
  gunzip: async bytes => plainBytes(await gunzip(bytes)),
  gzip: async bytes => plainBytes(await gzip(bytes)),
  sha256,
  sha256Of,
  document: drawingDocument,
  library: nodeLibrary,
  workers: nodeWorkerHost,
};

/** A Buffer as a Uint8Array, whose `slice` copies. */
function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
