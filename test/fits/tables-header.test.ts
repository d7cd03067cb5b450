/** What the header of a table says about its columns. */
import { describe, expect, it } from 'vitest';
import type { CardValue } from '../../lib/fits/header/card.js';
import { readHdus } from '../../lib/fits/read/read-hdus.js';
import { displayOf, printfOf } from '../../lib/fits/tables/display-format.js';
import { readTableHdu } from '../../lib/fits/tables/read/read-table-hdu.js';
import { bytesSource } from '../../lib/platform/byte-sources.js';
import { readFile, tableFile } from './table-file.js';

describe('the header of a table', () => {
  it('leads to generated names for unnamed columns, and to unique names for duplicates', async () => {
    const file = tableFile(
      { TFORM1: 'B', TTYPE2: 'x', TFORM2: 'B', TTYPE3: 'x', TFORM3: 'B', TTYPE4: 'x ', TFORM4: 'B' },
      Uint8Array.of(1, 2, 3, 4),
      { rowLength: 4 },
    );
    expect([...(await readFile(file)).stored.keys()]).toEqual(['col1', 'x', 'x_2', 'x_3']);
  });

  it('describes columns by TCOMM, or by an informative comment of TTYPE', async () => {
    const describe = async (cards: readonly [string, CardValue, string][]) => {
      const file = tableFile({ TFORM1: 'B' }, Uint8Array.of(1), { rowLength: 1 });
      const [, hdu] = await readHdus(bytesSource(file, 'a'), file, 'a');
      const header = cards.reduce((all, card) => all.with(...card), hdu.header);
      const table = await readTableHdu(bytesSource(file, 'a'), { ...hdu, header }, 'a');
      return [...table.stored.values()][0].description;
    };
    expect(await describe([['TTYPE1', 'c', 'label for field   1']])).toBe('');
    expect(await describe([['TTYPE1', 'c', 'name of field 1']])).toBe('');
    expect(await describe([['TTYPE1', 'c', 'column title: time']])).toBe('column title: time');
    expect(
      await describe([
        ['TTYPE1', 'c', 'time'],
        ['TCOMM1', 'mid-exposure', ''],
      ]),
    ).toBe('mid-exposure');
  });

  it('becomes meta without cards of columns and structure, and without what astropy serialized', async () => {
    const file = tableFile({ TFORM1: 'B', TTYPE1: 'c', TLMIN1: 3, EXTNAME: 'S', OBJECT: 'M 13' }, Uint8Array.of(1), {
      rowLength: 1,
    });
    const [, hdu] = await readHdus(bytesSource(file, 'a'), file, 'a');
    const header = [
      'mine',
      '--BEGIN-ASTROPY-SERIALIZED-COLUMNS--',
      'datatype:',
      '--END-ASTROPY-SERIALIZED-COLUMNS--',
      'too',
    ].reduce((all, line) => all.with('COMMENT', line), hdu.header);
    const { meta } = await readTableHdu(bytesSource(file, 'a'), { ...hdu, header }, 'a');
    expect(meta).toEqual({ name: 'S', OBJECT: 'M 13', comments: ['mine', 'too'] });
  });

  it('has display formats that convert both ways', () => {
    for (const [display, printf] of [
      ['F9.5', '%9.5f'],
      ['I10', '%10d'],
      ['I5.3', '%5.3d'],
      ['E14.7', '%14.7e'],
      ['G12.4', '%12.4g'],
      ['A8', '%8s'],
      ['Z8', '%8X'],
    ]) {
      expect(printfOf(display)).toBe(printf);
      expect(displayOf(printf)).toBe(display);
    }
    expect([printfOf('D14.7'), printfOf('EN10.3'), printfOf('L1'), printfOf('B16.16'), printfOf('%5d')]).toEqual([
      '%14.7e',
      '%10.3e',
      '',
      '',
      '',
    ]);
    expect([displayOf('%.3f'), displayOf('%d'), displayOf('%s'), displayOf('{:.2f}'), displayOf('')]).toEqual([
      'F15.3',
      'I11',
      '',
      '',
      '',
    ]);
  });
});
