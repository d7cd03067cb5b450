/** Columns, values and names of options in calls that are half written, with their types. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completeReply } from '../../kernel-setup/kernel/language-replies.js';
import { CellSession } from './cell-session.js';

let session: CellSession;

beforeAll(async () => {
  session = new CellSession();
  await session.value(
    "import * as sky from 'skyframe';\n" +
      "import { type AlignOptions, Catalog, finalizeHst, Frame, FrameSeries, histogram, mean, rolling, scatter, Table } from 'skyframe';\n" +
      'declare const frame: Frame; declare const night: FrameSeries;\n' +
      "const t = Table.fromColumns({ imagetyp: ['light'], exptime: [1], filter: ['V'], mag: [1] }, { units: { exptime: 's', mag: 'mag' } });\n" +
      "const u = Table.fromColumns({ filter: ['V'], zp: [25] });\n" +
      "const odd = Table.fromColumns({ \"it's\": [1], 'two words': [2], 'back\\\\slash': [3] });\n" +
      'const stars = Catalog.of(Table.fromColumns({ x: [1], y: [2] }));',
  );
});

afterAll(() => session.close());

const ALL = ['imagetyp', 'exptime', 'filter', 'mag'];

describe('column names in quotes', () => {
  test.each([
    ["t.groupBy('|", ALL],
    ["t.groupBy('imagetyp', '|", ['exptime', 'filter', 'mag', 'imagetyp']],
    ['t.groupBy("imagetyp", "|")', ['exptime', 'filter', 'mag', 'imagetyp']],
    ['t.groupBy(`imagetyp`, `|`)', ['exptime', 'filter', 'mag', 'imagetyp']],
    ["t.groupBy('imagetyp', 'filter', '|", ['exptime', 'mag', 'imagetyp', 'filter']],
    ["t.groupBy('|', 'filter')", ['imagetyp', 'exptime', 'mag', 'filter']],
    ["t.select('exptime', 'i|", ['imagetyp']],
    ["t.select('exptime', 'I|", ['imagetyp']],
    ["t.select('exptime', '|", ['imagetyp', 'filter', 'mag', 'exptime']],
    ["t.select('exptime', 'm|'); const b = 2;", ['mag']],
    ["t.select('exptime', '|\nconst b = 2;\nconsole.log(b);", ['imagetyp', 'filter', 'mag', 'exptime']],
    ["t.sortBy('mag')\n  .select('exptime', '|", ['imagetyp', 'filter', 'mag', 'exptime']],
    ["display(t.select('exptime', '|", ['imagetyp', 'filter', 'mag', 'exptime']],
    ["if (t.select('exptime', '|", ['imagetyp', 'filter', 'mag', 'exptime']],
    [`\`\${t.select('exptime', '|').length}\``, ['imagetyp', 'filter', 'mag', 'exptime']],
    ["t.drop('mag', '|", ['imagetyp', 'exptime', 'filter', 'mag']],
    ["t.unique('mag', '|", ['imagetyp', 'exptime', 'filter', 'mag']],
    ["t.sortBy(['mag', '|", ['imagetyp', 'exptime', 'filter', 'mag']],
    ["t.sortBy(['mag', '|'], 'descending')", ['imagetyp', 'exptime', 'filter', 'mag']],
    ["t.fill('|", ALL],
    ["t.cut('|", ALL],
    ["t.number('mag') + t.number('|", ALL],
    ["t.groupBy('filter').aggregate({ m: mean('|", ALL],
    ["t.groupBy('filter').aggregate({ n: mean('mag'), m: mean('m|", ['mag']],
    ["t.window({ r: rolling(mean('|", ALL],
    ["t.window({ r: rolling(mean('mag'), 3) }, { within: ['filter', '|", ['imagetyp', 'exptime', 'mag', 'filter']],
    ["t.join(u, { on: '|", ['filter']],
    ["t.join(u, { on: ['|", ['filter']],
    ["t.join(u, { on: { '|", ALL],
    ["t.join(u, { leftOn: 'filter', rightOn: '|", ['filter', 'zp']],
    ["t.pivot({ rows: 'filter', columns: 'imagetyp', values: ['mag', '|", ['imagetyp', 'exptime', 'filter', 'mag']],
    ["t.melt({ columns: ['mag', '|", ['imagetyp', 'exptime', 'filter', 'mag']],
    ["scatter(t, { x: 'mag', y: '|", ALL],
    ["histogram(t, '|", ALL],
    ["t.filter(r => r['|", ALL],
    ["t.has('|", ALL],
    ["t.groupBy('filter').aggregate({ n: g => g.column('|", ALL],
    ["t.filter(r => r.mag > 3).select('exptime', '|", ['imagetyp', 'filter', 'mag', 'exptime']],
    ["stars.match(t, { within: 1, left: { ra: '|", ['x', 'y']],
    ["stars.match(t, { within: 1, right: { ra: 'mag', dec: '|", ALL],
    ['t.rename({ |', ALL],
    ["t.rename({ mag: 'm', |", ['imagetyp', 'exptime', 'filter']],
  ])('%s', (code, names) => expect(session.completions(code)).toEqual(names));

  test('are those of a file that the same cell reads', async () => {
    session.write('notebooks/visits.csv', 'night,mag\n1,2\n');
    const code = "const v = await readTable('visits.csv');\nv.select('mag', '|";
    await session.value("import { readTable } from 'skyframe';");
    await session.executor.prepare(code.replace('|', ''));
    expect(session.completions(code)).toEqual(['night', 'mag']);
  });

  test('replace what stands in the quotes', () => {
    expect(session.completion("t.select('exptime', 'fi|l')")).toMatchObject({ start: 21, end: 24 });
    expect(session.completion("t.select('exptime', 'fi|")).toMatchObject({ start: 21, end: 23 });
    expect(session.completion("t.select('exptime', 'fi|, 'mag')")).toMatchObject({ start: 21, end: 23 });
  });

  test('are written as quotes need it', () => {
    const written = (code: string): unknown =>
      completeReply(code.replace('|', ''), session.completion(code))['matches'];
    expect(session.completions("odd.select('|')")).toEqual(["it's", 'two words', 'back\\slash']);
    expect(written("odd.select('|')")).toEqual(["it\\'s", 'two words', 'back\\\\slash']);
    expect(written('odd.select("|")')).toEqual(["it's", 'two words', 'back\\\\slash']);
    expect(written('odd.select(`|`)')).toEqual(["it's", 'two words', 'back\\\\slash']);
    expect(written("odd.select('it\\'|')")).toEqual(["it\\'s"]);
  });
});

describe('types and units', () => {
  const types = (code: string): Record<string, string | undefined> =>
    Object.fromEntries(session.completion(code).matches.map(({ text, type }) => [text, type]));
  const COLUMNS = { imagetyp: 'text', exptime: 'number, s', filter: 'text', mag: 'number, mag' };

  test.each([
    "t.select('|",
    't.columns.|',
    't.filter(r => r.|)',
    't.derive({ m: ({ | }) => 1 })',
    "t.filter(r => r['|",
  ])('stand beside columns: %s', code => expect(types(code)).toEqual(COLUMNS));

  test('stand beside options', () => {
    expect(types('frame.measure([], { |')).toMatchObject({ radius: 'number', sky: '"annulus" | "none"' });
  });
});

describe('options of overloaded and generic calls', () => {
  test.each([
    ["finalizeHst(stars, { instrument: '|", ['ACS/WFC']],
    ["stars.finalizeHst({ radii: [4], instrument: '|' })", ['ACS/WFC']],
    ["finalizeHst(stars, { instrument: 'ACS/WFC', filter: 'F6|", ['F606W', 'F625W', 'F658N', 'F660N']],
    ["finalizeHst(stars, { errors: '|", ['as-published', 'daophot', 'rates']],
    ["frame.detect({ method: '|", ['daofind', 'donut']],
    ["night.combine({ method: '|", ['clip', 'mean', 'median', 'minmax']],
    ["night.combine({ method: 'med|ian' })", ['median']],
    ["await night.measure(stars, { radii: [5], radiusUnit: '|", ['fwhm', 'pixel']],
    ["frame.measure(stars, { radius: 5, skyEstimator: '|' })", ['mean', 'median']],
    ["stars.match(stars, { within: 1, mode: '|", ['all', 'exclusive', 'mutual', 'nearest']],
    ["t.join(u, { on: 'filter', how: 'l|", ['left']],
    ["t.sortBy('mag', '|", ['ascending', 'descending']],
    ["night.combine({ clip: { center: '|", ['mean', 'median']],
  ])('values: %s', (code, values) => expect(session.completions(code)).toEqual(values));

  test('names: those of every overload, needed ones first', () => {
    expect(session.completions('frame.measure(stars, { |').slice(0, 3)).toEqual(['radius', 'radii', 'zeroPoint']);
    expect(session.completions('await night.measure(stars, { | })').slice(0, 3)).toEqual([
      'radius',
      'radii',
      'radiusUnit',
    ]);
    expect(session.completions('stars.match(stars, {|')[0]).toBe('within');
  });

  test('names: without those that are given, and what cannot stand beside them', () => {
    const names = session.completions('frame.measure(stars, { radius: 5, |');
    expect(names).toContain('annulus');
    expect(names).not.toContain('radius');
    expect(names).not.toContain('radii');
    expect(session.completions('frame.measure(stars, { radii: [5], |')).not.toContain('radius');
    expect(session.completions('night.combine({ ...{ method: 1 }, |')).not.toContain('method');
    expect(session.completions('frame.measure(stars, { radius: 5, |\nconst next = 1;')).not.toContain('radii');
    expect(session.completions('night.combine({ clip: { kappa: 3, | } })')).toEqual(['center', 'spread', 'iterations']);
  });

  test('names: begun, in a literal of a known type, and not where a value stands', () => {
    expect(session.completions('frame.measure(stars, { radius: 5, sky|')).toEqual(['sky', 'skyEstimator']);
    expect(session.completions('const o: AlignOptions = { |')).toEqual(['reference', 'sigma', 'maxStars']);
    expect(session.completions('frame.measure(stars, { radius: |')).not.toContain('annulus');
  });
});

describe('the exports of the library', () => {
  const FIRST = ['openSeries', 'openFrame', 'readTable'];
  const isBefore = (names: readonly string[], one: string, other: string): boolean =>
    names.includes(one) && names.indexOf(one) < names.indexOf(other);

  test.each([
    'sky.|',
    "import { | } from 'skyframe'",
    "const { | } = await import('skyframe');",
    "import { mean, | } from 'skyframe'",
  ])('come along the pipeline: %s', code => {
    const names = session.completions(code);
    expect(names.slice(0, 3)).toEqual(FIRST);
    expect(isBefore(names, 'FrameSeries', 'Table')).toBe(true);
    expect(isBefore(names, 'finalizeHst', 'matchAsterisms')).toBe(true);
    expect(isBefore(names, 'median', 'measureBackground')).toBe(true);
    expect(isBefore(names, 'measureBackground', 'PhotometryError')).toBe(true);
  });

  test('have the types of options before other types', () => {
    const names = session.completions("import { | } from 'skyframe'");
    expect(isBefore(names, 'scatter', 'OpenSeriesOptions')).toBe(true);
    expect(isBefore(names, 'DetectOptions', 'ApertureColumns')).toBe(true);
  });

  test('keep the order when the name is begun', () => {
    expect(session.completions('sky.open|')).toEqual(['openSeries', 'openFrame', 'openFits']);
    expect(session.completions('const s: sky.Frame|').slice(0, 2)).toEqual(['Frame', 'FrameSeries']);
  });

  test("leave another module's names as the compiler has them", async () => {
    session.write('notebooks/helper.ts', 'export const zeta = 1;\nexport const alpha = 2;\n');
    await session.value("import * as helper from './helper';");
    expect(session.completions('helper.|')).toEqual(['zeta', 'alpha']);
  });
});

describe('inspection', () => {
  const inspect = (code: string): string | undefined => {
    const position = code.indexOf('|');
    return session.executor.inspect(code.slice(0, position) + code.slice(position + 1), position)?.signature;
  };

  test('works at a second column, an option and its value', () => {
    expect(inspect("t.groupBy('imagetyp', 'fil|ter')")).toMatch(/groupBy/);
    expect(inspect("t.groupBy('imagetyp', '|")).toMatch(/groupBy/);
    expect(inspect('frame.measure(stars, { radius: 5, ann|ulus: [8, 12] })')).toMatch(/annulus/);
    expect(inspect("night.combine({ meth|od: 'median' })")).toMatch(/method/);
    expect(inspect("night.combine({ method: 'med|ian' })")).toMatch(/combine/);
  });
});
