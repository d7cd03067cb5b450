/**
 * Light curves, measurements and catalogues after other verbs, as a user's compiler and editor see them in the built declarations.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compilers, errorText, userOptions } from './type-checker.js';

const path = resolve(fileURLToPath(import.meta.url), '../kept-classes-uses.ts');
const text = `
import { count, difference, median, type Catalog, type LightCurve, type Measurements, type SingleRadiusColumns, type Table } from '../../dist/index.js';
declare const curve: LightCurve;
declare const measured: Measurements<SingleRadiusColumns>;
declare const stars: Catalog<{ id: bigint; ra: number; dec: number; mag: number }>;
export const derived = curve.derive({ trend: r => r.flux, label: r => r.file }, { units: { trend: 'mag' } });
derived.plot();
curve.drop('airmass').rename({ sky: 'background' }).select('bjdTdb', 'flux').plot({ quantity: 'flux' });
curve.join(stars, { on: { x: 'ra' }, how: 'left' }).window({ gap: difference('bjdTdb') }).fill({ airmass: 1 }).plot();
curve.cut('flux', [0, 1]).binBy('mag', { width: 1 }).rank('mag').concat(curve, { missing: 'fill' }).plot();
for (const [, group] of curve.groupBy('flags')) group.sortBy('flux').plot();
measured.derive({ snr: r => r.flux / r.fluxErr }).filter(r => r.snr > 5).differential({ target: { x: 1, y: 2 } }).plot();
measured.join(stars, { on: { x: 'ra' } }).window({ gap: difference('flux') }, { within: 'star' }).differential({ target: { x: 1, y: 2 } });
export const selected = curve.select('flux', 'mag');
export const counted = curve.groupBy('flags').count();
export const nightly = stars.groupBy('id').aggregate({ n: count(), mag: median('mag') });
export const piped = stars.join(stars.select('id', 'mag'), { on: 'id', suffix: '_b' }).pivot({ rows: 'id', columns: 'mag', values: 'mag_b', names: ['B'] });
stars.window({ step: difference('mag') }).derive({ twice: r => 2 * r.step }).near({ ra: 1, dec: 2, within: 3 });
export const general: Table<{ flux: number }> = curve;
export const wider: LightCurve<{ flux: number }> = derived;
// @ts-expect-error
curve.select('flux').columns.mag;
// @ts-expect-error
curve.groupBy('flags').count().plot();
// @ts-expect-error
curve.derive({ a: r => r.flix });
// @ts-expect-error
stars.derive({ a: () => 1 }).plot();
`;

describe.each(compilers)('classes after other verbs under $name', ({ ts }) => {
  const options = { ...userOptions(ts), skipLibCheck: true };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true) : read.call(host, name, ...rest);
  const exists = host.fileExists;
  host.fileExists = name => name === path || exists.call(host, name);
  const program = ts.createProgram([path], options, host);

  test('compile, and mistakes do not', () => {
    expect(ts.getPreEmitDiagnostics(program).map(diagnostic => errorText(ts, diagnostic))).toEqual([]);
  });

  test('have readable types', () => {
    const checker = program.getTypeChecker();
    const types = new Map<string, string>();
    for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path)!)!))
      types.set(
        symbol.name,
        checker.typeToString(checker.getTypeOfSymbolAtLocation(symbol, program.getSourceFile(path)!)),
      );
    expect(types.get('derived')).toMatch(/^LightCurve<\{/);
    expect(types.get('selected')).toMatch(/^LightCurve<\{ (flux: number; |mag: Quantity<"mag">; ){2}\}>$/);
    expect(types.get('counted')).toMatch(/^Table<.*count: number/);
    expect(types.get('nightly')).toBe('Catalog<{ id: bigint; n: number; mag: number; }>');
    expect(types.get('piped')).toMatch(/^Catalog<\{ id: bigint;.*B: number/);
  });
});
