/**
 * The outputs of a cell, in the order in which they were made.
 *
 * Text is gathered and sent in pieces rather than write by write: thousands of small messages make
 * clients lose some. A display that is still being drawn holds back what comes after it.
 *
 * An interrupt may stop any of this between two steps. The steps are in such an order that at worst the
 * last piece of an interrupted cell is missing, never one duplicated or out of order.
 *
 * @module
 */
import { StringDecoder } from 'node:string_decoder';
import type { OutputMessage, Publish } from '../../messages.js';

/** Text waits at most this long [ms] ... */
const DELAY = 50;
/** ... or until this number of characters is reached. */
const PIECE = 1 << 16;

type StreamName = 'stdout' | 'stderr';

type Slot = { message: OutputMessage | null | undefined };

/** Collects outputs and passes them on in order. */
export class OutputQueue {
  readonly #publish: Publish;
  #slots: Slot[] = [];
  #pending = new Set<Promise<void>>();
  /** Bytes of characters that are not yet complete. */
  readonly #decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  #name: StreamName = 'stdout';
  #chunks: string[] = [];
  #length = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(publish: Publish) {
    this.#publish = publish;
  }

  /** Queues printed text, or its bytes in UTF-8; what follows on the same stream within moments joins it. */
  write(name: StreamName, printed: string | Uint8Array): void {
    if (printed.length === 0) return;
    const decoder = this.#decoders[name];
    // text after the first bytes of a character cuts that character off, as in a terminal
    this.#addText(name, typeof printed === 'string' ? decoder.end() + printed : decoder.write(printed));
  }

  /** Adds a message, or the promise of one; null adds nothing. A promise must not reject. */
  push(message: OutputMessage | null | Promise<OutputMessage | null>): void {
    this.#closeText();
    if (!(message instanceof Promise)) {
      this.#slots.push({ message });
      this.#send();
      return;
    }
    const slot: Slot = { message: undefined };
    this.#slots.push(slot);
    const settled = message.then(value => {
      slot.message = value;
      this.#pending.delete(settled);
      this.#send();
    });
    this.#pending.add(settled);
  }

  /** Passes on all that is ready. */
  flush(): void {
    this.#closeText();
    this.#send();
  }

  /** The cell has ended: resolves when all displays are drawn and passed on. */
  async settle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    for (const name of ['stdout', 'stderr'] as const) this.#addText(name, this.#decoders[name].end());
    this.flush();
  }

  #addText(name: StreamName, text: string): void {
    if (text === '') return;
    if (name !== this.#name) this.#closeText();
    this.#name = name;
    this.#chunks.push(text);
    this.#length += text.length;
    if (this.#length >= PIECE) this.flush();
    else this.#timer ??= setNativeTimeout(() => this.#onTimer(), DELAY);
  }

  #closeText(): void {
    const chunks = this.#chunks;
    if (chunks.length === 0) return;
    this.#chunks = [];
    this.#length = 0;
    this.#slots.push({ message: { type: 'stream', content: { name: this.#name, text: chunks.join('') } } });
  }

  #onTimer(): void {
    this.#timer = null;
    this.flush();
  }

  #send(): void {
    while (this.#slots.length > 0 && this.#slots[0].message !== undefined) {
      const message = this.#slots.shift()?.message;
      if (message) this.#publish(message);
    }
  }
}

// Cells may replace the timers, and an interrupt cancels those of the cell: ours is taken beforehand.
const setNativeTimeout = setTimeout;
