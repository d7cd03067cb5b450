/** Variable-length arrays of binary tables. */
import { describe, expect, it } from 'vitest';
import type { CardValue } from '../../lib/fits/header/card.js';
import { ascii, cells, failing, readFile, tableFile } from './table-file.js';

describe('variable-length arrays', () => {
  /** Two rows of descriptors, then the heap. */
  const arrays = (
    form: string,
    descriptors: readonly number[],
    heap: readonly number[],
    cards: Record<string, CardValue> = {},
  ) => {
    const rows = Int32Array.from(descriptors);
    const bytes = new Uint8Array(4 * rows.length + heap.length);
    const view = new DataView(bytes.buffer);
    for (const [i, value] of rows.entries()) view.setInt32(4 * i, value);
    bytes.set(heap, 4 * rows.length);
    const rowLength = form.includes('Q') ? 16 : 8;
    return tableFile({ TTYPE1: 'c', TFORM1: form, ...cards }, bytes, {
      rowLength,
      rows: (4 * rows.length) / rowLength,
      heap: heap.length,
    });
  };
  const read = async (file: Uint8Array) => (await readFile(file)).stored.get('c')!;

  it('are lists, whatever the order in the heap', async () => {
    const lists = await read(arrays('PI(3)', [1, 4, 2, 0], [0, 1, 0, 2, 0, 3]));
    expect([lists.kind, cells(lists)]).toEqual(['list', [[3], [1, 2]]]);
    expect(cells(await read(arrays('1QB', [0, 2, 0, 1, 0, 0, 0, 9], [7, 8, 9])))).toEqual([[8, 9], []]);
    expect(cells(await read(arrays('PX(10)', [10, 0], [0b10000000, 0b01000000])))).toEqual([
      [1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ]);
  });

  it('are scaled and have missing elements like other columns', async () => {
    expect(cells(await read(arrays('PB', [2, 0], [9, 10], { TNULL1: 9 })))).toEqual([[NaN, 10]]);
    expect(cells(await read(arrays('PB', [2, 0], [9, 10], { TZERO1: -128 })))).toEqual([[-119, -118]]);
    expect(cells(await read(arrays('PL', [3, 0], ascii('T\0F'))))).toEqual([[1, NaN, 0]]);
  });

  it('of characters are text', async () => {
    const texts = await read(arrays('PA(5)', [2, 0, 3, 2], ascii('abcd ')));
    expect([texts.kind, cells(texts)]).toEqual(['string', ['ab', 'cd']]);
  });

  it('begin at THEAP', async () => {
    const data = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0, 99, 99, 7);
    const file = tableFile({ TTYPE1: 'c', TFORM1: 'PB(1)', THEAP: 10 }, data, { rowLength: 8, rows: 1, heap: 3 });
    expect(cells((await readFile(file)).stored.get('c')!)).toEqual([[7]]);
  });

  it('that point outside the heap are refused by row and column', async () => {
    for (const descriptor of [
      [4, 0],
      [1, 3],
      [-1, 0],
      [1, -1],
      [2 ** 31 - 1, 0],
    ]) {
      const error = await failing(read(arrays('PB', [1, 0, ...descriptor], [1, 2, 3])));
      expect(error.code).toBe('bad-table');
      expect(error.message).toMatch(/HDU 1, row 1, column 'c': it points to .* of the heap, which has 3 bytes/);
    }
    const huge = await failing(read(arrays('QB', [2 ** 30, 0, 0, 0], [1, 2, 3])));
    expect(huge.code).toBe('bad-table');
  });

  it('may share bytes of the heap, but a small file must not claim a large amount of memory', async () => {
    const rows = 20_000;
    const heap = new Array<number>(10_000).fill(1);
    const shared = arrays(
      'PB',
      new Array(2 * 10).fill(0).flatMap((_, i) => (i % 2 === 0 ? [3] : [0])),
      [1, 2, 3],
    );
    expect(cells(await read(shared))).toEqual(new Array(10).fill([1, 2, 3]));
    const bomb = arrays(
      'PB',
      Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? heap.length : 0)),
      heap,
    );
    expect((await failing(read(bomb))).message).toMatch(/many times the heap/);
  });
});
