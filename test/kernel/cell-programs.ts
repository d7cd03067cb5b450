import { expect } from 'vitest';
import type { CellSession } from './cell-session.js';

/** Cells that run in sequence, and what the last one shows: the text of its value, or its error message. */
export type Program = readonly [name: string, cells: readonly string[], expected: string | undefined | RegExp];

/**
 * Runs the cells of a program and compares what the last one shows.
 *
 * Messages name cells by their number: these are compared as if the program's first cell were the first of the session.
 */
export async function checkProgram(session: CellSession, [, cells, expected]: Program): Promise<void> {
  const { count } = await session.run('');
  for (const cell of cells.slice(0, -1)) await session.value(cell);
  const last = cells[cells.length - 1];
  if (!(expected instanceof RegExp)) {
    expect(await session.value(last)).toBe(expected);
    return;
  }
  const { evalue } = await session.failure(last);
  const fromOne = evalue.replace(/\bcell (\[?)(\d+)/g, (_, bracket, number) => `cell ${bracket}${number - count}`);
  expect(fromOne).toMatch(expected);
}
