import { describe, expect, test } from 'vitest';
import { lookAhead } from '../../lib/pipelines/threads/look-ahead.js';

/** A loader that records which loads were started. */
function noted(): { begun: number[]; load: (index: number) => Promise<number> } {
  const begun: number[] = [];
  return {
    begun,
    load: async index => {
      begun.push(index);
      if (index === 3) throw new Error('no third');
      return 10 * index;
    },
  };
}

describe('looking ahead', () => {
  test('starts no more loads than allowed, and each once', async () => {
    const { begun, load } = noted();
    const ahead = lookAhead(10, load, 2);
    expect(await ahead(0)).toBe(0);
    expect(begun).toEqual([0, 1, 2]);
    expect(await ahead(1)).toBe(10);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  test('stops at the end of the list', async () => {
    const { begun, load } = noted();
    await lookAhead(2, load, 5)(0);
    expect(begun).toEqual([0, 1]);
  });

  test('starts only the requested load if the look-ahead is 0', async () => {
    const { begun, load } = noted();
    const ahead = lookAhead(10, load, 0);
    await ahead(4);
    await ahead(0);
    expect(begun).toEqual([4, 0]);
  });

  test('reports an error only for the item that failed', async () => {
    const ahead = lookAhead(10, noted().load, 4);
    await expect(ahead(2)).resolves.toBe(20);
    await expect(ahead(3)).rejects.toThrow('no third');
  });

  test('reloads an item that is requested again', async () => {
    const { begun, load } = noted();
    const ahead = lookAhead(3, load, 1);
    for (const pass of [0, 1]) for (let k = 0; k < 3; k++) expect(await ahead(k), `pass ${pass}`).toBe(10 * k);
    expect(begun.filter(k => k === 0)).toHaveLength(2);
  });
});
