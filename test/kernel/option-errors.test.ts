/**
 * A wrong argument or option of the library's verbs: the message names it, what was given and what is right, whatever
 * overloads and promises stand around it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

let session: CellSession;

beforeAll(async () => {
  session = new CellSession({ 'notebooks/visits.csv': 'a,b\n1,2\n' });
  await session.value(
    'import { arcsec, Catalog, combineImages, count, detectSources, finalizeHst, Frame, FrameSeries, headerTable, ' +
      'histogram, mean, Measurements, openFits, openFrame, openSeries, readTable, rolling, scatter, Table, type AlignOptions } ' +
      "from 'skyframe';\n" +
      'declare const frame: Frame; declare const night: FrameSeries; declare const measured: Measurements;\n' +
      'declare const stars: Catalog<{ x: number; y: number; ra: number; dec: number; flux: number; name: string }>;\n' +
      "const t = Table.fromColumns({ imagetyp: ['light'], exptime: [1], filter: ['V'], mag: [1] });\n" +
      "const u = Table.fromColumns({ filter: ['V'], zp: [25] });",
  );
});

afterAll(() => session.close());

/** The message of a cell's first type error, without its location. */
async function words(code: string): Promise<string> {
  const { ename, evalue } = await session.failure(code);
  expect(ename).toBe('TypeScriptError');
  return evalue.replace(/^cell \d+, line \d+: /, '');
}

const RADIUS = "radius must be a number, got the string '5'";
const COUNT = 'an Aggregate (count(), mean(column), median(column) ...) or a function';

