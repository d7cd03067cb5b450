import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Notebook } from '../../kernel-setup/notebook-json.js';
import { scriptText } from '../../kernel-setup/script/script-text.js';

const folder = mkdtempSync(join(tmpdir(), 'skyframe-script-'));
const root = fileURLToPath(new URL('../..', import.meta.url));

beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'skyframe'));
  mkdirSync(join(folder, 'nights'));
  writeFileSync(join(folder, 'nights', 'visits.csv'), '# units: ,mag\nfilter,mag\nV,14.5\nB,15\n');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What may be said of `KnownTables` that are written by hand. */
const BY_HAND = `
import { headerTable, readTable, type Quantity } from 'skyframe';
declare module 'skyframe' {
  interface KnownTables {
    'cat.fits': { ra: Quantity<'deg'>; name: string };
    'cat.fits[2]': { z: number };
    'cat.fits[SCI]': { w: bigint };
  }
  interface KnownHeaders { 'night/*.fits': { OBSERVER: string | null } }
}
const first = await readTable('cat.fits');
first.columns.ra.unit satisfies 'deg';
const chosen = await readTable('cat.fits', { columns: ['name'] });
chosen.columns.name[0].length;
// @ts-expect-error: not chosen
chosen.columns.ra;
(await readTable('cat.fits', { hdu: 2 })).columns.z.median();
(await readTable('cat.fits', { table: 'SCI', columns: ['w'] })).columns.w[0] satisfies bigint;
// @ts-expect-error: 2 has no such column
(await readTable('cat.fits', { hdu: 2, columns: ['z'] })).columns.w;
const hdu: number = 2;
(await readTable('cat.fits', { hdu })).columns.any;
(await readTable('cat.fits', { rows: [0, 10] })).columns.any;
(await readTable('other.fits')).columns.any;
(await readTable<{ mine: number }>('cat.fits')).columns.mine;
(await readTable('cat.fits', { schema: { ra: 'string' } })).columns.ra[0].length;
const night = await headerTable('night/*.fits', { keywords: ['OBSERVER'] });
night.filter(frame => frame.OBSERVER !== null && frame.OBSERVER.length > 0 && frame.exptime > 3);
`;

/** A notebook of code cells and, where a text begins with `#`, of markdown. */
function notebookOf(...sources: string[]): Notebook {
  const cells = sources.map(source =>
    source.startsWith('#')
      ? { cell_type: 'markdown', metadata: {}, source }
      : { cell_type: 'code', metadata: {}, execution_count: null, outputs: [], source },
  );
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells } as unknown as Notebook;
}

function script(notebook: Notebook, ...words: string[]): { status: number | null; out: string; err: string } {
  writeFileSync(join(folder, 'nights', 'a.ipynb'), JSON.stringify(notebook));
  const program = join(root, 'bin', 'skyframe.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'script', 'nights/a.ipynb', ...words], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { status, out: stdout, err: stderr };
}

/** What the user's own TypeScript says of files. */
function errorsOf(...paths: string[]): string[] {
  const program = ts.createProgram(paths, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('skyframe script', () => {
  test('writes a script that compiles, with the columns of the tables that the notebook reads', () => {
    const { status, out, err } = script(
      notebookOf(
        '# A night\nof stars',
        "import { readTable } from 'skyframe';\nconst visits = await readTable('visits.csv');",
        "visits.filter(r => r.filter === 'V' && r.mag < 15)",
        "import { readTable, type Catalog } from 'skyframe';\ndisplay(visits.columns.mag.unit satisfies 'mag');",
      ),
    );
    expect(err).toBe('');
    expect(out).toBe('Script: nights/a.ts, with the columns of visits.csv\n');
    expect(status).toBe(0);
    const path = join(folder, 'nights', 'a.ts');
    writeFileSync(join(folder, 'by-hand.ts'), BY_HAND);
    expect(errorsOf(path, join(folder, 'by-hand.ts'))).toEqual([]);
    expect(readFileSync(path, 'utf8')).toContain('// # A night\n// of stars\n');
  });

  test('names what the columns of a computed path need', () => {
    const { status, out, err } = script(
      notebookOf(
        "import { readTable } from 'skyframe';\nconst visits = await readTable(['visits', 'csv'].join('.'));",
        'visits.filter(r => r.filter.trim() !== "")',
      ),
      '-o',
      'loose.ts',
    );
    expect(status).toBe(1);
    expect(err).toMatch(
      /TypeScript: loose\.ts, line 9: .*\n.*readTable\(path, \{ schema: \{ filter: 'string' \} \}\)\n/,
    );
    expect(out).toBe('Script: loose.ts; it has type errors\n');
    expect(existsSync(join(folder, 'loose.ts'))).toBe(true);
  });

  test('refuses a name that cells declare twice, a file that is no script, and a file of the user', () => {
    const { status, err } = script(notebookOf('const a = 1, b = 2;', 'const c = 3;', 'let a = 4; function b() {}'));
    expect(status).toBe(2);
    expect(err).toMatch(
      /^skyframe: a\.ipynb: a script declares each name once.*: a in cells 1 and 3, b in cells 1 and 3\n$/,
    );
    expect(script(notebookOf('1'), '-o', 'a.txt').err).toBe("skyframe: a script's file ends in .ts, got 'a.txt'\n");
    writeFileSync(join(folder, 'mine.ts'), 'export const mine = 1;');
    expect(script(notebookOf('1'), '-o', 'mine.ts').err).toMatch(/^skyframe: mine\.ts is there and was not written by/);
  });
});

describe('the text of a script', () => {
  const none = { tables: new Map<string, string>(), headers: new Map<string, string>() };

  test('joins the imports of a module, the types among them once', () => {
    const text = scriptText(
      notebookOf(
        "import * as fs from 'node:fs';\nimport { a, type B } from './m';\nimport type { C } from './m';\na();",
        "import './side';\nimport m, { B, a as d } from './m';\nconst x = 1;\n",
      ),
      'n.ipynb',
      none,
    );
    expect(text.split('\n').filter(line => line.startsWith('import'))).toEqual([
      "import * as fs from 'node:fs';",
      "import m from './m';",
      "import { B, a, a as d, type C } from './m';",
      "import './side';",
    ]);
    expect(text).toContain('// %%\na();\n');
  });

  test('keeps cells apart, and a display of the user', () => {
    const cells = ['const x = 3\n// three', 'x', '[1].map(y => y)', 'function display(z: number) {}', 'display(x);'];
    const text = scriptText(notebookOf(...cells), 'n.ipynb', none);
    expect(text).toContain('// %%\nconst x = 3;\n// three\n\n// %%\nx;\n\n// %%\n[1].map(y => y);\n');
    expect(text).not.toContain('const display');
  });

  test('is a module also without imports, and declares nothing that it does not use', () => {
    expect(scriptText(notebookOf('const x = 1;'), 'n.ipynb', none)).toBe(
      "// From n.ipynb by skyframe script; its paths start from the notebook's folder.\n\n// %%\nconst x = 1;\n\nexport {};\n",
    );
  });
});
