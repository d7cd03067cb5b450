/**
 * Checks the messages of an Arrow file or stream before they are decoded.
 *
 * flechette trusts what it reads: a vector that claims 2^31 fields would be built, a length of -1 would never end.
 * Here every claim is held against the bytes there are. The layout is that of Arrow's Message.fbs, Schema.fbs and
 * File.fbs.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { checkClaim } from '../binary/claims.js';
import { FlatBuffer, type FlatTable } from './flatbuffer.js';

/** Values of the header type of a message. */
const SCHEMA = 1;
const DICTIONARY = 2;
const RECORDS = 3;

/** Types that hold a vector. */
const TIMESTAMP = 10;
const UNION = 14;

/** `ARROW1`, with which a file begins and ends. */
const MAGIC: readonly number[] = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31];

/** Whether bytes begin as an Arrow file does. */
export function isArrowFile(bytes: Uint8Array): boolean {
  return MAGIC.every((letter, i) => bytes[i] === letter);
}

/**
 * Checks an Arrow file or stream.
 *
 * @throws PhotometryError `bad-table` naming the byte, or RangeError where bytes are missing
 */
export function checkIpc(bytes: Uint8Array, path: string): void {
  if (isArrowFile(bytes)) checkFile(bytes, path);
  else checkStream(bytes, path);
}

function checkFile(bytes: Uint8Array, path: string): void {
  const end = bytes.length - MAGIC.length;
  const length = end < 12 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getInt32(end - 4, true);
  if (!isArrowFile(bytes.subarray(end)) || length <= 0 || length > end - 12)
    throw new PhotometryError('bad-table', `${path}: the Arrow file has no footer; it is truncated or damaged`, {
      path,
    });
  const footer = new FlatBuffer(bytes.subarray(end - 4 - length, end - 4));
  const schema = footer.root.table(1);
  if (schema === null) throw new PhotometryError('bad-table', `${path}: the Arrow file has no schema`, { path });
  checkSchema(schema, path);
  footer.root.tables(4);
  for (const field of [2, 3])
    for (const block of footer.root.vector(field, 24)) checkMessage(bytes, footer.int64(block), path);
}

function checkStream(bytes: Uint8Array, path: string): void {
  let at = 0;
  let hasSchema = false;
  while (at >= 0 && at + 4 <= bytes.length) {
    const message = checkMessage(bytes, at, path);
    if (message === null) break;
    hasSchema ||= message.kind === SCHEMA;
    at = message.end;
  }
  if (!hasSchema) throw new PhotometryError('bad-table', `${path}: the Arrow stream has no schema`, { path });
}

/** Checks the message that begins at a byte; null if it is the mark of the end. */
function checkMessage(bytes: Uint8Array, at: number, path: string): { kind: number; end: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isMarked = view.getInt32(at, true) === -1; // streams before Arrow 0.15 have no marker
  const start = at + (isMarked ? 8 : 4);
  const length = view.getInt32(start - 4, true);
  if (length === 0) return null;
  if (length < 0 || start + length > bytes.length)
    throw new PhotometryError('bad-table', `${path}: the Arrow message at byte ${at} is cut off or damaged`, {
      path,
      byte: at,
    });
  const { root } = new FlatBuffer(bytes.subarray(start, start + length));
  const bodyLength = root.int64(3);
  const end = start + length + bodyLength;
  if (bodyLength < 0 || end > bytes.length)
    throw new PhotometryError(
      'bad-table',
      `${path}: the data of the Arrow message at byte ${at} should end at byte ${end}, but the file ends at ${bytes.length}`,
      { path, byte: at },
    );
  const kind = root.uint8(1);
  const header = root.table(2);
  const buffer = new FlatBuffer(bytes.subarray(start, start + length));
  const body = bytes.subarray(start + length, end);
  if (header !== null && kind === SCHEMA) checkSchema(header, path);
  else if (header !== null && kind === RECORDS) checkRecords(header, buffer, body, path);
  else if (header !== null && kind === DICTIONARY) checkRecords(header.table(1), buffer, body, path);
  return { kind, end };
}

function checkSchema(schema: FlatTable, path: string): void {
  if (schema.uint8(0) !== 0)
    throw new PhotometryError('unsupported', `${path}: its numbers have their bytes in the other order (big-endian)`, {
      path,
    });
  for (const field of schema.tables(1)) checkField(field);
  checkFacts(schema.tables(2));
}

function checkField(field: FlatTable): void {
  field.vector(0, 1); // the name
  const type = field.table(3);
  if (field.uint8(2) === TIMESTAMP) type?.vector(1, 1); // the time zone
  if (field.uint8(2) === UNION) type?.vector(1, 4); // numbers of its types
  field.table(4)?.table(1);
  for (const child of field.tables(5)) checkField(child);
  checkFacts(field.tables(6));
}

function checkFacts(facts: readonly FlatTable[]): void {
  for (const fact of facts) for (const text of [0, 1]) fact.vector(text, 1);
}

/** Checks the positions of the buffers of a batch, and that its columns fit into them. */
function checkRecords(batch: FlatTable | null, buffer: FlatBuffer, body: Uint8Array, path: string): void {
  if (batch === null) return;
  const isPacked = batch.table(3) !== null;
  let unpacked = 0;
  for (const region of batch.vector(2, 16)) {
    const offset = buffer.int64(region);
    const length = buffer.int64(region + 8);
    if (!(offset >= 0 && length >= 0 && offset + length <= body.length))
      throw new PhotometryError('bad-table', `${path}: a buffer of ${length} bytes is outside its Arrow batch`, {
        path,
      });
    unpacked += isPacked && length >= 8 ? unpackedLength(body, offset, length, path) : length;
  }
  const views = batch.vector(4, 8).reduce((sum, at) => sum + buffer.int64(at), 0);
  checkClaim(path, 'buffers in a batch', views, 0);
  for (const node of batch.vector(1, 16)) {
    // a boolean takes an eighth of a byte
    checkClaim(path, 'rows in a batch', buffer.int64(node), unpacked / 250);
    checkClaim(path, 'missing values in a batch', buffer.int64(node + 8), unpacked / 250);
  }
}

function unpackedLength(body: Uint8Array, offset: number, length: number, path: string): number {
  const claimed = Number(new DataView(body.buffer, body.byteOffset + offset, 8).getBigInt64(0, true));
  if (claimed === -1) return length;
  checkClaim(path, 'bytes in a buffer', claimed, length);
  return claimed;
}
