/** Files and folders in quotes: where a path is meant, relative to the notebook, those that fit first. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completeReply } from '../../kernel-setup/kernel/language-replies.js';
import { CellSession } from './cell-session.js';

let session: CellSession;

const MANY = 3000;

beforeAll(async () => {
  const files = ['night/a.fits', 'night/b.fits.gz', 'night/c.fit', 'night/d.fz', 'night/log.txt', 'night/raw/e.fits'];
  const own = [
    'visits.csv',
    'stars.ecsv',
    'cat.vot',
    'obs.parquet',
    'notes.md',
    '.hidden',
    'run.ipynb',
    'master bias.fits',
    "o'neil.fits",
  ];
  session = new CellSession({
    ...Object.fromEntries([...files, ...own].map(name => [`notebooks/${name}`, ''])),
    'notebooks/helper.ts': 'export const a = 1;',
    'notebooks/types.d.ts': 'export type B = number;',
    'notebooks/data.json': '{}',
    'data/x.csv': '',
    'top.fits': '',
  });
  mkdirSync(join(session.project, 'many'));
  for (let i = 0; i < MANY; i++) writeFileSync(join(session.project, 'many', `f${i}.fits`), '');
  symlinkSync(join(session.project, 'data'), join(session.project, 'notebooks', 'linked'));
  symlinkSync(join(session.project, 'gone'), join(session.project, 'notebooks', 'broken'));
  await session.value(
    "import { headerTable, openFits, openFrame, openSeries, readTable, Table, writeTable } from 'skyframe';\n" +
      "import fs from 'node:fs';\nimport { readFile } from 'node:fs/promises';\nimport path from 'node:path';\n" +
      "const t = Table.fromColumns({ a: [1] });\nconst dir = 'night';",
  );
});

afterAll(() => session.close());

const FOLDERS = ['linked/', 'night/'];
const NIGHT = ['raw/', 'a.fits', 'b.fits.gz', 'c.fit', 'd.fz', 'log.txt'];

describe('a path in quotes', () => {
  test.each([
    ["openSeries('./night/|", NIGHT],
    ["openSeries('night/|')", NIGHT],
    ["await openFrame('night/|", NIGHT],
    ["openFits('night/|", NIGHT],
    ["headerTable('night/|", NIGHT],
    ["openSeries(['night/a.fits', 'night/|", NIGHT],
    ['openSeries("night/|")', NIGHT],
    ['openSeries(`night/|`)', NIGHT],
    ["fs.readFileSync('night/|", ['raw/', 'a.fits', 'b.fits.gz', 'c.fit', 'd.fz', 'log.txt']],
    ["await readFile('night/l|", ['log.txt']],
    ["fs.readdirSync('./night/r|", ['raw/']],
    ["readTable('../data/|", ['x.csv']],
    ["readTable('linked/|", ['x.csv']],
    ["t.write('../d|", ['data/']],
    ["console.log('./night/c|", ['c.fit']],
    ["const p = './night/c|';", ['c.fit']],
    ["new URL('./night/c|', 'file:///')", ['c.fit']],
    ["openFrame('night/A|", ['a.fits']],
    ["openFrame('mas|", ['master bias.fits']],
    ["openFrame('o|'", ["o'neil.fits", 'obs.parquet']],
    ['openFrame("o|"', ["o'neil.fits", 'obs.parquet']],
    ["openFrame('~/|", []],
    ["openFrame('nowhere/|", []],
    ["openFrame('https://|", []],
    ["openFrame('.h|", ['.hidden']],
    ["path.join('night', '|", []],
    ["path.join('ni|", ['night/']],
  ])('%s', (code, names) => expect(session.completions(code)).toEqual(names));

  test('has folders first, then the files that fit', () => {
    const frames = session.completions("openSeries('|");
    expect(frames.slice(0, 4)).toEqual([...FOLDERS, 'master bias.fits', "o'neil.fits"]);
    const tables = session.completions("readTable('./|");
    expect(tables.slice(0, 2)).toEqual(FOLDERS);
    expect(tables.slice(2, 9).sort()).toEqual(
      ['cat.vot', 'data.json', 'master bias.fits', "o'neil.fits", 'obs.parquet', 'stars.ecsv', 'visits.csv'].sort(),
    );
    expect(tables).toContain('notes.md');
    expect(tables).not.toContain('.hidden');
  });

  test('is written as its quotes need it', () => {
    const written = (code: string): unknown =>
      completeReply(code.replace('|', ''), session.completion(code))['matches'];
    expect(written("openFrame('o\\'|')")).toEqual(["o\\'neil.fits"]);
    expect(written("openFrame('./o|")).toEqual(["o\\'neil.fits", 'obs.parquet']);
    expect(written('openFrame("o|"')).toEqual(["o'neil.fits", 'obs.parquet']);
    expect(written('openFrame(`mas|`)')).toEqual(['master bias.fits']);
  });

  test('may be absolute or above the notebook', () => {
    expect(session.completions(`openFrame('${session.project}/|`)).toEqual([
      'data/',
      'many/',
      'notebooks/',
      'top.fits',
    ]);
    expect(session.completions("openFrame('../|")).toEqual(['data/', 'many/', 'notebooks/', 'top.fits']);
    expect(session.completions("openFrame('..|")).toEqual([]);
  });

  test('is cut in a folder of thousands', () => {
    const names = session.completions("openSeries('../many/|");
    expect(names.length).toBeGreaterThan(100);
    expect(names.length).toBeLessThan(MANY);
    expect(session.completions("openSeries('../many/f2999|")).toEqual(['f2999.fits']);
  });

  test('replaces the name after the last slash', () => {
    expect(session.completion("openFrame('night/a.f|")).toMatchObject({ start: 17, end: 20 });
    expect(session.completion("openFrame('night/a.f|its')")).toMatchObject({ start: 17, end: 23 });
    expect(session.completion("openFrame('ni|ght/a.fits')")).toMatchObject({ start: 11, end: 17 });
    expect(session.completion("openFrame('|').detect()")).toMatchObject({ start: 11, end: 11 });
    expect(session.completion("const f = await openFrame('./ni|\nf.detect();")).toMatchObject({ start: 29, end: 31 });
    expect(session.completion("openFrame('master b|")).toMatchObject({ start: 11, end: 19 });
  });

  test('is not completed where no path is meant', () => {
    expect(session.completions("const s = '|")).toEqual([]);
    expect(session.completions("'abc'.split('|")).toEqual([]);
    expect(session.completions('openFrame(`$' + '{dir}/|`)')).toEqual([]);
    expect(session.completions("t.column('|")).toEqual(['a']);
  });
});

describe('a path of a module', () => {
  test.each([
    ["import { a } from './|", ['linked/', 'night/', 'data.json', 'helper', 'types']],
    ["import { a } from './he|';", ['helper']],
    ["import './h|", ['helper']],
    ["export * from './h|", ['helper']],
    ["await import('./h|", ['helper']],
    ["import { a } from '../|", ['data/', 'many/', 'notebooks/']],
  ])('%s', (code, names) => expect(session.completions(code)).toEqual(names));
});
