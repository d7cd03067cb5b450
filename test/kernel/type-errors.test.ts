import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closestNames } from '../../kernel-setup/compiler/errors/closest-names.js';
import { shortenTypes, shortType } from '../../kernel-setup/compiler/errors/short-types.js';
import { CellSession } from './cell-session.js';

let session: CellSession;

beforeAll(async () => {
  session = new CellSession();
  await session.value(
    "import { openFrame, Table } from 'skyframe';\n" +
      'const stars = Table.fromColumns({ x: [1], flux_4: [1], flux_6: [1], flux: [1], sky: [1] });\n' +
      "interface Options { readonly method?: 'median' | 'mean'; readonly kappa?: number }\n" +
      'class Night {\n' +
      '  combine(options: Options = {}): Promise<Frame> { return Promise.resolve({ width: options.kappa ?? 1 }); }\n' +
      '}\n' +
      'interface Frame { width: number }\n' +
      'const night = new Night();\n' +
      'function widthOf(frame: Frame): number { return frame.width; }\n' +
      'function total(frames: readonly Frame[]): number { return frames.length; }',
  );
});

afterAll(() => session.close());

/** The message of a cell's first type error, without its location. */
async function words(code: string): Promise<string> {
  const { ename, evalue } = await session.failure(code);
  expect(ename).toBe('TypeScriptError');
  return evalue.replace(/^cell \d+, line \d+: /, '');
}

describe('a misspelt name', () => {
  test.each([
    [
      'a column',
      'stars.columns.flux_5',
      /^Property 'flux_5' does not exist on stars\.columns, .*Nearest: flux_4, flux_6$/,
    ],
    ['a column with swapped letters', 'stars.columns.slky', /Nearest: sky$/],
    ['a column in an index expression', "stars.columns['flxu']", /Nearest: flux$/],
    [
      'a destructured column',
      'const { fluxx } = stars.columns;',
      /'fluxx' does not exist on stars\.columns.*Nearest: flux$/,
    ],
    ['a column of a row', 'stars.filter(star => star.flx > 3)', /'flx' does not exist on star, .*Nearest: flux$/],
    ['a column in derive()', 'stars.derive({ m: star => star.skx })', /Nearest: sky$/],
    ['a column unlike any other', 'stars.columns.magnitude', /Possible: x, flux_4, flux_6, flux, sky$/],
    ['a column name in column()', "stars.column('flx')", /^There is no column 'flx'\. Nearest: flux$/],
    ['a column name in sortBy()', "stars.sortBy('flx')", /^There is no column 'flx'\. Nearest: flux$/],
    ['a column name in sortBy([])', "stars.sortBy(['x', 'flx'])", /^There is no column 'flx'\. Nearest: flux$/],
    ['a column name in select()', "stars.select('x', 'skyy')", /^There is no column 'skyy'\. Nearest: sky$/],
    [
      'a sort direction',
      "stars.sortBy('x', 'down')",
      /^'down' is not possible here\. Possible: ascending, descending$/,
    ],
    ['an option', 'night.combine({ kapa: 3 })', /^There is no option 'kapa' here\. Nearest: kappa$/],
    [
      'an option unlike any other',
      'night.combine({ radius: 3 })',
      /^There is no option 'radius' here\. Possible: method, kappa$/,
    ],
    [
      'an option value',
      "night.combine({ method: 'medain' })",
      /^method: 'medain' is not possible here\. Nearest: median$/,
    ],
    ['a method', 'night.combin()', /'combin' does not exist on night, which is 'Night'\. Nearest: combine$/],
    ['a variable', 'nigth', /^Cannot find name 'nigth'\. Nearest: night$/],
    ['a one-letter variable', 'q', /^Cannot find name 'q'$/],
    ['an export', "import { opnFrame } from 'skyframe';", /no exported member.*'openFrame'/],
    ['a package', "import x from 'skyfram';", /^Cannot find module 'skyfram'\. Nearest: skyframe$/],
    ['a package that is not installed', "import x from '@scope/none/sub';", /To install it: npm install @scope\/none$/],
  ])('%s', async (_, code, expected) => {
    expect(await words(code)).toMatch(expected);
  });

  test('of a local module suggests the nearest file', async () => {
    session.write('lib/photometry.ts', 'export const a = 1;');
    expect(await words("import { a } from '../lib/fotometry';")).toMatch(/Nearest: \.\.\/lib\/photometry$/);
  });

  test('is shown with its line and a caret', async () => {
    const { traceback } = await session.failure('const first = 1;\n  stars.columns.flux_5.median();');
    expect(traceback.slice(1)).toEqual(['  2 |   stars.columns.flux_5.median();', '    |                 ^^^^^^']);
  });

  test('refers to the cell that failed to declare it', async () => {
    const { count } = await session.run('const half: number = "x";');
    expect(await words('half + 1')).toBe(
      `Cannot find name 'half'. Cell ${count}, which declares it, has failed: run that one first`,
    );
    await session.run('const half = 3;');
    expect(await session.value('half')).toBe('3');
    await session.run("const thrown = (() => { throw new Error('x'); })();");
    expect(await words('thrown')).toMatch(/which declares it, has failed/);
  });
});

