import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import type { NightTruth } from '../../data-samples/simulator/truth.js';
import {
  Catalog,
  count,
  difference,
  LightCurve,
  type LightCurveColumns,
  Measurements,
  median,
  PhotometryError,
  type Quantity,
  type SingleRadiusColumns,
  Table,
} from '../../lib/index.js';
import { openNight, smallNight, temporaryFolder, writeNight } from '../helpers/sample-nights.js';

const folder = temporaryFolder();
let truth: NightTruth;
let measured: Measurements<SingleRadiusColumns>;
let curve: LightCurve;
const options = () => ({ target: truth.target, comparisons: truth.comparisons.map((_, k) => k + 1) });

beforeAll(async () => {
  truth = writeNight(folder, { ...smallNight, lights: 6 }).truth;
  const { lights, bias, dark, flat } = await openNight(folder);
  const stars = [0, ...truth.comparisons].map(id => truth.stars[id]);
  measured = await lights
    .reduce({ bias, dark, flat })
    .align()
    .measure(stars, { radius: 5, annulus: [10, 15] });
  curve = measured.differential(options());
});

/** The error that `work` throws. */
function errorOf(work: () => unknown): PhotometryError {
  try {
    work();
  } catch (error) {
    if (error instanceof PhotometryError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The verbs that keep the rows what they are, one call each, on any table with `flux`, `file` and `flags`. */
const keeping = <T extends LightCurve | Measurements<SingleRadiusColumns>>(table: T) => {
  const other = Table.fromEntries<{ file: string; seeing: number }>({
    file: [...new Set([...(table as LightCurve).columns.file])],
    seeing: [...new Set([...(table as LightCurve).columns.file])].map((_, k) => k),
  });
  const t = table as unknown as LightCurve;
  return {
    filter: t.filter(row => row.flags >= 0),
    derive: t.derive({ trend: row => row.flux }),
    select: t.select('file', 'flux'),
    drop: t.drop('airmass'),
    rename: t.rename({ sky: 'background' }),
    join: t.join(other, { on: 'file' }),
    leftJoin: t.join(other.head(2), { on: 'file', how: 'left' }),
    window: t.window({ gap: difference('jdUtcMid') }),
    fill: t.fill({ flux: 0 }),
    fillGaps: t.fill('airmass', { how: 'linear', along: 'jdUtcMid' }),
    cut: t.cut('flux', [0, 1e9]),
    binBy: t.binBy('flux', { count: 3 }),
    rank: t.rank('flux'),
    concat: t.head(2).concat(t.tail(2)),
    concatFilled: t.concat(other, { missing: 'fill' }),
    sample: t.sample(3),
    unique: t.unique('file'),
    sortBy: t.sortBy('flux'),
    slice: t.slice(1, 3),
    withMeta: t.withMeta({ a: 1 }),
  };
};

describe('P12: a light curve stays a light curve', () => {
  test('through every verb that keeps its points', () => {
    for (const [verb, table] of Object.entries(keeping(curve))) expect(table, verb).toBeInstanceOf(LightCurve);
    for (const [, group] of curve.groupBy('flags')) expect(group).toBeInstanceOf(LightCurve);
  });

  test('and knows its columns', () => {
    const derived = curve.derive({ trend: row => 2 * row.flux, label: row => row.file }, { units: { trend: 'mag' } });
    expectTypeOf(derived.columns.trend[0]).toEqualTypeOf<Quantity<'mag'>>();
    expectTypeOf(derived).toMatchTypeOf<LightCurve<LightCurveColumns & { label: string }>>();
    expectTypeOf(curve.select('flux', 'mag')).toEqualTypeOf<LightCurve<{ flux: number; mag: Quantity<'mag'> }>>();
    expectTypeOf(curve.head(1).drop('flux').rename({ mag: 'm' }).plot).toBeFunction();
  });

  test('is a table after verbs that make other rows', () => {
    const tables = [
      curve.groupBy('flags').aggregate({ n: count() }),
      curve.groupBy('flags').count(),
      curve.groupBy('flags').keys,
      curve.melt({ columns: ['flux', 'transparency'] }),
      curve.pivot({ rows: 'flags', columns: 'file', values: 'flux', aggregate: median }),
    ];
    for (const table of tables) {
      expect(table).toBeInstanceOf(Table);
      expect(table).not.toBeInstanceOf(LightCurve);
    }
    expectTypeOf(tables[1]).not.toHaveProperty('plot');
  });

  test('keeps comparisons, radius and verdicts', () => {
    const after = curve
      .derive({ a: () => 1 })
      .drop('sky')
      .rename({ x: 'column' });
    expect(after.comparisons).toBe(curve.comparisons);
    expect([after.radius, after.verdicts, after.radii]).toEqual([curve.radius, curve.verdicts, curve.radii]);
    expect(after.provenance).toEqual(curve.provenance);
  });
});

describe('plot after other verbs', () => {
  const points = (figure: { toSvg(): string }) => figure.toSvg().match(/<circle/g)?.length ?? 0;

  test('draws what the columns hold then', () => {
    const plain = curve.plot().toSvg();
    expect(
      curve
        .derive({ trend: row => row.flux })
        .plot()
        .toSvg(),
    ).toBe(plain);
    expect(curve.rename({ sky: 'background' }).drop('airmass').plot().toSvg()).toBe(plain);
    expect(
      curve
        .derive({ flux: row => row.flux * (1 + row.airmass) })
        .plot()
        .toSvg(),
    ).not.toBe(plain);
  });

  test('needs a value and a time alone', () => {
    const bare = curve.select('bjdTdb', 'flux');
    expect(points(bare.plot())).toBe(points(curve.plot()));
    expect(points(curve.drop('bjdTdb').plot())).toBe(points(curve.plot()));
  });

  test('names a missing column and the verb that took it away', () => {
    const dropped = errorOf(() => curve.drop('flux').sortBy('mag').plot());
    expect(dropped.code).toBe('missing-column');
    expect(dropped.message).toMatch(/plot\(\) needs the column 'flux'.*drop\(\) left it out/);
    expect(errorOf(() => curve.select('bjdTdb', 'mag').plot()).message).toContain('select() left it out');
    expect(errorOf(() => curve.rename({ flux: 'ratio' }).plot()).message).toContain("rename() called it 'ratio'");
    expect(errorOf(() => curve.drop('mag').plot({ quantity: 'mag' })).message).toContain("'mag'");
    expect(errorOf(() => curve.drop('bjdTdb', 'jdUtcMid').plot()).message).toContain("'jdUtcMid'");
    expect(
      curve
        .drop('flux')
        .derive({ flux: row => 10 ** (-0.4 * row.mag) })
        .plot()
        .toSvg(),
    ).toContain('<circle');
  });

  test('refuses another quantity, which it would not draw', () => {
    expect(errorOf(() => curve.plot({ quantity: 'airmass' as never })).message).toContain(
      `'flux' or 'mag', got "airmass"`,
    );
    expect(errorOf(() => curve.plot({ quantitiy: 'mag' } as never)).message).toContain('nearest: quantity');
  });

  test('refuses text', () => {
    const error = errorOf(() => curve.derive({ flux: row => String(row.flux) }).plot());
    expect([error.code, error.message]).toEqual(['bad-argument', expect.stringContaining("numbers in 'flux'")]);
  });
});

describe('P12: measurements stay measurements', () => {
  test('through every verb that keeps star and frame', () => {
    for (const [verb, table] of Object.entries(keeping(measured))) expect(table, verb).toBeInstanceOf(Measurements);
    expect(measured.groupBy('star').count()).not.toBeInstanceOf(Measurements);
  });

  test('and give the same curve after verbs that change nothing in it', () => {
    const same = (made: LightCurve) => expect(Array.from(made.columns.flux)).toEqual(Array.from(curve.columns.flux));
    same(measured.derive({ snr: row => row.flux / row.fluxErr }).differential(options()));
    same(measured.drop('airmass', 'peak').rename({ area: 'pixels' }).differential(options()));
    same(measured.sortBy('flux').differential(options()));
    same(measured.window({ before: difference('flux') }, { within: 'star' }).differential(options()));
  });

  test('and use the values that the rows have then', () => {
    const halved = measured.derive({ flux: row => (row.star === 0 ? row.flux * (row.frame < 3 ? 0.5 : 1) : row.flux) });
    const ratio = Array.from(halved.differential(options()).columns.flux, (flux, f) => flux / curve.columns.flux[f]);
    expect(ratio[0] / ratio[5]).toBeCloseTo(0.5, 2);
    const later = measured.derive({ jdUtcMid: row => row.jdUtcMid + 1, airmass: row => row.frame });
    const { columns } = later.differential(options());
    expect(columns.jdUtcMid[2] - curve.columns.jdUtcMid[2]).toBeCloseTo(1, 9);
    expect(columns.bjdTdb[2] - curve.columns.bjdTdb[2]).toBeCloseTo(1, 3);
    expect(Array.from(columns.airmass)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test.each(['frame', 'star', 'flags', 'flux', 'fluxErr', 'x', 'y', 'sky'] as const)('need %s', name => {
    const error = errorOf(() => measured.drop(name).differential(options()));
    expect(error.code).toBe('missing-column');
    expect(error.message).toContain(`differential() needs the column '${name}', which is missing: drop() left it out`);
    const renamed = errorOf(() => measured.rename({ [name]: 'other' }).differential(options()));
    expect(renamed.message).toContain("rename() called it 'other'");
  });

  test('refuse rows that are not one of a star in a frame', () => {
    const refused = (table: { differential(o: ReturnType<typeof options>): unknown }) =>
      errorOf(() => table.differential(options())).message;
    expect(refused(measured.concat(measured.head(1)))).toContain("unique('star', 'frame')");
    expect(refused(measured.derive({ star: row => row.star + 0.5 }))).toContain('star 0.5');
    expect(refused(measured.derive({ frame: row => row.frame + 100 }))).toContain('frame 100');
    expect(refused(measured.derive({ airmass: row => row.star }))).toContain("'airmass'");
    expect(refused(measured.derive({ file: () => 'other.fits' }))).toContain('another series');
    const twice = Table.fromColumns({ star: [0, 0], name: ['a', 'b'] });
    expect(refused(measured.join(twice, { on: 'star' }))).toContain('several');
  });
});

describe('a catalogue stays a catalogue', () => {
  const stars = Catalog.of(Table.fromColumns({ id: [1n, 2n, 2n], mag: [10, 11, NaN], band: ['B', 'B', 'V'] }));

  test('through all verbs, in types too', () => {
    const made = [
      stars.derive({ twice: row => 2 * row.mag }).join(stars.select('id', 'mag'), { on: 'id' }),
      stars
        .window({ step: difference('mag') })
        .fill({ mag: 0 })
        .cut('mag', [0, 20])
        .binBy('mag', { width: 1 }),
      stars.rank('mag').rename({ mag: 'm' }).drop('id'),
      stars.concat(stars, { missing: 'fill' }),
      stars.groupBy('id').aggregate({ mag: median('mag') }),
      stars.groupBy('id').count(),
      stars.groupBy('id').keys,
      stars.melt({ columns: ['mag'] }),
      stars.pivot({ rows: 'id', columns: 'band', values: 'mag' }),
    ];
    for (const table of made) expect(table).toBeInstanceOf(Catalog);
    expectTypeOf(stars.pivot({ rows: 'id', columns: 'band', values: 'mag', names: ['B'] }).near).toBeFunction();
    expectTypeOf(stars.groupBy('id').aggregate({ mag: median('mag') })).toEqualTypeOf<
      Catalog<{ id: bigint; mag: number }>
    >();
    for (const [, group] of stars.groupBy('id')) expectTypeOf(group.near).toBeFunction();
  });
});
