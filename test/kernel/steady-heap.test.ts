import { getHeapStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { steadyHeap } from '../../kernel-setup/executor/steady-heap.js';

const MEGABYTE = 2 ** 20;
const usedHeap = (): number => getHeapStatistics().used_heap_size / MEGABYTE;

/** Objects that fill more of the heap than may be left as garbage. */
const manyObjects = (): object[] => Array.from({ length: 3_000_000 }, (_, i) => ({ i, half: i / 2 }));

test('garbage of a hundred megabytes is gone after the cell', () => {
  const afterCell = steadyHeap();
  const before = usedHeap();
  let objects: object[] | null = manyObjects();
  expect(usedHeap() - before).toBeGreaterThan(80);
  expect(objects.length).toBe(3_000_000);
  objects = null;
  afterCell();
  expect(usedHeap() - before).toBeLessThan(40);
});

test('what still lives stays, and is not looked through after each cell', () => {
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

test('cells do not find a gc function of ours', () => {
  steadyHeap();
  expect('gc' in globalThis).toBe(false);
});
