/**
 * Sends what a cell prints to its output instead of the process's own streams.
 *
 * @module
 */
import { Console } from 'node:console';
import { setGlobal } from './displays.js';

/** Receives printed text. */
type TextSink = (name: 'stdout' | 'stderr', text: string) => void;

type Write = typeof process.stdout.write;

/** Stands between `console`, `process.stdout`, `process.stderr` and the terminal while it is installed. */
export class StreamCapture {
  readonly #sink: TextSink;
  readonly #console: Console;
  #restore: (() => void)[] = [];

  constructor(sink: TextSink) {
    this.#sink = sink;
    // No stream of Node's: one that an interrupt stops in the midst of a write never writes again.
    const stream = (name: 'stdout' | 'stderr'): NodeJS.WritableStream =>
      ({ write: (chunk: unknown) => sink(name, toText(chunk)) }) as unknown as NodeJS.WritableStream;
    const streams = { stdout: stream('stdout'), stderr: stream('stderr') };
    this.#console = new Console({ ...streams, colorMode: false, ignoreErrors: false });
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
    const write = (chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
      this.#sink(name, toText(chunk));
      const callback = typeof encoding === 'function' ? encoding : done;
      if (typeof callback === 'function') queueMicrotask(() => callback());
      return true;
    };
    stream.write = write as Write;
    return () => {
      stream.write = before;
    };
  }
}

function toText(chunk: unknown): string {
  return typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('utf8');
}
