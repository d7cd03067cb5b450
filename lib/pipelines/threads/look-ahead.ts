/**
 * Starts work before it is needed, a little at a time, so that memory stays bounded.
 *
 * @module
 */

/**
 * Returns a function that returns what `load` returns, and meanwhile starts loading the next items.
 *
 * @param length number of items
 * @param ahead how many items may be loading beyond the one requested; 0 loads each on request
 */
export function lookAhead<T>(
  length: number,
  load: (index: number) => Promise<T>,
  ahead: number,
): (index: number) => Promise<T> {
  const begun = new Map<number, Promise<T>>();
  return index => {
    for (let k = index; k <= Math.min(index + ahead, length - 1); k++) {
      if (begun.has(k)) continue;
      const loading = load(k);
      loading.catch(() => {}); // reported to whoever requests the item
      begun.set(k, loading);
    }
    const wanted = begun.get(index) ?? load(index);
    begun.delete(index);
    return wanted;
  };
}
