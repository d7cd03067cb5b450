/**
 * The timers that the running cell has set, so that an interrupt can end them.
 *
 * Without this, the loop of an interrupted cell that sleeps between its steps would go on behind
 * the user's back.
 *
 * @module
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

type TimersPromises = typeof import('node:timers/promises');
type Options = { signal?: AbortSignal; ref?: boolean };

/** Keeps account of the timers of a cell. */
export class CellTimers {
  readonly #signal: () => AbortSignal;
  #timers = new Set<NodeJS.Timeout>();
  #immediates = new Set<NodeJS.Immediate>();

  /** @param signal the signal of the running cell, which promised timers obey */
  constructor(signal: () => AbortSignal) {
    this.#signal = signal;
  }

  /** Replaces the global timers and those of `node:timers/promises` by ones that are counted. */
  install(): void {
    const native = { setTimeout, setInterval, setImmediate };
    const promised = createRequire(import.meta.url)('node:timers/promises') as {
      -readonly [K in keyof TimersPromises]: TimersPromises[K];
    };
    const { setTimeout: sleep, setInterval: ticks, setImmediate: soon } = promised;
    promised.setTimeout = (delay, value, options) => sleep(delay, value, this.#withSignal(options));
    promised.setInterval = (delay, value, options) => ticks(delay, value, this.#withSignal(options));
    promised.setImmediate = (value, options) => soon(value, this.#withSignal(options));
    syncBuiltinESMExports();

    const counted = {
      setTimeout: (callback: (...values: unknown[]) => void, delay?: number, ...values: unknown[]): NodeJS.Timeout => {
        const timers = this.#timers;
        const timer = native.setTimeout(
          (...given: unknown[]) => {
            timers.delete(timer);
            callback(...given);
          },
          delay,
          ...values,
        );
        timers.add(timer);
        return timer;
      },
      setInterval: (callback: (...values: unknown[]) => void, delay?: number, ...values: unknown[]): NodeJS.Timeout => {
        const timer = native.setInterval(callback, delay, ...values);
        this.#timers.add(timer);
        return timer;
      },
      setImmediate: (callback: (...values: unknown[]) => void, ...values: unknown[]): NodeJS.Immediate => {
        const immediates = this.#immediates;
        const immediate = native.setImmediate(
          (...given: unknown[]) => {
            immediates.delete(immediate);
            callback(...given);
          },
          ...values,
        );
        immediates.add(immediate);
        return immediate;
      },
    };
    Object.defineProperty(counted.setTimeout, promisify.custom, { value: promised.setTimeout });
    Object.defineProperty(counted.setImmediate, promisify.custom, { value: promised.setImmediate });
    Object.assign(globalThis, counted);
  }

  /** A cell begins: the timers of earlier cells are theirs to keep. */
  beginCell(): void {
    this.#timers = new Set();
    this.#immediates = new Set();
  }

  /** Ends the timers of the running cell. */
  cancel(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const immediate of this.#immediates) clearImmediate(immediate);
    this.beginCell();
  }

  #withSignal(options: Options | undefined): Options {
    const signal = this.#signal();
    return { ...options, signal: options?.signal ? AbortSignal.any([options.signal, signal]) : signal };
  }
}
