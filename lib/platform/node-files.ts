/**
 * Files in Node: opened for reading in pieces, read whole, written whole or not at all.
 *
 * @module
 */
import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PhotometryError } from '../core/errors.js';
import { missingFile } from './node-missing-file.js';
import type { ByteSource } from './types.js';

/** Reads below this size are done at once: a header or a frame of 2048 x 2048 takes less time than a thread's hand-over. */
const SMALL_READ = 1 << 24;

/** The system reads no more at a time. */
const MAX_READ = 1 << 30;

/**
 * Opens a file for reading in pieces.
 *
 * @throws PhotometryError `no-such-file` if it is not there or is a directory, `io` if it may not be read
 */
export function fileSource(path: string): ByteSource {
  const file = openForReading(path);
  let isOpen = true;
  return {
    name: path,
    byteLength: file.size,
    read: async (start, end) => {
      const length = Math.max(0, Math.min(end, file.size) - start);
      if (!isOpen) throw new PhotometryError('io', `${path} was read after it had been closed`, { path });
      return length < SMALL_READ ? readNow(file.descriptor, start, length) : readLater(file.descriptor, start, length);
    },
    readInto: async (target, start) => {
      if (!isOpen) throw new PhotometryError('io', `${path} was read after it had been closed`, { path });
      const length = Math.max(0, Math.min(target.length, file.size - start));
      return length === 0 ? 0 : readSync(file.descriptor, target, 0, length, start);
    },
    close: async () => {
      if (isOpen) closeSync(file.descriptor);
      isOpen = false;
    },
  };
}

/** Reads a text file as UTF-8. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw fileError(path, 'read', cause);
  }
}

let temporaryFiles = 0;

/** Writes to a temporary file next to the target, then renames it; creates the folder if needed. */
export async function writeWholeFile(path: string, data: Uint8Array | string): Promise<void> {
  const target = resolve(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${++temporaryFiles}.tmp`);
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(temporary, data);
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw fileError(path, 'written', cause);
  }
}

function openForReading(path: string): { descriptor: number; size: number } {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (cause) {
    throw fileError(path, 'read', cause);
  }
  const facts = fstatSync(descriptor);
  if (facts.isFile()) return { descriptor, size: facts.size };
  closeSync(descriptor);
  throw new PhotometryError('no-such-file', `${path} is a directory, not a file; name one of the files in it`, {
    path,
  });
}

function readNow(descriptor: number, start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const count = readSync(descriptor, bytes, 0, length, start);
  return count < length ? bytes.subarray(0, count) : bytes;
}

function readLater(descriptor: number, start: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(new ArrayBuffer(length));
  return new Promise((done, failed) => {
    const readOn = (at: number): void =>
      read(descriptor, bytes, at, Math.min(length - at, MAX_READ), start + at, (error, count) => {
        if (error !== null) failed(error);
        else if (count === 0 || at + count === length) done(bytes.subarray(0, at + count));
        else readOn(at + count);
      });
    readOn(0);
  });
}

/** What to say of a file that the system would not read or write. */
export function fileError(path: string, wanted: 'read' | 'written', cause: unknown): PhotometryError {
  const code = (cause as { code?: string }).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return missingFile(path, cause);
  const reason = code === 'EACCES' || code === 'EPERM' ? 'you have no right to' : (cause as Error).message;
  return new PhotometryError('io', `${path} could not be ${wanted}: ${reason}`, { path }, { cause });
}
