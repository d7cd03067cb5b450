/**
 * Keeps what the library prints while the kernel, not a cell, calls it.
 *
 * The library says some things once per process: said while types are looked up, they would stand under the wrong cell.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { format } from 'node:util';

const held = new AsyncLocalStorage<string[]>();

/** Runs `work`, and gives the warnings that it would have printed next to its result. Not to be nested. */
export async function holdWarnings<T>(work: () => Promise<T>): Promise<{ value: T; warnings: readonly string[] }> {
  const warnings: string[] = [];
  const target = console;
  const warn = target.warn;
  target.warn = (...parts: unknown[]) => {
    const list = held.getStore();
    if (list) list.push(format(...parts));
    else warn.apply(target, parts);
  };
  try {
    return { value: await held.run(warnings, work), warnings };
  } finally {
    target.warn = warn;
  }
}
