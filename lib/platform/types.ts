/**
 * What the library asks of the machine it runs on: the only door for I/O.
 *
 * `node.ts` and `browser.ts` implement it; `#platform` in package.json chooses. No other file
 * touches files, the network, compression or a document.
 *
 * @module
 */

import type { Source } from '../core/web-types.js';
import type { LoadLibrary } from './libraries.js';
import type { NoWorkers, WorkerHost } from './worker-host.js';

/** Bytes that can be read in pieces: a file, a `Blob`, a buffer or a web address. */
export interface ByteSource {
  /** Where the bytes come from, for messages: a path or an address. */
  readonly name: string;
  /** Number of bytes in all. */
  readonly byteLength: number;
  /** Reads bytes `start` (inclusive) to `end` (exclusive); fewer come back at the end of the source. */
  read(start: number, end: number): Promise<Uint8Array>;
  /**
   * Reads bytes from `start` on into `target`, as many as fit; returns their number. For reading large amounts in
   * small pieces, where new memory for each would cost more than the reading. Absent if each piece is a separate request.
   */
  readInto?(target: Uint8Array, start: number): Promise<number>;
  /** Closes the file. */
  close(): Promise<void>;
}

/** A file being written piece by piece. It takes its name only when it is finished; until then a file of that name stays. */
export interface FileWriter {
  /** Bytes written so far. */
  readonly byteLength: number;
  /** Adds bytes at the end. */
  write(bytes: Uint8Array): Promise<void>;
  /** Writes over bytes that are there already. */
  writeAt(position: number, bytes: Uint8Array): Promise<void>;
  /** Closes the file and renames it. */
  finish(): Promise<void>;
  /** Closes the file and removes what was written. */
  abandon(): Promise<void>;
}

/** A file that is changed in place. */
export interface FileEditor extends ByteSource {
  /** Writes over bytes, or beyond the end. */
  writeAt(position: number, bytes: Uint8Array): Promise<void>;
  /** Cuts the file off. */
  truncate(byteLength: number): Promise<void>;
}

/** The services of a machine. */
export interface Platform {
  /** Opens a path, an address, a `Blob` or bytes for reading in pieces. @throws PhotometryError `no-such-file` */
  openSource(source: Source): Promise<ByteSource>;
  /** Reads a whole text file as UTF-8. */
  readText(path: string): Promise<string>;
  /** Writes a file completely or not at all: to a temporary file next to it, then renames it. */
  writeFile(path: string, data: Uint8Array | string): Promise<void>;
  /** Begins a file that is written piece by piece, in a folder that need not be there. @throws PhotometryError `io` */
  createFile(path: string): Promise<FileWriter>;
  /** Opens a file for changes in place. @throws PhotometryError `no-such-file`, `io` */
  editFile(path: string): Promise<FileEditor>;
  /** Absolute paths of the files that match a pattern or a list of them, sorted by name. */
  findFiles(pattern: string | readonly string[]): Promise<string[]>;
  /** The content of gzip data, of all its members. */
  gunzip(bytes: Uint8Array): Promise<Uint8Array>;
  /** The bytes as gzip data. */
  gzip(bytes: Uint8Array): Promise<Uint8Array>;
  /** The SHA-256 checksum in lower-case hexadecimal. */
  sha256(bytes: Uint8Array): Promise<string>;
  /** Hexadecimal SHA-256 of all bytes of a source; in Node without ever holding them together. */
  sha256Of(source: ByteSource): Promise<string>;
  /** A document for drawing figures: the page's, or a small one of our own in Node. */
  document(): DrawingDocument;
  /** Loads a library that most programs never need. @throws PhotometryError `unsupported` if it is not there */
  readonly library: LoadLibrary;
  /** Starts threads, or says why it cannot. */
  workers(): WorkerHost | NoWorkers;
}

/** The little of a DOM document that drawing needs; `any` DOM library's document fits. */
export interface DrawingDocument {
  createElement(name: string): unknown;
  createElementNS(namespace: string, name: string): unknown;
}