describe('an option of a wrong type', () => {
  test.each([
    ["await night.measure(stars, { radius: '5' })", RADIUS],
    ["night.measure(stars, { radius: '5' })", RADIUS],
    ["const m = await night.align().measure(stars, { radius: '5' });", RADIUS],
    ["await (await night.align()).measure(stars, { radius: '5' })", RADIUS],
    [
      "(await night.measure(stars, { radius: '5' })).differential({ target: { x: 1, y: 2 }, comparisons: 'auto' })",
      RADIUS,
    ],
    ["frame.measure(stars, { radius: '5' })", RADIUS],
    ["frame.measure(stars, { 'radius': '5' })", RADIUS],
    ["frame\n  .measure(\n    stars,\n    { radius: '5' },\n  )", RADIUS],
    ["function f() { return frame.measure(stars, { radius: '5' }); }", RADIUS],
    ["const f = async () => { await night.measure(stars, { radius: '5' }); };", RADIUS],
    ["Math.random() > 0.5 ? frame.measure(stars, { radius: '5' }) : null", RADIUS],
    ["frame.measure(stars, Math.random() > 0.5 ? { radius: '5' } : { radius: 6 })", RADIUS],
    ["const o = { radius: '5' };\nframe.measure(stars, o)", 'radius must be a number, got a string'],
    ["const o = { radius: '5' };\nawait night.measure(stars, { ...o })", 'radius must be a number, got a string'],
    ["frame?.measure(stars, { radius: '5' })", RADIUS],
    ["frame.measure(stars, { radius: '5' } as const)", RADIUS],
    ["frame.measure(stars, { radius: '5' } satisfies object)", RADIUS],
    ["const o = () => ({ radius: '5' });\nframe.measure(stars, o())", 'radius must be a number, got a string'],
    ["frame.measure(stars, Object.assign({}, { radius: '5' }))", 'radius must be a number, got a string'],
    ["const radius = '5';\nframe.measure(stars, { radius })", 'radius must be a number, got a string'],
    [
      'const o: { radius?: number } = {};\nframe.measure(stars, o)',
      'radius must be a number, got a number or undefined',
    ],
    ['[1, 2].map(r => frame.measure(stars, { radius: String(r) }))', 'radius must be a number, got a string'],
    ['frame.measure(stars, { radius: [4, 5] })', 'radius must be a number, got a list of numbers'],
    ['frame.measure(stars, { radii: 5 })', 'radii must be a list of numbers, got the number 5'],
    ["frame.measure(stars, { radii: ['5', 6] })", "radii[0] must be a number, got the string '5'"],
    [
      "frame.measure(stars, { radius: 5, annulus: 'x' })",
      "annulus must be a list of 2 numbers [px], got the string 'x'",
    ],
    ["frame.measure(stars, { ...{ radius: 5 }, annulus: 'x' })", /^annulus must be a list of 2 numbers \[px\]/],
    ["frame.measure(stars, { radius: 5, zeroPoint: '25' })", /^zeroPoint must be a number.*, got the string '25'$/],
    ["frame.detect({ fwhm: '4' })", "fwhm must be a number [px], got the string '4'"],
    ["frame.growthCurve(stars, { radii: '5' })", "radii must be a list of numbers [px], got the string '5'"],
    ["frame.histogram({ bins: '5' })", "bins must be a number, got the string '5'"],
    ["histogram(t, 'mag', { bins: '4' })", "bins must be a number, got the string '4'"],
    ["scatter(t, { x: 'mag', y: 'exptime', dotRadius: '3' })", "dotRadius must be a number [px], got the string '3'"],
    ["openSeries('*.fits', { keywords: 'A' })", "keywords must be a list of strings, got the string 'A'"],
    ["headerTable('*.fits', { keywords: 'A' })", "keywords must be a list of strings, got the string 'A'"],
    ["openFrame('a.fits', { hdu: true })", 'hdu must be a string or a number, got true'],
    ["await readTable('a.csv', { columns: 'a' })", "columns must be a list of strings, got the string 'a'"],
    ["await readTable('a.csv', { delimiter: 5 })", 'delimiter must be a string, got the number 5'],
    ["await readTable('a.csv', { rows: 5 })", 'rows must be a list of 2 numbers, got the number 5'],
    [
      "const path = 'a' + '.csv';\nawait readTable(path, { delimiter: 5 })",
      'delimiter must be a string, got the number 5',
    ],
    ['t.concat(u, { missing: 5 })', "missing must be 'error' or 'fill', got the number 5"],
    ["stars.match(stars, { within: '1' })", "within must be a number [deg], got the string '1'"],
    ["frame.detect().match(stars, { within: '1' })", "within must be a number [deg], got the string '1'"],
    [
      "measured.differential({ target: 'a', comparisons: 'auto' })",
      "target must be { x, y } or { ra, dec }, got the string 'a'",
    ],
    [
      "measured.differential({ target: { x: 1, y: '2' }, comparisons: 'auto' })",
      "target.y must be a number [px], got the string '2'",
    ],
    ["night.combine({ clip: { kappa: '3' } })", "clip.kappa must be a number, got the string '3'"],
    ["night.reduce({ bias: 'bias.fits' })", "bias must be a Frame, got the string 'bias.fits'"],
    ['night.align({ reference: true })', 'reference must be a string, a number or a Frame, got true'],
    ['const o: AlignOptions = { reference: true };', 'reference must be a string, a number or a Frame, got true'],
    ["t.binBy('mag', { width: '1' })", "width must be a number, got the string '1'"],
    ["finalizeHst(stars, { radii: ['4'] })", "radii[0] must be a number [px], got the string '4'"],
    ["detectSources(frame.image, { sigma: '5' })", "sigma must be a number, got the string '5'"],
  ])('%s', async (code, expected) => {
    const message = await words(code);
    expect(message).not.toMatch(/await|promise/);
    if (typeof expected === 'string') expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });
});

