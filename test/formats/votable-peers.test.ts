/** VOTables as written by astropy and STILTS (test/fixtures/formats/astropy/make-every.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { votableFormat } from '../../lib/formats/votable/votable-format.js';
import { cellsOf, readWith } from './table-from-text.js';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/formats/astropy/${name}`, import.meta.url)));

const cells: Record<string, unknown[][]> = JSON.parse(new TextDecoder().decode(fixture('every.json')));

/** A cell in the form of make-every.py: a flat list, integers as texts. */
function flat(cell: unknown, isWhole: boolean): unknown[] {
  const items = Array.isArray(cell) ? cell : [cell];
  return items.map(item => (isWhole ? String(item) : typeof item === 'boolean' ? item : (item ?? '')));
}

describe('a VOTable of every type as written by astropy', () => {
  test.each(['tabledata', 'binary', 'binary2'])('is read to the last bit (%s)', async form => {
    const data = await readWith(votableFormat, fixture(`every-${form}.vot`));
    expect([...data.stored.keys()]).toEqual(Object.keys(cells));
    for (const [name, rows] of Object.entries(cells)) {
      const isWhole = /^[iu]\d/.test(name);
      const isBits = name.startsWith('bit_') && name !== 'bit_0';
      const expected = isBits ? rows.map(row => row.map(Number)) : rows;
      expect(
        cellsOf(data, name).map(cell => flat(cell, isWhole)),
        name,
      ).toEqual(expected);
    }
  });

  test('has vectors with the axes in the order of their arraysize', async () => {
    const data = await readWith(votableFormat, fixture('every-binary2.vot'));
    expect(data.stored.get('f8_2')?.values).toMatchObject({ shape: [2, 3], width: 6 });
    expect(data.stored.get('d_2')?.values).toMatchObject({ shape: [2, 3], width: 12, element: 'complex128' });
  });
});

describe('lists as written by STILTS', () => {
  test.each(['tabledata', 'binary', 'binary2'])('are read (%s)', async form => {
    const data = await readWith(votableFormat, fixture(`lists-${form}.vot`));
    expect(cellsOf(data, 'i')).toEqual([[1, 2, 3], [9]]);
    expect(cellsOf(data, 'pairs')).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
    expect(cellsOf(data, 'c')).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
    expect(cellsOf(data, 'words')).toEqual([['abc', 'def'], ['ghi']]);
    expect(cellsOf(data, 'b')).toEqual([[1, 0], [0]]);
    expect(cellsOf(data, 's')).toEqual(['Ω', 'plain']);
  });
});
