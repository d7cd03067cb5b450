/**
 * A file that a table is read from: its bytes in pieces or whole, its text, its neighbours.
 *
 * @module
 */
import { platform } from '#platform';
import { PhotometryError } from '../../core/errors.js';
import type { ProvenanceFile } from '../../core/provenance.js';
import type { Source } from '../../core/web-types.js';
import { unwrapSource } from '../../platform/unpack/unwrap.js';
import type { TableFile } from './formats.js';
import { decodeWhole } from './text-encoding.js';

/** Number of bytes that a format gets to recognise its files: four FITS blocks. */
const HEAD_LENGTH = 11520;

/** Larger files have no checksum in the provenance of a table that read only parts of them. */
const MAX_CHECKED = 2 ** 29;

/** Characters that a string may have in V8. */
const MAX_TEXT_LENGTH = 2 ** 29 - 24;

/** An open file and what readTable needs of it. */
interface OpenTableFile {
  readonly file: TableFile;
  /** The first bytes, unwrapped. */
  readonly head: Uint8Array;
  /**
   * Path and checksum for the provenance.
   *
   * @param partial whether only parts were requested: then nothing more is read for the checksum
   */
  facts(partial: boolean): Promise<ProvenanceFile>;
  close(): Promise<void>;
}

/** Opens a path, an address, a `Blob` or bytes; gzip and bzip2 are decompressed, whatever the name. */
export async function openTableFile(from: Source): Promise<OpenTableFile> {
  const raw = await platform.openSource(from);
  const path = raw.name;
  try {
    const source = await unwrapSource(raw, path);
    const head = await source.read(0, HEAD_LENGTH);
    let whole: Promise<Uint8Array> | undefined;
    const bytes = (): Promise<Uint8Array> => {
      whole ??= source.read(0, source.byteLength);
      return whole;
    };
    const file: TableFile = {
      path,
      source,
      bytes,
      text: async () => textOf(await bytes(), path),
      companion: name => companionText(from, path, name),
    };
    const facts = async (partial: boolean): Promise<ProvenanceFile> => {
      if (partial || raw.byteLength > MAX_CHECKED) return { path, sha256: '' };
      const inMemory = raw === source ? whole : undefined;
      return { path, sha256: inMemory ? await platform.sha256(await inMemory) : await hashOf(from) };
    };
    return { file, head, facts, close: () => source.close() };
  } catch (error) {
    await raw.close();
    throw error;
  }
}

/** The checksum of the bytes in the file, before decompression. */
async function hashOf(from: Source): Promise<string> {
  const source = await platform.openSource(from);
  try {
    return await platform.sha256Of(source);
  } finally {
    await source.close();
  }
}

function textOf(bytes: Uint8Array, path: string): string {
  if (bytes.length > MAX_TEXT_LENGTH)
    throw new PhotometryError(
      'unsupported',
      `${path} has ${bytes.length} bytes, more than can be held as one text. Convert it to FITS or Parquet, or read it in parts`,
      { path, bytes: bytes.length },
    );
  return decodeWhole(bytes);
}

async function companionText(from: Source, path: string, name: string): Promise<string | null> {
  if (typeof from !== 'string' && !(typeof from === 'object' && 'href' in from)) return null;
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  try {
    return await platform.readText(`${folder}${name}`);
  } catch (error) {
    if (error instanceof PhotometryError && error.code === 'no-such-file') return null;
    throw error;
  }
}
