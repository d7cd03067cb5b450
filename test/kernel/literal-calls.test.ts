import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { literalCalls } from '../../kernel-setup/compiler/tables/files/literal-calls.js';
import { type TableLibrary, tableReading } from '../../kernel-setup/compiler/tables/files/table-readings.js';
import { TypeCache } from '../../kernel-setup/compiler/tables/files/type-cache.js';
import { loadTslab } from '../../kernel-setup/compiler/tslab.js';

const { ts } = loadTslab();
const folder = mkdtempSync(join(tmpdir(), 'skyframe-types-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The paths that a cell reads, and may be typed by. */
function paths(source: string, previous = ''): string[] {
  return literalCalls(ts, source, previous).map(({ path }) => path);
}

describe('the paths that a cell reads tables from', () => {
  test.each([
    ["readTable('a.csv')"],
    ['readTable("a.csv")'],
    ['readTable(`a.csv`)'],
    ["sky.readTable('a.csv')"],
    ["readTable(('a.csv'))"],
    ["readTable('a.csv' as const)"],
    ["const p = 'a.csv'; readTable(p)"],
    [`const d = 'a'; readTable(\`\${d}.csv\`)`],
    ["import { readTable as r } from 'skyframe'; r('a.csv')"],
    ["import { headerTable as r } from 'skyframe'; r('a.csv')"],
    ["process.chdir('x'); readTable('/tmp/a.csv')", '/tmp/a.csv'],
    ["t.write('b.csv'); readTable('a.csv')"],
    ["readTable('a.csv'); t.write('a.csv')"],
    ["readTable('a.csv'); write()"],
    ["if (existsSync('a.csv')) readTable('a.csv')"],
    ["console.log('a.csv'); readTable('a.csv')"],
    ["/a/.exec(text); readTable('a.csv')"],
  ])('are found: %s', (source, path = 'a.csv') => {
    expect(paths(source)).toEqual([path]);
  });

  test.each([
    ['of a name of another kind', "table('a.csv')"],
    ['computed', "readTable('a' + '.csv')"],
    ['in a variable', 'readTable(p)'],
    ['of a constant that is no text', 'const p = f(); readTable(p)'],
    ['on the web', "readTable('https://x.org/a.csv')"],
    ['in a changing folder', "process.chdir('x'); readTable('a.csv')"],
    ['in a folder that changes later, in a function', "const f = () => readTable('a.csv'); process.chdir('x')"],
    ['written before', "t.write('a.csv'); readTable('a.csv')"],
    ['written before, under another folder', "t.write('./x/a.csv'); readTable('a.csv')"],
    ['written before to a path in a constant', "const p = 'a.csv'; t.write(p); readTable('a.csv')"],
    ['perhaps written before', "t.write(p); readTable('a.csv')"],
    ['perhaps written before by a template', `t.write(\`\${d}\${n}\`); readTable('a.csv')`],
    ['perhaps made before', "await simulateNight(); readTable('a.csv')"],
    ['made by a program', "spawnSync('make', words); f('a.csv'); readTable('a.csv')"],
    ['written in the loop that reads it', "for (const x of y) { readTable('a.csv'); t.write('a.csv'); }"],
    ['in a comment', "// readTable('a.csv')"],
  ])('are left out: %s', (_, source) => {
    expect(paths(source)).toEqual([]);
  });

  test('may be constants, and readers under other names, of earlier cells', () => {
    const previous =
      'import { readTable as rt } from "skyframe";\ndeclare const file = "a.csv";\ndeclare let other: string;\n';
    expect(paths('rt(file)', previous)).toEqual(['a.csv']);
    expect(paths('rt(other)', previous)).toEqual([]);
  });

  test.each([
    ["const t = await readTable('a.csv')", null],
    ["let t = await readTable('a.csv')", null],
    ["let t = await readTable('a.csv'); t = t.head(3)", 'itself'],
    ["let t = (await readTable('a.csv')).head(1); t = (await t.load()).x", 'itself'],
    ["let t = await readTable('a.csv'); t = t.head(3); t = u", 'other'],
    ["let t = await readTable('a.csv'); const f = () => { t = u; }", 'other'],
    ["let t = await readTable('a.csv'); ({ t } = u)", 'other'],
    ["let t = await readTable('a.csv'); for (t of u) {}", 'other'],
    ["t = await readTable('a.csv')", 'other'],
    ["[t] = [await readTable('a.csv')]", 'other'],
  ])('go to variables that are set, or not: %s', (source, setTo) => {
    expect(literalCalls(ts, source, '')[0].setTo).toBe(setTo);
  });
});

describe('a call of readTable', () => {
  const library = (): Promise<TableLibrary> => Promise.reject(new Error('not needed'));
  const keyOf = (source: string): string | undefined =>
    tableReading(literalCalls(ts, source, '')[0], folder, library)?.key;

  test.each([
    ["readTable('a.fits')", 'a.fits'],
    ["readTable('a.fits', {})", 'a.fits'],
    ["readTable('a.fits', { columns: anything })", 'a.fits'],
    ["readTable('a.fits', { hdu: 2 })", 'a.fits[2]'],
    ["readTable('a.fits', { 'hdu': 'SCI', columns: ['x'] })", 'a.fits[SCI]'],
    ["readTable('a.db', { table: 0 })", 'a.db[0]'],
    ["readTable('a.fits', { hdu })", undefined],
    ["readTable('a.fits', { hdu: 2, rows: [0, 1] })", undefined],
    ["readTable('a.fits', { rows: [0, 1] })", undefined],
    ["readTable('a.fits', { schema: { x: 'number' } })", undefined],
    ["readTable('a.fits', options)", undefined],
    ["readTable('a.fits', { ...options })", undefined],
  ])('%s has the key %s', (source, key) => {
    expect(keyOf(source)).toBe(key);
  });
});

describe('the types of files', () => {
  const file = join(folder, 'a.csv');
  let written = 0;
  const write = (text: string): void => {
    writeFileSync(file, text);
    const date = new Date(2e12 + 1000 * ++written);
    utimesSync(file, date, date);
  };

  test('are found once for each state of the file, and its warnings are given once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const find = vi.fn(() => {
      console.warn('something about %s', 'a.csv');
      return Promise.resolve({ type: '{}' });
    });
    const reading = { id: 'a', files: [file], find };
    const cache = new TypeCache();
    write('1');
    await Promise.all([cache.prepare([reading]), cache.prepare([reading])]);
    expect(cache.typeOf(reading)).toBe('{}');
    expect(cache.takeWarnings([reading])).toEqual(['something about a.csv']);
    expect(cache.takeWarnings([reading])).toEqual([]);
    write('2');
    expect(cache.typeOf(reading)).toBeNull();
    await cache.prepare([reading]);
    expect(cache.typeOf(reading)).toBe('{}');
    expect(find).toHaveBeenCalledTimes(2);
    expect(warn).not.toHaveBeenCalled();
  });

  test('are not known of a file that cannot be read, or changes while it is read', async () => {
    const cache = new TypeCache();
    const broken = { id: 'broken', files: [file], find: () => Promise.reject(new Error('no table')) };
    const changing = {
      id: 'changing',
      files: [file],
      find: () => {
        write('3');
        return Promise.resolve({ type: '{}' });
      },
    };
    await cache.prepare([broken, changing]);
    expect([cache.typeOf(broken), cache.typeOf(changing)]).toEqual([null, null]);
  });

  test('are those of the header alone where a FITS file is large, and unknown of other large files', async () => {
    const columns = new Map([
      ['n', { kind: 'int32', unit: '', description: '', valid: null, values: [] }],
      ['m', { kind: 'float64', unit: 'mag', description: 'how */ bright', valid: null, values: [] }],
    ]);
    const readTable = vi.fn((_path: string, _options?: object) =>
      Promise.resolve({ data: { stored: columns }, columns: 0, filter: 0, derive: 0, select: 0 }),
    );
    const library = (): Promise<TableLibrary> => Promise.resolve({ readTable, headerTable: readTable });
    const typeOf = async (name: string, text: string, length: number) => {
      writeFileSync(join(folder, name), text);
      truncateSync(join(folder, name), length);
      const [call] = literalCalls(ts, `readTable('${name}')`, '');
      return (await tableReading(call, folder, library)?.find())?.type;
    };
    const mag = '/** how * / bright [mag] */ m: import("skyframe").Quantity<"mag">;';
    const large = 2 ** 25 + 1;
    expect(await typeOf('small.fits', 'SIMPLE', 2880)).toBe(`{ n: number; ${mag} }`);
    expect(readTable.mock.lastCall?.[1]).toEqual({});
    expect(await typeOf('large.fits', 'SIMPLE', large)).toBe(`{ n: number | null; ${mag} }`);
    expect(readTable.mock.lastCall?.[1]).toEqual({ rows: [0, 0] });
    expect(await typeOf('large.csv', 'n\n1\n', large)).toBeNull();
  });
});