describe('an option whose value is not among those possible', () => {
  test.each([
    ["await night.combine({ method: 'mediam' })", "method: 'mediam' is not possible here. Nearest: median"],
    [
      "const method = 'mediam';\nawait night.combine({ method })",
      "method: 'mediam' is not possible here. Nearest: median",
    ],
    [
      "await Promise.all([night.combine({ method: 'mediam' })])",
      "method: 'mediam' is not possible here. Nearest: median",
    ],
    ['night.combine({ method: 5 })', "method must be 'median', 'mean', 'clip' or 'minmax', got the number 5"],
    [
      "frame.measure(stars, { radius: 5, skyEstimator: 'meen' })",
      "skyEstimator: 'meen' is not possible here. Nearest: mean",
    ],
    [
      "await night.measure(stars, { radius: 5, radiusUnit: 'fwmh' })",
      "radiusUnit: 'fwmh' is not possible here. Nearest: fwhm",
    ],
    [
      "await night.measure(stars, { radii: [5], radiusUnit: 'mm' })",
      "radiusUnit: 'mm' is not possible here. Possible: fwhm, pixel",
    ],
    [
      "openSeries('*.fits', { precision: 'float16' })",
      "precision: 'float16' is not possible here. Nearest: float32, float64",
    ],
    ["frame.picture({ stretch: 'linearr' })", "stretch: 'linearr' is not possible here. Nearest: linear"],
    ["frame.view({ stretch: 'logg' })", "stretch: 'logg' is not possible here. Nearest: log"],
    ["t.join(u, { on: 'filter', how: 'leftt' })", "how: 'leftt' is not possible here. Nearest: left"],
    ["t.rank('mag', { method: 'densee' })", "method: 'densee' is not possible here. Nearest: dense"],
    ["t.fill('mag', { how: 'forwards' })", "how: 'forwards' is not possible here. Nearest: forward"],
    ["t.concat(u, { missing: 'fil' })", "missing: 'fil' is not possible here. Nearest: fill"],
    ["t.sortBy('mag', 'desc')", "'desc' is not possible here. Nearest: descending"],
    ["t.join(u, { on: 'filterr' })", "There is no column 'filterr'. Nearest: filter"],
    [
      "t.window({ r: rolling(mean('mag'), 3) }, { within: 'filterr' })",
      "There is no column 'filterr'. Nearest: filter",
    ],
    ["t.groupBy('filter').aggregate({ n: mean('exptim') })", "There is no column 'exptim'. Nearest: exptime"],
    ["scatter(t, { x: 'magg', y: 'exptime' })", "There is no column 'magg'. Nearest: mag"],
    ["t.pivot({ rows: 'filter', columns: 'imagetyp', values: 'magg' })", "There is no column 'magg'. Nearest: mag"],
    ["t.melt({ columns: ['magg'] })", "There is no column 'magg'. Nearest: mag"],
    ["t.drop('mag', 'filterr')", "There is no column 'filterr'. Nearest: filter"],
  ])('%s', async (code, expected) => expect(await words(code)).toBe(expected));
});

