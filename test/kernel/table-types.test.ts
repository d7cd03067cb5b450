import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

let session: CellSession;
/** The value of the very first cell. */
let first: unknown;

const VISITS = '# units: ,,mag\nname,filter,mag\na,V,14.5\nb,B,15\nc,V,16\n';

beforeAll(async () => {
  session = new CellSession({ 'notebooks/visits.csv': VISITS, 'notebooks/stars.csv': 'id,ra\n1,10\n2,20\n' });
  first = await session.value(
    "import { readTable } from 'skyframe';\nconst visits = await readTable('visits.csv');\n" +
      "visits.filter(r => r.filter === 'V' && r.mag < 15).length",
  );
  await session.value("import { Table } from 'skyframe';\nimport * as sky from 'skyframe';");
});

afterAll(() => session.close());

/** The message of a cell's type error. */
async function words(code: string): Promise<string> {
  const { ename, evalue } = await session.failure(code);
  expect(ename, evalue).toBe('TypeScriptError');
  return evalue;
}

/** Completions at the `|` in `code`, with the columns of the files that it names. */
async function completions(code: string): Promise<string[]> {
  await session.executor.prepare(code.replace('|', ''));
  return session.completions(code);
}

/** The signature of the name before the `|` in `code`. */
async function hover(code: string): Promise<string> {
  const position = code.indexOf('|') - 1;
  const plain = code.replace('|', '');
  await session.executor.prepare(plain);
  return session.executor.inspect(plain, position)?.signature.replace(/\s+/g, ' ') ?? '';
}

