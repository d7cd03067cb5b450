import { describe, expect, it } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { openFits } from '../../lib/fluent/fits-file.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { describeShared, referenceValues, shared } from '../helpers/shared.js';

const structure = { SIMPLE: true, BITPIX: 16, NAXIS: 3, NAXIS1: 0, NAXIS2: 2, NAXIS3: 2, GROUPS: true };

/** Two groups with two parameters and 2 x 2 numbers each. */
function groupsFile(cards: Record<string, string | number> = {}): Uint8Array {
  const numbers = [1, 10, 1, 2, 3, 4, 2, 20, 5, 6, 7, 8];
  const data = new Uint8Array(24);
  const view = new DataView(data.buffer);
  for (const [i, value] of numbers.entries()) view.setInt16(2 * i, value);
  return encodeFits([{ header: Header.fromObject({ ...structure, PCOUNT: 2, GCOUNT: 2, ...cards }), data }]);
}

describe('random groups', () => {
  it('are a table with one row per group, one column per parameter, and the arrays in DATA', async () => {
    const cards = { PTYPE1: 'UU', PSCAL1: 0.5, PZERO1: 100, BSCALE: 2, BUNIT: 'JY' };
    const table = await (await openFits(groupsFile(cards))).table();
    expect(table.names).toEqual(['UU', 'PAR2', 'DATA']);
    expect([...table.columns.UU]).toEqual([100.5, 101]);
    expect([...table.columns.PAR2]).toEqual([10, 20]);
    expect(table.columns.DATA.unit).toBe('JY');
    const values = table.data.stored.get('DATA')?.values;
    expect(values).toBeInstanceOf(Vectors);
    expect([...(values as Vectors<number>).data]).toEqual([2, 4, 6, 8, 10, 12, 14, 16]);
    expect((values as Vectors<number>).shape).toEqual([2, 2]);
  });

  it('add parameters of the same name, as used for dates', async () => {
    const table = await (await openFits(groupsFile({ PTYPE1: 'DATE', PTYPE2: 'DATE', PSCAL2: 0.01 }))).table(0);
    expect(table.names).toEqual(['DATE', 'DATA']);
    expect([...table.columns.DATE]).toEqual([1.1, 2.2]);
  });

  it('can be read in part', async () => {
    const table = await (await openFits(groupsFile())).table(0, { rows: [1, 2], columns: ['PAR1'] });
    expect(table.toObjects()).toEqual([{ PAR1: 2 }]);
  });

  it('that are truncated, or declare more data than there are, are refused before memory is allocated', async () => {
    const bytes = groupsFile();
    await expect((await openFits(bytes.subarray(0, 2890))).table(0)).rejects.toMatchObject({ code: 'truncated-file' });
    await expect((await openFits(groupsFile({ GCOUNT: 1e12 }))).table(0)).rejects.toMatchObject({
      code: 'truncated-file',
      message: expect.stringMatching(/declares 12000000000000 bytes of groups/),
    });
    await expect((await openFits(groupsFile({ GCOUNT: 0, PCOUNT: 1e12 }))).table(0)).rejects.toMatchObject({
      code: 'bad-header',
      message: expect.stringMatching(/PCOUNT is 1000000000000, but groups have at most 999/),
    });
  });
});

interface ReferenceGroups {
  readonly parnames: readonly string[];
  readonly par: Readonly<Record<string, readonly number[]>>;
  readonly gcount: number;
  readonly data: {
    readonly sum: number;
    readonly n: number;
    readonly sample_index: number[];
    readonly sample: number[];
  };
}

describeShared('random groups of the reference files', () => {
  const { files } = referenceValues<{ files: { file: string; hdus: ReferenceGroups[] }[] }>('fits');

  it.each(files.filter(({ hdus }) => hdus[0]?.parnames).map(({ file, hdus }) => [file, hdus[0]] as const))(
    'have the same parameters and visibilities as in astropy: %s',
    async (name, expected) => {
      const table = await (await openFits(shared(`data/${name}`))).table(0);
      expect(table.length).toBe(expected.gcount);
      for (const [key, values] of Object.entries(expected.par)) {
        const parameter = key.slice(key.indexOf(':') + 1);
        // the reference has each parameter separately; those of the same name are added in a table
        const count = expected.parnames.filter(other => other === parameter).length;
        const column = [...table.columns[parameter]].slice(0, values.length);
        column.forEach((value, i) => {
          expect(value).toBeCloseTo(count * values[i], 9);
        });
      }
      const values = table.data.stored.get('DATA')?.values;
      expect(values).toBeInstanceOf(Vectors);
      const data = (values as Vectors<number>).data;
      expect(data).toHaveLength(expected.data.n);
      expected.data.sample_index.forEach((at, k) => {
        expect(data[at]).toBe(expected.data.sample[k]);
      });
    },
  );
});