describe('a missing await is explained', () => {
  test.each([
    [
      'before a property',
      'night.combine().width',
      'night.combine() gives a promise: write await before it: (await night.combine()).width',
    ],
    [
      'before a method that is also misspelt',
      'night.combine().shw()',
      'night.combine() gives a promise: write await before it: (await night.combine()).shw',
    ],
    [
      'where a variable was declared',
      'const frame = night.combine();\nframe.width',
      'frame is a promise: write await where it is made, const frame = await night.combine()',
    ],
    ['in an argument', 'widthOf(night.combine())', 'night.combine() gives a promise: write await before it'],
    ['in an assignment', 'const f: Frame = night.combine();', 'night.combine() gives a promise: write await before it'],
    ['in a sum', 'night.combine() + 1', 'night.combine() gives a promise: write await before it'],
    [
      'in a condition',
      'if (night.combine()) widthOf({ width: 1 });',
      'night.combine() gives a promise: write await before it',
    ],
    [
      'in a loop',
      'for (const x of night.combine()) widthOf(x);',
      'night.combine() gives a promise: write await before it',
    ],
    [
      'in a destructuring pattern',
      'const { width } = night.combine();',
      'night.combine() gives a promise: write await before it',
    ],
    [
      'in an array',
      'const all = [1, 2].map(() => night.combine());\ntotal(all)',
      'all holds promises: write await Promise.all(all)',
    ],
    [
      'for a function of the library',
      "openFrame('x.fits').width",
      "openFrame('x.fits') gives a promise: write await before it: (await openFrame('x.fits')).width",
    ],
  ])('%s', async (_, code, expected) => {
    expect(await words(code)).toBe(expected);
  });

  test('for a variable of an earlier cell', async () => {
    await session.run('const pending = night.combine();');
    expect(await words('pending.width')).toBe('pending is a promise: write (await pending)');
  });

  test('but not where a promise of another type is expected', async () => {
    expect(await words('const p: Promise<string> = night.combine();')).toMatch(
      /^Type 'Promise<Frame>' is not assignable/,
    );
  });
});