describe('a table read from a path that the cell names', () => {
  test('has the columns of the file in the first cell that a newcomer types', () => {
    expect(first).toBe('1');
  });

  test.each([
    ["const t = await readTable('visits.csv');\nt.columns.|"],
    ["const t = await readTable('visits.csv');\nt.filter(r => r.|"],
    ["const t = await readTable('visits.csv');\nt.select('|')"],
    ["const t = await readTable(`visits.csv`);\nt.column('|')"],
    ["const t = await sky.readTable('./visits.csv');\nt.columns.|"],
    ["import { readTable as rt } from 'skyframe';\nconst t = await rt('visits.csv');\nt.columns.|"],
    ["const { readTable: rt } = await import('skyframe');\nconst t = await rt('visits.csv');\nt.columns.|"],
    [`const folder = '.';\nconst t = await readTable(\`\${folder}/visits.csv\`);\nt.columns.|`],
    ["const file = 'visits.csv';\nconst t = await readTable(file);\nt.columns.|"],
    ["async function load() {\n  const t = await readTable('visits.csv');\n  return t.columns.|"],
  ])('is completed in the cell itself: %s', async code => {
    expect((await completions(code)).sort()).toEqual(['filter', 'mag', 'name']);
  });

  test('shows units and types on hover, in this cell and the next', async () => {
    expect(await hover("const t = await readTable('visits.csv');\nt.columns.mag|")).toContain('Column<number, "mag">');
    expect(await hover('visits.columns.mag|')).toContain('Column<number, "mag">');
    expect(await hover('visits.filter(r => r.filter|')).toBe('(property) filter: string');
    expect(await completions('visits.columns.|')).toEqual(['name', 'filter', 'mag']);
  });

  test('is checked against the columns of the file', async () => {
    expect(await words("(await readTable('visits.csv')).columns.magg")).toMatch(/Nearest: mag$/);
    expect(await words("(await readTable('visits.csv')).columns.name[0].toFixed(2)")).toMatch(/'toFixed'/);
  });

  test('is typed by the file as it is when the cell is compiled', async () => {
    session.write('notebooks/changing.csv', 'a\n1\n');
    await session.value("(await readTable('changing.csv')).columns.a[0].toFixed()");
    session.write('notebooks/changing.csv', 'b\nx\n');
    expect(await words("(await readTable('changing.csv')).columns.a")).toMatch(
      /Property 'a' does not exist.* Possible: b\nThese are the columns of the file as it is now\./,
    );
    expect(await session.value("(await readTable('changing.csv')).columns.b[0].length")).toBe('1');
  });

  test('has the type of a column that turns to text at row 5000', async () => {
    const rows = Array.from({ length: 6000 }, (_, row) => (row === 5000 ? 'x' : String(row)));
    session.write('notebooks/late.csv', `v\n${rows.join('\n')}\n`);
    expect(await hover("(await readTable('late.csv')).columns.v|")).toContain('Column<string, string>');
  });

  test('shows where values may be missing', async () => {
    session.write('notebooks/gaps.csv', 'name,n,flag\na,1,true\n,,\n');
    const code = "const t = await readTable('gaps.csv');\nt.filter(r => r.";
    expect(await hover(`${code}name|`)).toBe('(property) name: string | null');
    expect(await hover(`${code}n|`)).toBe('(property) n: number | null');
    expect(await hover(`${code}flag|`)).toBe('(property) flag: boolean | null');
    expect(await words("(await readTable('gaps.csv')).filter(r => r.name.length > 1)")).toMatch(/possibly 'null'\.?$/);
  });

  test('keeps two files apart, and names that are no identifiers', async () => {
    session.write('notebooks/odd.csv', '"B-V","it\'s"\n1,x\n');
    const code =
      "const [v, o] = await Promise.all([readTable('visits.csv'), readTable('odd.csv')]);\n" +
      "v.columns.mag[0] + o.columns['B-V'][0] + o.columns[\"it's\"][0].length";
    expect(await session.value(code)).toBe('16.5');
    expect(await completions("o.column('|')")).toEqual(['B-V', "it's"]);
  });

  test.each(['fits', 'ecsv', 'xml', 'parquet'])('is typed from a file of any format: .%s', async ending => {
    const make = 'Table.fromColumns({ n: [1n], ra: [1.5], who: ["x"] }, { units: { ra: "deg" } })';
    await session.value(`await ${make}.write('made.${ending}')`);
    const code = `const t = await readTable('made.${ending}');\n`;
    expect(await hover(`${code}t.columns.ra|`)).toContain('Column<number, "deg">');
    expect(await hover(`${code}t.columns.n|`)).toContain('Column<bigint');
    expect(await hover(`${code}t.columns.who|`)).toContain('Column<string');
  });

  test('is typed by the table that hdu or columns choose; other options leave it open', async () => {
    await session.value("await Table.fromColumns({ a: ['x'], b: [1] }).write('two.fits')");
    expect(await completions("(await readTable('two.fits', { hdu: 1 })).columns.|")).toEqual(['a', 'b']);
    expect(await completions("(await readTable('two.fits', { hdu: 1, columns: ['b'] })).columns.|")).toEqual(['b']);
    expect(await completions("(await readTable('two.fits', { rows: [0, 1] })).columns.|")).toEqual([]);
    expect(await hover("(await readTable('visits.csv', { schema: { mag: 'string' } })).columns.mag|")).toContain(
      'Column<string',
    );
  });

  test('of a missing file is left to the run', async () => {
    const { ename, evalue } = await session.failure("await readTable('absent.csv')");
    expect(ename).not.toBe('TypeScriptError');
    expect(evalue).toMatch(/absent\.csv/);
    expect(await completions("(await readTable('absent.csv')).columns.|")).toEqual([]);
  });

  test('is looked for in the folder of the moment', async () => {
    mkdirSync(join(session.project, 'notebooks/other'));
    session.write('notebooks/other/visits.csv', 'elsewhere\n1\n');
    const read = "(await readTable('visits.csv')).columns.";
    expect(await completions(`process.chdir('other');\n${read}|`)).toEqual([]);
    await session.value("process.chdir('other');");
    try {
      expect(await completions(`${read}|`)).toEqual(['elsewhere']);
    } finally {
      await session.value("process.chdir('..');");
    }
    expect(await completions(`${read}|`)).toEqual(['name', 'filter', 'mag']);
  });

  test('is not typed by a file that the cell itself may write before', async () => {
    session.write('notebooks/own.csv', 'old\n1\n');
    const make = "await Table.fromColumns({ fresh: ['x'] }).write('own.csv');\n";
    expect(await session.value(`${make}(await readTable('own.csv')).columns.fresh[0]`)).toBe("'x'");
    expect(await completions(`const path = './own.csv';\nsave(path);\n(await readTable('own.csv')).columns.|`)).toEqual(
      [],
    );
    const other =
      "await visits.write('unrelated.csv');\nconst m = /c(.)v/.exec(first);\nsky.join(x, 'own.csv');\n(await readTable('own.csv')).columns.|";
    expect(await completions(other)).toEqual(['fresh']);
  });
});