describe('an option that is not there, or is missing', () => {
  test.each([
    ['frame.measure(stars, { radius: 5, anulus: [8, 12] })', "There is no option 'anulus' here. Nearest: annulus"],
    ['await night.measure(stars, { radi: [4, 5] })', /^There is no option 'radi' here\. Nearest: radii/],
    ['frame.detect({ treshold: 5 })', "There is no option 'treshold' here. Nearest: threshold"],
    ["openSeries('*.fits', { keyword: ['A'] })", "There is no option 'keyword' here. Nearest: keywords"],
    ['night.combine({ clip: { kapa: 3 } })', "There is no property 'kapa' here. Nearest: kappa"],
    [
      "t.window({ r: rolling(mean('mag'), { size: 3 }) })",
      "There is no option 'size' here. Possible: rows, span, align, least",
    ],
    ['t.sample({ sizee: 4 })', "There is no option 'sizee' here. Possible: rows, fraction, seed, weights, replace"],
    ["t.derive({ m: r => r.mag }, { unit: { m: 'mag' } })", "There is no option 'unit' here. Nearest: units"],
    ['const o: AlignOptions = { refrence: 1 };', "There is no property 'refrence' here. Nearest: reference"],
    ['frame.measure(stars, { radius: 5, radii: [5] })', 'Give radii or radius, not both'],
    ['const o = { kapa: 3 };\nnight.combine(o)', /^There is no option 'kapa' here\. Possible: method/],
    ['frame.measure(stars, {})', 'measure needs the option radius (a number) or radii (a list of numbers)'],
    ['frame.measure(stars)', 'measure(positions, options) needs options with radius or radii; got 1 argument'],
    ['await night.measure(stars, { annulus: [8, 12] })', /^measure needs the option radius \(a number\) or radii \(/],
    ["stars.match(stars, { mode: 'mutual' })", 'match needs the option within (a number [deg])'],
    ['stars.match(stars)', 'match(other, options) needs options with within; got 1 argument'],
    ["finalizeHst(stars, { instrument: 'ACS/WFC' })", 'finalizeHst needs the option radii (a list of numbers [px])'],
    ['t.join(u)', 'join(other, options) needs options; got 1 argument'],
  ])('%s', async (code, expected) => {
    const message = await words(code);
    if (typeof expected === 'string') expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });
});

describe('what an aggregate, an argument or a callback must be', () => {
  test.each([
    ["t.groupBy('imagetyp').aggregate({ n: 'count' })", `n must be ${COUNT}, got the string 'count'. Write count()`],
    ["t.groupBy('imagetyp').aggregate({ n: 'mean' })", `n must be ${COUNT}, got the string 'mean'. Write mean(column)`],
    [
      "t.groupBy('imagetyp').aggregate({ n: 'medain' })",
      `n must be ${COUNT}, got the string 'medain'. Write median(column)`,
    ],
    ["t.groupBy('imagetyp').aggregate({ n: count })", `n must be ${COUNT}, got a function. Write count()`],
    ["t.groupBy('imagetyp').aggregate({ n: 5 })", `n must be ${COUNT}, got the number 5`],
    ['t.window({ r: 5 })', /^r must be a WindowFunction \(rolling\(aggregate, size\), .*, got the number 5$/],
    ['openSeries(5)', 'pattern must be a string or a list of strings, got the number 5'],
    ["frame.cutout('1', 2, 3, 4)", "x must be a number, got the string '1'"],
    ['frame.cutout(1, 2)', 'cutout(x, y, width, height) needs width, a number [px]; got 2 arguments'],
    ['frame.measure(stars, { radius: 5 }, 3)', 'measure(positions, options) takes at most 2 arguments; got 3'],
    [
      'frame.measure(night, { radius: 5 })',
      /^positions must be a PositionTable, a list of \{ x, y \}, .*, got a FrameSeries$/,
    ],
    ['detectSources(frame)', 'image must be an Image, got a Frame'],
    ["night.where('light')", "test must be a function, got the string 'light'"],
    ["t.groupBy(['imagetyp'])", /^names must be the name of a column, got a list of strings\. Possible: /],
    ["arcsec('1')", "n must be a number, got the string '1'"],
    ["[1, 2].push('a')", "items must be a number, got the string 'a'"],
  ])('%s', async (code, expected) => {
    const message = await words(code);
    if (typeof expected === 'string') expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });
});

describe('a forgotten await is still found', () => {
  test.each([
    ['night.combine().measure(stars, { radius: 5 })', /^night\.combine\(\) gives a promise: write await before it/],
    [
      'night.measure(stars, { radius: 5 }).differential({ target: { x: 1, y: 2 } })',
      /^night\.measure\(stars, \{ radius: 5 \}\) gives a promise: write await before it/,
    ],
    [
      "frame.measure(readTable('visits.csv'), { radius: 5 })",
      "readTable('visits.csv') gives a promise: write await before it",
    ],
    ['night.reduce({ bias: night.combine() })', 'night.combine() gives a promise: write await before it'],
    ['frame.measure(stars, { radius: night.combine() })', 'night.combine() gives a promise: write await before it'],
    ['const bias = night.combine();\nnight.reduce({ bias })', /^bias is a promise: write await where it is made/],
    ['const o = { bias: night.combine() };\nnight.reduce(o)', 'bias is a promise: write await where it is made'],
  ])('%s', async (code, expected) => {
    const message = await words(code);
    if (typeof expected === 'string') expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });
});

test('the caret stands under the option, on its line', async () => {
  const { traceback, evalue } = await session.failure("await night\n  .measure(stars, {\n    radius: '5' });");
  expect(evalue).toMatch(/line 3: radius must be/);
  expect(traceback.slice(1)).toEqual(["  3 |     radius: '5' });", '    |     ^^^^^^']);
});
