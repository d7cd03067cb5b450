import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

let session: CellSession;

beforeAll(async () => {
  session = new CellSession({ 'notebooks/photometry.ts': 'export const a = 1;' });
  await session.value(
    "import { openFrame, Table } from 'skyframe';\n" +
      'const stars = Table.fromColumns({ x: [1], flux_4: [1], y: [1], flux: [1] });\n' +
      'class Base {\n  /** Of the base. */\n  inherited = 1;\n  zeta(): void {}\n}\n' +
      'class Own extends Base {\n  mine = 2;\n  /** The total [electron]. */\n  alpha(count: number): number { return count; }\n}\n' +
      'const own = new Own();\n' +
      "interface Options { method?: 'median' | 'mean'; kappa?: number; also?: boolean }\n" +
      'function combine(options: Options): Options { return options; }',
  );
});

afterAll(() => session.close());

const COLUMNS = ['x', 'flux_4', 'y', 'flux'];
const CHAIN =
  "stars.rank('x').binBy('x', { width: 1 }).cut('y', [0, 1]).fill({ x: 0 }).derive({ z: s => s.x_rank + s.x_bin })" +
  ".sortBy('z').drop('x_rank', 'x_bin', 'y_cut', 'z').columns.|";

describe('completion', () => {
  test.each([
    ['columns', 'stars.columns.|'],
    ['columns in an index expression', "stars.columns['|']"],
    ['columns in a destructuring pattern', 'const { | } = stars.columns;'],
    ['columns of a row', 'stars.filter(star => star.|)'],
    ['columns of a row in derive()', 'stars.derive({ m: star => star.| })'],
    ['column names in quotes', "stars.column('|')"],
    ['column names in an unclosed call', "stars.sortBy('|"],
    ['column names in a template literal', `\`\${stars.sortBy('|').length}\``],
    ['columns at the end of a chain', CHAIN],
    ['columns after an error elsewhere', 'const bad: number = "x";\nmissing.foo(;\nstars.columns.|'],
    ['columns after export', 'export const c = stars.columns.|'],
  ])('offers %s in table order', (_, code) => {
    expect(session.completions(code)).toEqual(COLUMNS);
  });

  test.each(["stars.join(stars, { on: '|' })", "stars.window({}, { within: '|' })", "stars.melt({ columns: ['|'] })"])(
    'offers column names in the options of a verb: %s',
    code => {
      expect([...session.completions(code)].sort()).toEqual([...COLUMNS].sort());
    },
  );

  test('keeps table order for a prefix and replaces it', () => {
    expect(session.completion('stars.columns.fl|')).toMatchObject({
      start: 14,
      end: 16,
      matches: [{ text: 'flux_4' }, { text: 'flux' }],
    });
    expect(session.completion("stars.column('fl|')")).toMatchObject({
      start: 14,
      end: 16,
      matches: [{ text: 'flux_4' }, { text: 'flux' }],
    });
    expect(session.completion("stars.column('fl|ux')")).toMatchObject({ start: 14, end: 18 });
  });

  test('lists own members before inherited ones, in declaration order, with their kinds', () => {
    expect(session.completion('own.|').matches).toEqual([
      { text: 'mine', kind: 'property' },
      { text: 'alpha', kind: 'method' },
      { text: 'inherited', kind: 'property' },
      { text: 'zeta', kind: 'method' },
    ]);
  });

  test('offers the options that are not set yet, and their values', () => {
    expect(session.completions('combine({ | })')).toEqual(['method', 'kappa', 'also']);
    expect(session.completions('combine({ method: "mean", | })')).toEqual(['kappa', 'also']);
    expect(session.completions('combine({ k|')).toEqual(['kappa']);
    expect(session.completions("combine({ method: '|' })").sort()).toEqual(['mean', 'median']);
  });

  test('works after await', () => {
    expect(session.completions("(await openFrame('x')).|")).toContain('detect');
    expect(session.completions("const frame = await openFrame('x');\nframe.|")).toContain('detect');
    expect(session.completions('await open|')).toEqual(['openFrame']);
  });

  test("lists the notebook's own names first", () => {
    const names = session.completions('|');
    expect(names.slice(0, 7).sort()).toEqual(['Base', 'Own', 'Table', 'combine', 'openFrame', 'own', 'stars'].sort());
    expect(names).not.toContain('__tslab__');
  });

  test('offers local modules in an import path', () => {
    expect(session.completion("import { a } from './ph|'")).toMatchObject({
      start: 21,
      end: 23,
      matches: [{ text: 'photometry' }],
    });
  });
});

describe('inspection', () => {
  test('describes names from earlier cells, with their documentation', () => {
    expect(session.executor.inspect('own.alpha(1)', 6)).toEqual({
      signature: '(method) Own.alpha(count: number): number',
      documentation: 'The total [electron].',
    });
    expect(session.executor.inspect('own.inherited', 8)?.documentation).toBe('Of the base.');
  });

  test('describes the function of an unclosed call, even after an error', () => {
    expect(session.executor.inspect('const bad: number = "x"; own.alpha(', 35)?.signature).toMatch(/Own\.alpha/);
  });

  test('returns nothing for unknown names', () => {
    expect(session.executor.inspect('notThere', 4)).toBeNull();
    expect(session.executor.inspect('', 0)).toBeNull();
  });
});
