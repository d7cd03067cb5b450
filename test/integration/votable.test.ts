/** VOTables written by us and read by astropy and STILTS (Debian packages python3-astropy and stilts). */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { votableFormat } from '../../lib/formats/votable/votable-format.js';
import { withColumns } from '../../lib/table/column/table-data.js';
import { everyKind } from '../helpers/every-kind.js';

const python = '/usr/bin/python3';
const stilts = '/usr/bin/stilts';
if (process.env.CI === 'true' && !existsSync(python)) throw new Error(`CI needs ${python} with astropy`);

const folder = mkdtempSync(join(tmpdir(), 'skyframe-votable-'));
afterAll(() => rmSync(folder, { recursive: true }));

const READER = `
import json, sys, numpy as np
from astropy.io.votable import parse_single_table
table = parse_single_table(sys.argv[1], verify='ignore')
def plain(x):
    if x is np.ma.masked: return None
    if isinstance(x, np.ndarray): return [plain(item) for item in np.ma.asarray(x).reshape(-1)]
    if isinstance(x, (complex, np.complexfloating)): return [x.real, x.imag]
    return x.item() if hasattr(x, 'item') else x
print(json.dumps({f.name: [str(x) for x in map(plain, table.array[f.ID])] for f in table.fields}))
`;

/** A table with every column type except arrays of strings, which astropy does not read. */
function table() {
  const { data } = everyKind();
  return withColumns(data, new Map([...data.stored].filter(([name]) => name !== 'words' && name !== 'texts')));
}

const FORMS = ['TABLEDATA', 'BINARY2'] as const;

async function write(form: string): Promise<string> {
  const path = join(folder, `${form}.vot`);
  writeFileSync(path, (await votableFormat.write?.(table(), path, { compress: form })) as Uint8Array);
  return path;
}

describe.skipIf(!existsSync(python))('our VOTables in astropy', () => {
  it.each(FORMS)('has the same values (%s)', async form => {
    const read = JSON.parse(
      execFileSync(python, ['-W', 'ignore', '-c', READER, await write(form)], { encoding: 'utf8' }),
    );
    expect(read).toMatchObject({
      f64: ['1.5', expect.stringMatching(/nan|None/), '-0.0'],
      i32: ['-1', 'None', '2147483647'],
      u8: ['0', '255', '7'],
      i64: ['4611686018427387904', 'None', '-1'],
      flag: ['True', 'None', 'False'],
      name: ['a', '', 'ünïcode ★'],
      when: ['1970-01-01T00:00:00.000', '', '2017-07-14T02:40:00.000'],
      cube: ['[0, 1, 2, 3]', '[4, 5, 6, 7]', '[8, 9, 10, 11]'],
      vis: ['[1.0, 2.0]', '[3.0, 4.0]', '[5.0, 6.0]'],
      bits: ['[True, False]', '[False, True]', '[True, True]'],
      ids: ['[1]', '[]', '[1152921504606846976]'],
    });
  });
});

describe.skipIf(!existsSync(stilts))('our VOTables in STILTS', () => {
  it.each(FORMS)('has the same values (%s)', async form => {
    const csv = execFileSync(stilts, ['tpipe', `in=${await write(form)}`, 'ifmt=votable', 'ofmt=csv'], {
      encoding: 'utf8',
    });
    const [names, first, second] = csv.trim().split('\n');
    expect(names).toMatch(/^f64,f32,i32,u8,i64,flag,name,/);
    expect(first).toMatch(/^1\.5,1\.5,-1,0,4611686018427387904,true,a,/);
    expect(second).toMatch(/^,,,255,,,,/);
  });
});