describe('a promise that is probably unintended', () => {
  test('causes a warning as a statement on its own', async () => {
    expect(await session.warnings('night.combine();\nconst after = 1;')).toMatch(
      /^Line 1: night\.combine\(\) gives a promise that nobody waits for: write await before it.*\n {2}1 \| night\.combine\(\);\n/,
    );
    expect(await session.warnings('async function inner() {\n  night.combine();\n}')).toMatch(/^Line 2:/);
  });

  test('causes a warning in a template string or when printed', async () => {
    const made = 'const one = night.combine();\n';
    expect(await session.warnings(`${made}const text = \`width \${one}\`;`)).toMatch(
      /^Line 2: one is a promise, which has no text/,
    );
    expect(await session.warnings(`${made}console.log(one);`)).toMatch(/^Line 2: one is a promise/);
  });

  test('is shown with a hint as the value of a cell', async () => {
    const { outputs } = await session.run('night.combine()');
    expect(outputs.map(({ type }) => type)).toEqual(['execute_result', 'stream']);
    expect(outputs[1]).toMatchObject({
      content: { name: 'stderr', text: expect.stringMatching(/is a promise: write await/) },
    });
  });

  test.each([
    ['awaited', 'await night.combine();\n1;'],
    ['marked with void', 'void night.combine();\n1;'],
    ['handled with then and catch', 'night.combine().then(x => x.width).catch(() => 0);\n1;'],
    ['returned by an immediately invoked function', '(async () => { await null; })();\n1;'],
    ['kept in a variable', 'const kept = night.combine();\n1;'],
  ])('causes no warning if it is %s', async (_, code) => {
    expect(await session.warnings(code)).toBe('');
  });
});

describe('an error message', () => {
  test('is short: shortened types, no paths, only the first and last message of a chain', async () => {
    const { evalue } = await session.failure(
      'const wide = { a: 1, b: { c: "x", d: 2, e: 3, f: 4, g: 5, h: 6 }, i: [1, 2, 3], j: new Map<string, number>() };\n' +
        'const narrow: { a: number; b: { c: number } } = wide;',
    );
    expect(evalue.split('\n')).toHaveLength(2);
    expect(evalue).toMatch(/Type 'string' is not assignable to type 'number'/);
    expect(Math.max(...evalue.split('\n').map(line => line.length))).toBeLessThan(200);
    expect(await words('widthOf(stars)')).not.toMatch(/import\(/);
  });

  test('omits errors that only follow from another', async () => {
    const { traceback } = await session.failure('const made: Missing.Type = 1;\nfunction f(x) { return nothing; }');
    expect(traceback.filter(line => line.startsWith('TypeScript:'))).toHaveLength(2);
  });

  test('counts the errors that are not shown', async () => {
    const { traceback } = await session.failure(Array.from({ length: 9 }, (_, i) => `unknown${i}Name;`).join('\n'));
    expect(traceback.at(-1)).toBe('and 4 more errors');
  });
});

describe('shortType', () => {
  test('keeps short types and collapses the inner brackets of long ones', () => {
    expect(shortType('Table<{ x: number; }>')).toBe('Table<{ x: number; }>');
    expect(shortType(`Promise<Table<{ ${'flux: number; '.repeat(9)}}>>`)).toBe('Promise<Table<{…}>>');
    expect(shortType(`(a: number) => Map<string, { ${'x: number; '.repeat(9)}}>`)).toBe(
      '(a: number) => Map<string, {…}>',
    );
    expect(shortType('x'.repeat(90))).toHaveLength(60);
  });

  test('drops module paths', () => {
    expect(shortenTypes(`Type 'import("/a/b's/c").Frame' is missing`)).toBe("Type 'Frame' is missing");
  });
});

describe('closestNames', () => {
  test('returns the nearest name, or all that are equally near', () => {
    expect(closestNames('flux_5', ['sky', 'flux', 'flux_4', 'flux_6'])).toEqual(['flux_4', 'flux_6']);
    expect(closestNames('FLUX', ['flux'])).toEqual(['flux']);
    expect(closestNames('combi', ['combine', 'compare'])).toEqual(['combine']);
  });

  test('returns nothing if no name is near', () => {
    expect(closestNames('magnitude', ['x', 'y', 'flux'])).toEqual([]);
    expect(closestNames('x', ['y', 'z'])).toEqual([]);
    expect(closestNames('flux', ['flux'])).toEqual([]);
  });
});
