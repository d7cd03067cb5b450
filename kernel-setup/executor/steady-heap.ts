/**
 * Keeps the process's memory from growing cell by cell.
 *
 * Nothing leaks, but the compiler leaves two megabytes of garbage per cell, and V8 lets a heap grow to several times of
 * what lives in it before it looks. Here it is made to collect between the cells, where nobody waits.
 *
 * @module
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Growth that is always allowed [bytes]: about thirty cells. */
const MIN_GROWTH = 64 * 2 ** 20;
/** Allowed growth in addition to large user data, as a fraction of the last live size. */
const RELATIVE_GROWTH = 0.5;

/** Gives a function to be called after each cell: it collects garbage when the heap has grown by half. */
export function steadyHeap(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  let lived = usedHeap();
  return () => {
    if (usedHeap() - lived < Math.max(MIN_GROWTH, RELATIVE_GROWTH * lived)) return;
    collect();
    lived = usedHeap();
  };
}

function usedHeap(): number {
  return getHeapStatistics().used_heap_size;
}
