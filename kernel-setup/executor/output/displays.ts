/**
 * Showing values from inside a cell, and replacing what was shown.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { MimeBundle, OutputMessage } from '../../messages.js';
import { mimeBundle, plainText } from './mime-bundle.js';
import type { OutputQueue } from './output-queue.js';
import { installPlainInspection } from './plain-inspection.js';

const SHOW = Symbol.for('skyframe.show');

/** The handle that `display` returns to a cell. */
export interface DisplayHandle {
  readonly id: string;
  update(value: unknown): void;
}

/** The displays of one executor: puts `display` and the library's `show` hook on `globalThis`. */
export class Displays {
  /** The destination of outputs: the queue of the running cell, or of the last one. */
  readonly #queue: () => OutputQueue;
  #shown = new WeakSet<object>();
  #removeGlobals: (() => void)[] = [];

  constructor(queue: () => OutputQueue) {
    this.#queue = queue;
  }

  /** Puts the functions on `globalThis`. */
  install(): void {
    this.#removeGlobals = [
      installPlainInspection(),
      setGlobal('display', (value: unknown) => this.show(value)),
      setGlobal('clearOutput', (wait?: boolean) => this.clear(wait)),
      setGlobal(SHOW, (value: unknown, owner?: unknown) => this.showOnce(value, owner)),
    ];
  }

  /** Takes them away again. */
  remove(): void {
    for (const removeGlobal of this.#removeGlobals.splice(0)) removeGlobal();
  }

  /** Called when a cell begins. */
  beginCell(): void {
    this.#shown = new WeakSet();
  }

  /** Removes what the cell has shown so far; with `wait`, when the next output comes. */
  clear(wait = false): void {
    this.#queue().push({ type: 'clear_output', content: { wait } });
  }

  /** Shows a value; the handle replaces it. */
  show(value: unknown, metadata: Record<string, unknown> = {}): DisplayHandle {
    const id = randomBytes(8).toString('hex');
    this.#push('display_data', id, value, metadata);
    return { id, update: next => this.#push('update_display_data', id, next, metadata) };
  }

  /**
   * As {@link show}; the value is then not shown a second time as the cell's result, nor is its `owner`: what a method
   * that showed a form of itself returned.
   */
  showOnce(value: unknown, owner: unknown = value): DisplayHandle {
    for (const shown of [value, owner]) if (typeof shown === 'object' && shown !== null) this.#shown.add(shown);
    return this.show(value);
  }

  /** Shows the value of the last expression, unless the cell has shown it already. */
  showResult(value: unknown, count: number): void {
    if (typeof value === 'object' && value !== null && this.#shown.has(value)) return;
    this.#queue().push(
      this.#withBundle(value, data => ({
        type: 'execute_result',
        content: { execution_count: count, data, metadata: {} },
      })),
    );
  }

  #push(
    type: 'display_data' | 'update_display_data',
    id: string,
    value: unknown,
    metadata: Record<string, unknown>,
  ): void {
    this.#queue().push(
      this.#withBundle(value, data => ({ type, content: { data, metadata, transient: { display_id: id } } })),
    );
  }

  /** If a display method fails, the text of the value is shown with the reason. */
  #withBundle(value: unknown, message: (data: MimeBundle) => OutputMessage): OutputMessage | Promise<OutputMessage> {
    const failed = (error: unknown): OutputMessage => {
      this.#queue().write('stderr', `The value could not be shown: ${reason(error)}\n`);
      return message({ 'text/plain': safeText(value) });
    };
    try {
      const bundle = mimeBundle(value);
      return bundle instanceof Promise ? bundle.then(message, failed) : message(bundle);
    } catch (error) {
      return failed(error);
    }
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : plainText(error);
}

function safeText(value: unknown): string {
  try {
    return plainText(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Sets a global; the function that comes back restores what was there. */
export function setGlobal(name: string | symbol, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  return () => {
    if (before) Object.defineProperty(globalThis, name, before);
    else Reflect.deleteProperty(globalThis, name);
  };
}