describe('a variable that holds a table', () => {
  test('has its real columns and units in the cells after its own', async () => {
    await session.value("const name = ['visits', 'csv'].join('.');\nconst loose = await readTable(name);");
    expect(await completions('loose.columns.|')).toEqual(['name', 'filter', 'mag']);
    expect(await hover('loose.columns.mag|')).toContain('Column<number, "mag">');
    expect(await session.value("loose.filter(r => r.filter === 'V' && r.mag < 15).length")).toBe('1');
    expect(await words('loose.columns.magg')).toMatch(/Nearest: mag$/);
  });

  test('has them after pivot, join and verbs of the user', async () => {
    await session.value(
      "const wide = loose.pivot({ rows: 'name', columns: 'filter', values: 'mag', names: Array.of('V', 'B') });\n" +
        "const both = loose.join(loose.rename({ mag: 'other' }), { on: 'name' });\n" +
        'const any1 = JSON.parse.call(null, "1") && (loose as any).head(1);',
    );
    expect(await completions('wide.columns.|')).toEqual(['name', 'V', 'B']);
    expect((await completions('both.columns.|')).slice(0, 3)).toEqual(['name', 'filter', 'mag']);
    expect(await session.value('both.columns.other.unit')).toBe("'mag'");
    expect(await completions('any1.columns.|')).toEqual(['name', 'filter', 'mag']);
  });

  test('keeps the type that the user claims', async () => {
    await session.value(
      'const claimed = await readTable<{ mag: number }>(name);\nconst hidden: unknown = loose;\nconst free: any = loose;',
    );
    expect(await completions('claimed.columns.|')).toEqual(['mag']);
    expect(await hover('hidden|')).toBe('const hidden: unknown');
    expect(await hover('free|')).toBe('const free: any');
  });

  test('has the columns of a new table once it is declared again, also after a cell that failed', async () => {
    await session.value('const again = await readTable(name);');
    await session.value("const again = await readTable(['stars', 'csv'].join('.'));");
    expect(await completions('again.columns.|')).toEqual(['id', 'ra']);
    await session.failure('const again = loose.head(1);\nthrow new Error("x");');
    expect(await completions('again.columns.|')).toEqual(['name', 'filter', 'mag']);
    expect(await session.value('again.length')).toBe('1');
  });

  test('that is a let keeps its wider type when it is set to another table', async () => {
    await session.value('let current = await readTable(name);');
    expect(await completions('current.columns.|')).toEqual(['name', 'filter', 'mag']);
    await session.value("current = await readTable(['stars', 'csv'].join('.'));");
    expect(await hover('current|')).toMatch(/^let current: (sky\.)?Catalog<(sky\.)?RuntimeColumns>/);
    await session.value("current = await readTable(['visits', 'csv'].join('.'));");
    expect(await completions('current.columns.|')).toEqual([]);
  });

  test('that is a let and is only narrowed keeps its real columns', async () => {
    await session.value('let night = await readTable(name);');
    await session.value("night = night.filter(r => r.filter === 'V' && r.mag < 15);");
    expect(await completions('night.columns.|')).toEqual(['name', 'filter', 'mag']);
    await session.value("night = night.select('name');");
    expect(await session.value('night.length')).toBe('1');
  });

  test('that is a let with the columns of a file may be set to another file', async () => {
    await session.value("let file = await readTable('visits.csv');");
    expect(await completions('file.columns.|')).toEqual(['name', 'filter', 'mag']);
    await session.value("file = file.filter(r => r.filter === 'V');");
    expect(await completions('file.columns.|')).toEqual(['name', 'filter', 'mag']);
    await session.value("file = await readTable('stars.csv');");
    await session.value("let either = await readTable('visits.csv');\neither = await readTable('stars.csv');");
    expect(await session.value('either.length + file.length')).toBe('4');
  });
});

