/**
 * Files in Node that are written piece by piece, or changed in place.
 *
 * @module
 */
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PhotometryError } from '../core/errors.js';
import { fileError } from './node-files.js';
import type { FileEditor, FileWriter } from './types.js';

let temporaryFiles = 0;

/** Begins a file under a temporary name in the same folder; `finish` renames it. */
export async function createFile(path: string): Promise<FileWriter> {
  const target = resolve(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${++temporaryFiles}.part`);
  const handle = await attempt(path, async () => {
    await mkdir(dirname(target), { recursive: true });
    return open(temporary, 'wx');
  });
  let byteLength = 0;
  let isOpen = true;
  const shut = async (): Promise<void> => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  const put = async (position: number, bytes: Uint8Array): Promise<void> => {
    if (!isOpen) throw new PhotometryError('io', `${path} was written to after it had been finished`, { path });
    await attempt(path, () => writeAll(handle, position, bytes));
    byteLength = Math.max(byteLength, position + bytes.length);
  };
  return {
    get byteLength() {
      return byteLength;
    },
    write: bytes => put(byteLength, bytes),
    writeAt: put,
    finish: async () => {
      if (!isOpen) return;
      await shut();
      await attempt(path, () => rename(temporary, target));
    },
    abandon: async () => {
      if (!isOpen) return;
      await shut();
      await rm(temporary, { force: true });
    },
  };
}

/** Opens a file that is there for changes in place. */
export async function editFile(path: string): Promise<FileEditor> {
  const handle = await attempt(path, () => open(path, 'r+'));
  let byteLength = (await handle.stat()).size;
  return {
    name: path,
    get byteLength() {
      return byteLength;
    },
    read: async (start, end) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, byteLength) - start));
      const { bytesRead } = await attempt(path, () => handle.read(bytes, 0, bytes.length, start));
      return bytes.subarray(0, bytesRead);
    },
    writeAt: async (position, bytes) => {
      await attempt(path, () => writeAll(handle, position, bytes));
      byteLength = Math.max(byteLength, position + bytes.length);
    },
    truncate: async length => {
      await attempt(path, () => handle.truncate(length));
      byteLength = length;
    },
    close: () => handle.close(),
  };
}

async function writeAll(handle: FileHandle, position: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, Math.min(bytes.length - at, 1 << 30), position + at);
    at += bytesWritten;
  }
}

async function attempt<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw fileError(path, 'written', cause);
  }
}
