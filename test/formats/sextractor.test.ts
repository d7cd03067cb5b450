import { describe, expect, test } from 'vitest';
import { readTable } from '../../lib/fluent/read-table.js';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { sextractorFormat } from '../../lib/formats/sextractor/sextractor-format.js';
import { describeShared, shared } from '../helpers/shared.js';
import { cellsOf, readWith } from './table-from-text.js';

registerFormats();

const HEADER = `#   1 NUMBER                 Running object number
#   2 MAG_APER               Fixed aperture magnitude vector            [mag]
#   5 X_MAMA                 Position [along] x   [m**(-6)]
#   6 FLAGS
`;

describe('a SExtractor catalogue', () => {
  test('has a column for each element of a vector, with units and descriptions', async () => {
    const data = await readWith(sextractorFormat, `${HEADER} 1 15.1 15.0 14.9 0.5 0\n 2 16.1 16.0 15.9 0.6 3\n`);
    expect([...data.stored.keys()]).toEqual(['NUMBER', 'MAG_APER', 'MAG_APER_1', 'MAG_APER_2', 'X_MAMA', 'FLAGS']);
    expect(cellsOf(data, 'MAG_APER_2')).toEqual([14.9, 15.9]);
    expect(data.stored.get('MAG_APER_1')).toMatchObject({
      unit: 'mag',
      description: 'Fixed aperture magnitude vector',
    });
    expect(data.stored.get('X_MAMA')).toMatchObject({ unit: 'm**(-6)', description: 'Position [along] x' });
    expect(data.stored.get('FLAGS')).toMatchObject({ kind: 'int32', unit: '', description: '' });
  });

  test('ends with a vector if its rows have more values than the header numbers', async () => {
    const data = await readWith(sextractorFormat, '# 1 NUMBER\n# 2 FLUX_APER [count]\n1 10 20 30\n');
    expect([...data.stored.keys()]).toEqual(['NUMBER', 'FLUX_APER', 'FLUX_APER_1', 'FLUX_APER_2']);
    expect(cellsOf(data, 'FLUX_APER_2')).toEqual([30]);
  });

  test('uses the narrowest type that holds a column', async () => {
    const rows = '1 9007199254740993 1e400 a\n2 5 -1.5 2\n';
    const data = await readWith(sextractorFormat, `# 1 A\n# 2 B\n# 3 C\n# 4 D\n${rows}`);
    expect(cellsOf(data, 'B')).toEqual([9007199254740993n, 5n]);
    expect(cellsOf(data, 'C')).toEqual([Infinity, -1.5]);
    expect(cellsOf(data, 'D')).toEqual(['a', '2']);
  });

  test('without rows has its columns', async () => {
    const data = await readWith(sextractorFormat, HEADER);
    expect([...data.stored.keys()]).toEqual(['NUMBER', 'MAG_APER', 'MAG_APER_1', 'MAG_APER_2', 'X_MAMA', 'FLAGS']);
    expect(data.length).toBe(0);
  });

  test.each([
    ['a row of a different length', `${HEADER}1 2 3\n`, 'line 5: 3 values, but the header numbers 6 columns'],
    ['column numbers that do not increase', '# 1 A\n# 1 B\n1 2\n', 'line 2: column 1 comes after column 1'],
    ['no header', '1 2\n', "no header line '# 1 NAME'"],
    ['a header with too many columns', '# 1 A\n# 99999999 B\n', 'claims 99999999 columns'],
  ])('with %s is rejected', async (_, text, message) => {
    const error = await readWith(sextractorFormat, text).catch(reason => reason);
    expect(error.code).toBe('bad-table');
    expect(error.message).toContain(message);
  });

  test('is recognised by its first line', () => {
    const recognizes = (text: string) => sextractorFormat.recognizes?.(new TextEncoder().encode(text), 'x');
    expect(recognizes(HEADER)).toBe(true);
    expect(recognizes('# 1 NUMBER\n')).toBe(true);
    expect(recognizes('# 1 NUMBER\n 1\n 2\n')).toBe(true);
    expect(recognizes('# 1 star found\n1,2\n')).toBe(false);
    expect(recognizes('# 1 A note\nname,mag\n')).toBe(false);
    expect(recognizes('# 12 NUMBER\n')).toBe(false);
  });
});

describeShared('catalogues of SExtractor in ../shared', () => {
  test('are recognised by content', async () => {
    const table = await readTable<Record<string, number>>(shared('data/catalogs/ascii/sextractor2.dat'));
    expect(table.columns.MU_MAX.unit).toBe('mag * arcsec**(-2)');
    expect(table.columns.MAG_AUTO.median()).toBe(-5.3246);
  });
});