describe('a header table of a pattern that the cell names', () => {
  const card = (name: string, value: string): string => `${name.padEnd(8)}= ${value.padStart(20)}`.padEnd(80);
  const frame = (...cards: string[]): string =>
    [...[card('SIMPLE', 'T'), card('BITPIX', '8'), card('NAXIS', '0')], ...[...cards, 'END'.padEnd(80)]]
      .join('')
      .padEnd(2880);
  const code = "const night = await headerTable('night/*.fits', { keywords: ['OBSERVER', 'MOONALT'] });\n";

  test('has the types of the keywords in the files', async () => {
    await session.value("import { headerTable } from 'skyframe';");
    session.write('notebooks/night/a.fits', frame(card('OBSERVER', "'Payne   '"), card('MOONALT', '-12.5')));
    session.write('notebooks/night/b.fits', frame(card('MOONALT', '3.0')));
    expect(await hover(`${code}night.filter(f => f.OBSERVER|`)).toBe('(property) OBSERVER: string | null');
    expect(await session.value(`${code}night.filter(f => f.MOONALT < 0 && f.imagetyp === 'other').length`)).toBe('1');
  });

  test('notices a file that is new', async () => {
    session.write('notebooks/night/c.fits', frame(card('MOONALT', "'low     '")));
    expect(await hover(`${code}night.filter(f => f.MOONALT|`)).toBe('(property) MOONALT: string');
  });

  test('is left open where a frame may be written before; then its variable has the types', async () => {
    const made = `await visits.write('x.csv');\n${code}`;
    expect(await hover(`${made}night.filter(f => f.MOONALT|`)).toMatch(/string \| number/);
    await session.value(made);
    expect(await hover('night.filter(f => f.MOONALT|')).toBe('(property) MOONALT: string');
    expect(await hover('night.filter(f => f.imagetyp|')).toMatch(/imagetyp: (sky\.)?ImageType$/);
  });
});

describe('the types of tables', () => {
  test('are read from a file once, and again when it changes', async () => {
    session.write('notebooks/counted.csv', 'a\n1\n');
    await session.value(
      "const library = await import('skyframe');\nimport { promises } from 'node:fs';\nlet opened = 0;\n" +
        'const open = promises.open;\npromises.open = (...words: Parameters<typeof open>) => {\n' +
        "  if (String(words[0]).endsWith('counted.csv')) opened++;\n  return open(...words);\n};\n",
    );
    const code = "const t = await readTable('counted.csv');\nt.columns.|";
    for (let i = 0; i < 3; i++) expect(await completions(code)).toEqual(['a']);
    const once = Number(await session.value('opened'));
    for (let i = 0; i < 3; i++) await completions(code);
    expect(Number(await session.value('opened'))).toBe(once);
    appendFileSync(join(session.project, 'notebooks/counted.csv'), 'x\n');
    await completions(code);
    expect(Number(await session.value('opened'))).toBe(2 * once);
  });

  test('are asked for in the message on a column without one', async () => {
    const message = await words("const t = await readTable(name);\nt.filter(r => r.filter.trim() === 'V')");
    expect(message).toMatch(/The compiler does not know the columns of t\. .*\{ schema: \{ filter: 'string' \} \}/);
    expect(message).toMatch(/the next cell, where t has the columns of its table$/);
    expect(await words('const n: string = loose.columns.mag[0]')).not.toMatch(/schema/);
  });

  test('leave positions in the cell as they are', async () => {
    const { traceback } = await session.failure("const t = await readTable('visits.csv');\nt.columns.magg");
    expect(traceback).toContain('  2 | t.columns.magg');
  });
});
