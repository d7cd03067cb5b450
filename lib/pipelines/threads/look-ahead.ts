/**
 * Work begun before it is asked for, a little at a time, so that memory stays bounded.
 *
 * @module
 */

/**
 * A function that gives what `load` gives, and starts the next ones meanwhile.
 *
 * @param length how many there are
 * @param ahead how many may be on their way beyond the one asked for; 0 starts each when it is asked for
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
      loading.catch(() => {}); // whoever asks for it hears
      begun.set(k, loading);
    }
    const wanted = begun.get(index) ?? load(index);
    begun.delete(index);
    return wanted;
  };
}
