/**
 * Sends what a cell prints to its output instead of the process's own streams.
 *
 * @module
 */
import { Console } from 'node:console';
import { inspect } from 'node:util';
import { setGlobal } from './displays.js';
import { hideMarks } from './plain-inspection.js';

/** Receives what is printed: text, or bytes that may end within a character. */
type PrintSink = (name: 'stdout' | 'stderr', printed: string | Uint8Array) => void;

/** Stands between `console`, `process.stdout`, `process.stderr` and the terminal while it is installed. */
export class StreamCapture {
  readonly #sink: PrintSink;
  readonly #console: Console;
  #restore: (() => void)[] = [];

  constructor(sink: PrintSink) {
    this.#sink = sink;
    // No stream of Node's: one that an interrupt stops in the midst of a write never writes again.
    const stream = (name: 'stdout' | 'stderr'): NodeJS.WritableStream =>
      ({ write: (text: string) => sink(name, text) }) as unknown as NodeJS.WritableStream;
    const streams = { stdout: stream('stdout'), stderr: stream('stderr') };
    this.#console = new Console({ ...streams, colorMode: false, ignoreErrors: false });
    const dir = this.#console.dir.bind(this.#console);
    this.#console.dir = (value, options) => {
      hideMarks(value, options);
      dir(value, options);
    };
  }

  /** Redirects the streams of the process to the sink. */
  install(): void {
    if (this.#restore.length > 0) return;
    this.#restore = [
      setGlobal('console', this.#console),
      this.#replaceWrite(process.stdout, 'stdout'),
      this.#replaceWrite(process.stderr, 'stderr'),
    ];
  }

  /** Ends it: all is as before. */
  remove(): void {
    for (const restore of this.#restore.splice(0)) restore();
  }

  /** Runs `work` as if nothing were captured. */
  outside(work: () => void): void {
    const wasInstalled = this.#restore.length > 0;
    this.remove();
    try {
      work();
    } finally {
      if (wasInstalled) this.install();
    }
  }

  #replaceWrite(stream: NodeJS.WriteStream, name: 'stdout' | 'stderr'): () => void {
    const before = stream.write;
    const write = (chunk: unknown, ...rest: unknown[]): boolean => {
      this.#sink(name, printedBy(chunk, rest[0]));
      callLater(rest);
      return true;
    };
    stream.write = write as typeof before;
    return () => {
      stream.write = before;
    };
  }
}

/** Calls the callback among the arguments of a write, when the caller is done. */
function callLater(words: readonly unknown[]): void {
  const callback = words.find(word => typeof word === 'function') as ((error: null) => void) | undefined;
  if (callback) process.nextTick(callback, null);
}

/** Encodings of a string for which the stream's bytes are the UTF-8 of its text. */
const TEXT = /^(utf-?8|buffer)$/i;

/**
 * What a write prints.
 *
 * @throws TypeError as a stream of Node's does, for a chunk that is neither text nor bytes and for an unknown encoding
 */
function printedBy(chunk: unknown, encoding: unknown): string | Uint8Array {
  if (typeof chunk === 'string')
    return typeof encoding !== 'string' || TEXT.test(encoding) ? chunk : Buffer.from(chunk, encoding as BufferEncoding);
  if (ArrayBuffer.isView(chunk)) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const message = `process.stdout and process.stderr write text and bytes (a string, a Buffer or a typed array), not ${inspect(chunk)}.`;
  throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
}
