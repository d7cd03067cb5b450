import { getHeapStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { steadyHeap } from '../../kernel-setup/executor/steady-heap.js';

const MEGABYTE = 2 ** 20;
const usedHeap = (): number => getHeapStatistics().used_heap_size / MEGABYTE;

/** Objects that take up more heap than is tolerated as garbage. */
const manyObjects = (): object[] => Array.from({ length: 3_000_000 }, (_, i) => ({ i, half: i / 2 }));

test('collects a hundred megabytes of garbage after the cell', () => {
  const afterCell = steadyHeap();
  const before = usedHeap();
  let objects: object[] | null = manyObjects();
  expect(usedHeap() - before).toBeGreaterThan(80);
  expect(objects.length).toBe(3_000_000);
  objects = null;
  afterCell();
  expect(usedHeap() - before).toBeLessThan(40);
});

test('keeps live objects, and does not run a collection after each cell', () => {
  const afterCell = steadyHeap();
  const objects = manyObjects();
  afterCell();
  const garbage = (): number => Array.from({ length: 100_000 }, (_, i) => [i]).length;
  garbage();
  const before = usedHeap();
  afterCell();
  expect(usedHeap()).toBeGreaterThanOrEqual(before - 1);
  expect(objects[2_999_999]).toEqual({ i: 2_999_999, half: 1_499_999.5 });
});

test('does not expose a gc function to cells', () => {
  steadyHeap();
  expect('gc' in globalThis).toBe(false);
});
