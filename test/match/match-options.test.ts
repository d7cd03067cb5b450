import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Catalog } from '../../lib/fluent/catalog.js';
import '../../lib/index.js';
import { arcmin, arcsec } from '../../lib/match/columns/degrees.js';
import { matchSelf } from '../../lib/match/positions/match-self.js';
import { offsetBy, separation } from '../../lib/math/sphere.js';
import { Table } from '../../lib/table/table.js';
import { instantFromIso } from '../../lib/time/instant.js';

const stars = Catalog.of(
  Table.fromColumns(
    { id: [1, 2, 3, 4], ra: [10, 20, NaN, 40], dec: [0, 60, 5, -30], mag: [12, 13, 14, 15] },
    { units: { ra: 'deg', dec: 'deg', mag: 'mag' } },
  ),
);
const other = Catalog.of(
  Table.fromColumns(
    {
      name: ['far', 'near', 'none', 'alone'],
      ra: [10, 10, 20, 200],
      dec: [1.5 / 3600, -1 / 3600, -999, 0],
      g: [12.1, 16, 1, 1],
    },
    { units: { ra: 'deg', dec: 'deg', g: 'mag' } },
  ),
);

describe('match', () => {
  test('puts the columns of both tables side by side, with separation, angle and offsets', () => {
    const found = stars.match(other, { within: arcsec(2) });
    expect(found).toBeInstanceOf(Catalog);
    expect(found.names).toEqual([
      'id',
      'ra',
      'dec',
      'mag',
      'name',
      'ra_right',
      'dec_right',
      'g',
      'separation',
      'positionAngle',
      'offsetRa',
      'offsetDec',
    ]);
    const row = found.toObjects()[0];
    expect(row).toMatchObject({ id: 1, name: 'near', ra: 10, ra_right: 10 });
    expect(row.separation).toBeCloseTo(1, 9);
    expect(row.positionAngle).toBe(180);
    expect(row.offsetDec).toBeCloseTo(-1, 9);
    expect(row.offsetRa).toBeCloseTo(0, 9);
    expect(['separation', 'positionAngle', 'offsetRa'].map(name => found.unit(name as 'separation'))).toEqual([
      'arcsec',
      'deg',
      'arcsec',
    ]);
  });

  test('skips NaN and -999, and keeps left rows without a match when asked', () => {
    const kept = stars.match(other, { within: arcsec(2), unmatched: 'keep', suffix: '_b' });
    expect([...kept.columns.id]).toEqual([1, 2, 3, 4]);
    expect([...kept.columns.name]).toEqual(['near', null, null, null]);
    expect([...kept.columns.separation].map(Number.isNaN)).toEqual([false, true, true, true]);
    expect([...kept.columns.ra_b].slice(1)).toEqual([NaN, NaN, NaN]);
    expect(stars.match(other, { within: arcsec(2) }).length).toBe(1);
  });

  test('returns the second nearest, and every pair in order of distance', () => {
    expect([...stars.match(other, { within: arcsec(2), nth: 2 }).columns.name]).toEqual(['far']);
    expect([...stars.match(other, { within: arcsec(2), mode: 'all' }).columns.name]).toEqual(['near', 'far']);
    expect(stars.match(other, { within: arcsec(2), mode: 'exclusive' }).length).toBe(0);
  });

  test('considers only stars of similar brightness, within a magnitude window', () => {
    const window = { left: 'mag', right: 'g', within: 0.5 } as const;
    expect([...stars.match(other, { within: arcsec(2), magnitude: window }).columns.name]).toEqual(['far']);
    expect([...stars.match(other, { within: arcsec(2), magnitude: window, mode: 'exclusive' }).columns.name]).toEqual([
      'far',
    ]);
    const shifted = { ...window, offset: -4 };
    expect([...stars.match(other, { within: arcsec(2), magnitude: shifted }).columns.name]).toEqual(['near']);
    const unknown = { ...window, offset: 'median' } as const;
    expect([...stars.match(other, { within: arcsec(2), magnitude: unknown }).columns.name]).toEqual(['near']);
    const inJansky = Catalog.of(Table.fromColumns({ ra: [10], dec: [0], g: [3] }, { units: { g: 'Jy' } }));
    expect(() => stars.match(inJansky, { within: arcsec(2), magnitude: window })).toThrow(
      /Column 'g' has the unit 'Jy', but mag is wanted/,
    );
  });

  test('adds the suffix to match columns in a second match, and rejects names that clash again', () => {
    const twice = stars.match(other, { within: arcsec(2) }).match(other.select('ra', 'dec'), {
      within: arcsec(2),
      suffix: '_2',
    });
    expect(twice.names.slice(-6)).toEqual([
      'ra_2',
      'dec_2',
      'separation_2',
      'positionAngle_2',
      'offsetRa_2',
      'offsetDec_2',
    ]);
    const third = other.select('ra', 'dec');
    expect(() => twice.match(third, { within: arcsec(2), suffix: '_2' })).toThrow(/two columns with the name 'ra_2'/);
  });

  test('is recorded in the provenance with its effective options', () => {
    const step = stars.match(other, { within: arcsec(2), mode: 'mutual' }).provenance.at(-1);
    expect(step).toEqual({
      verb: 'match',
      options: { withinArcsec: 2, mode: 'mutual', unmatched: 'drop', suffix: '_right' },
    });
  });

  test('with an empty catalogue returns an empty table with all columns', () => {
    const none = other.filter(() => false);
    expect(stars.match(none, { within: arcsec(2) }).length).toBe(0);
    expect(stars.match(none, { within: arcsec(2), unmatched: 'keep' }).length).toBe(4);
    expect(none.match(stars, { within: arcsec(2) }).names).toContain('separation');
  });

  test('of a catalogue with itself pairs each row with its nearest other row', () => {
    const own = Catalog.of(Table.fromColumns({ id: [0, 1, 2, 3], ra: [5, 5, 5.0001, 100], dec: [0, 0, 0, 0] }));
    const pairs = own.match(own, { within: arcsec(1) });
    expect(pairs.toObjects().map(({ id, id_right }) => [id, id_right])).toEqual([
      [0, 1],
      [1, 0],
      [2, 0],
    ]);
    expect(own.match(Catalog.of(own), { within: arcsec(1) }).length).toBe(3);
    expect([...own.match(own, { within: arcsec(1), mode: 'all' }).columns.id_right]).toEqual([1, 2, 2]);
    expect([...own.match(own, { within: arcsec(1), nth: 2 }).columns.id_right]).toEqual([2, 2, 1]);
  });
});

describe('matchSelf', () => {
  test('finds the same pairs as brute force, including duplicates', () => {
    const place = fc.record({
      ra: fc.constantFrom(0, 360, 0.0001, 359.9999, 180),
      dec: fc.constantFrom(-90, 90, 0, 0.0002, 89.9999),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (places, nth) => {
        const [ra, dec] = [places.map(p => p.ra), places.map(p => p.dec)].map(list => Float64Array.from(list));
        const found = matchSelf(ra, dec, 0.001, { nth });
        const expected = places.flatMap((a, i) => {
          const others = places
            .map((b, j) => ({ j, far: separation(a, b) }))
            .filter(({ j, far }) => j !== i && far <= 0.001)
            .sort((x, y) => x.far - y.far);
          return others.length < nth ? [] : [{ i, far: others[nth - 1].far }];
        });
        expect([...found.index1]).toEqual(expected.map(({ i }) => i));
        for (const [k, { far }] of expected.entries()) expect(found.separation[k]).toBeCloseTo(far, 9);
        for (let k = 0; k < found.index1.length; k++) expect(found.index2[k]).not.toBe(found.index1[k]);
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});

describe('positions', () => {
  const at = (columns: Record<string, unknown>, units: Record<string, string> = {}) =>
    Catalog.of(Table.fromEntries<Record<string, number>>(columns, { units }));
  const target = { ra: 240.5492916666667, dec: 28.1696 };

  test.each([
    ['RAJ2000', 'DEJ2000'],
    ['_RAJ2000', '_DEJ2000'],
    ['RA_ICRS', 'DE_ICRS'],
    ['ALPHA_J2000', 'DELTA_J2000'],
    ['RA_GAIA_WCS', 'DEC_GAIA_WCS'],
    ['XWIN_WORLD', 'YWIN_WORLD'],
    ['Ra', 'Dec'],
  ])('are found in %s and %s', (ra, dec) => {
    const found = at({ [ra]: [target.ra], [dec]: [target.dec] }, { [ra]: 'deg' }).near({
      ...target,
      within: arcsec(1),
    });
    expect(found.length).toBe(1);
  });

  test('are taken from explicitly named columns first', () => {
    const table = at({ ra: [1], dec: [1], x: [target.ra], y: [target.dec] });
    expect(table.near({ ...target, within: arcsec(1), columns: { ra: 'x', dec: 'y' } }).length).toBe(1);
    expect(() => table.near({ ...target, within: 1, columns: { ra: 'xx', dec: 'y' } })).toThrow(
      /No column 'xx' for right ascension.*nearest: x/,
    );
    expect(() => table.near({ ...target, within: 1, columns: { ra: 'x' } })).toThrow(/Name both columns/);
  });

  test('are read from sexagesimal text, right ascensions in hours', () => {
    const table = at({ ra: ['16:02:11.83', '16 02 12', '', 'nan'], dec: ['+28:10:10.56', '28d10m10.56s', '', '1'] });
    expect(table.near({ ra: '16h02m11.83s', dec: '+28:10:10.56', within: arcmin(1) }).length).toBe(2);
    expect(() => at({ ra: ['16:02:11', 'Vega'], dec: ['1', '2'] }).near({ ra: 1, dec: 1, within: 1 })).toThrow(
      /Column 'ra', row 1: expected an angle.*"Vega"/,
    );
  });

  test.each([
    ['hourangle', /Column 'ra' has the unit 'hourangle', but deg is wanted: derive\(\{ ra: row => 15 \* row.ra/],
    ['h', /Column 'ra' has the unit 'h', but deg is wanted/],
    ['rad', /Column 'ra' has the unit 'rad', but deg is wanted: .*180 \/ Math.PI/],
    ['arcsec', /Column 'ra' has the unit 'arcsec', but deg is wanted/],
  ])('in %s are rejected by column and unit', (unit, message) => {
    expect(() => at({ ra: [1], dec: [1] }, { ra: unit }).near({ ra: 1, dec: 1, within: 1 })).toThrow(message);
  });

  test('declared in degrees but given in hours are rejected, in texts and where they match as hours', () => {
    const text = at({ ra: ['16:02:11'], dec: ['28:10:10'] }, { ra: 'deg' });
    expect(() => text.near({ ...target, within: 1 })).toThrow(/Column 'ra', row 0: '16:02:11' looks like hours.*'deg'/);
    const hours = at({ ra: [target.ra / 15, 3], dec: [target.dec, 3] }, { ra: 'deg' });
    const degrees = at({ ra: [target.ra, 45], dec: [target.dec, 3] });
    expect(() => hours.match(degrees, { within: arcsec(1) })).toThrow(
      /column 'ra' of the left table \(unit 'deg'\) holds hours: times 15, 2 rows match/,
    );
    expect(() => degrees.match(hours, { within: arcsec(1) })).toThrow(/column 'ra' of the right table/);
  });

  test('out of range are rejected with column and row', () => {
    expect(() => at({ ra: [1, 400], dec: [1, 1] }, { ra: 'deg' }).near({ ra: 1, dec: 1, within: 1 })).toThrow(
      /Column 'ra' \(unit 'deg'\) of the table, row 1: 400 is not a sky position/,
    );
    expect(() => stars.match(at({ ra: [1], dec: [91] }), { within: 1 })).toThrow(
      /Column 'dec' of the right table, row 0: 91 is not a sky position/,
    );
  });

  test('that are missing raise an error that names the available columns', () => {
    expect(() => stars.match(at({ alphaX: [1], b: [2] }), { within: 1 })).toThrow(
      /The right table has no positions.*columns: alphaX, b. Name them: \{ right: \{ ra: '...', dec: '...' \} \}/,
    );
  });

  test('rejects an invalid radius', () => {
    expect(() => stars.match(other, { within: NaN })).toThrow(/within must be an angle from 0 to 180 degrees/);
    expect(() => stars.near({ ra: 1, dec: 1, within: -1 })).toThrow(/near: within must be an angle/);
    expect(() => stars.near({ ra: 1, dec: 100, within: 1 })).toThrow(/Dec 100 is not a sky position/);
    expect(() => stars.match(other, { within: 1, mode: 'best' as never })).toThrow(/mode is 'nearest'.*"best"/);
  });
});

describe('near', () => {
  test('returns the nearest first, across RA 0', () => {
    const table = Catalog.of(Table.fromColumns({ ra: [0.001, 359.9995, 180], dec: [0, 0, 0] }));
    const found = table.near({ ra: 360, dec: 0, within: arcsec(10) });
    expect([...found.columns.ra]).toEqual([359.9995, 0.001]);
    expect(found.columns.separation[0]).toBeCloseTo(1.8, 9);
    expect(found.columns.positionAngle[0]).toBeCloseTo(270, 9);
    expect(found.near({ ra: 0, dec: 0, within: 1 }).names).toContain('separation_near');
  });
});

describe('duplicates', () => {
  test('are returned in groups, with chains as one group', () => {
    const table = Catalog.of(
      Table.fromColumns({
        id: [0, 1, 2, 3, 4, 5],
        ra: [50, 10, 50.0002, 10.0001, 90, 50.0004],
        dec: [0, 0, 0, 0, 0, 0],
      }),
    );
    const found = table.duplicates({ within: arcsec(1) });
    expect(found.toObjects().map(row => [row.id, row.duplicateGroup, row.duplicateCount])).toEqual([
      [0, 0, 3],
      [2, 0, 3],
      [5, 0, 3],
      [1, 1, 2],
      [3, 1, 2],
    ]);
    expect(table.duplicates({ within: 0 }).length).toBe(0);
  });
});

describe('matchEach', () => {
  const gaia = Catalog.of(Table.fromColumns({ ra: [10, 40], dec: [0, -30], g: [11, 15] }));
  const variables = Catalog.of(Table.fromColumns({ RAJ2000: [40.0001], DEJ2000: [-30], type: ['RRAB'] }));

  test('joins several catalogues to one, each row once', () => {
    const found = stars.matchEach({ gaia, vsx: variables }, { within: { gaia: arcsec(1), vsx: arcsec(2) } });
    expect([...found.columns.g_gaia]).toEqual([11, NaN, NaN, 15]);
    expect([...found.columns.type_vsx]).toEqual([null, null, null, 'RRAB']);
    expect(found.columns.separation_vsx[3]).toBeCloseTo(0.36 * Math.cos(Math.PI / 6), 4);
    const some = stars.matchEach({ gaia, vsx: variables }, { within: arcsec(1), unmatched: 'drop' });
    expect([...some.columns.id]).toEqual([1, 4]);
  });

  test('names the catalogue in its errors', () => {
    const bad = Catalog.of(Table.fromColumns({ x: [1] }));
    expect(() => stars.matchEach({ gaia, bad }, { within: 1 })).toThrow(
      /^bad: The table 'bad' has no positions.*\{ columns: \{ bad: \{ ra:/,
    );
    expect(() => stars.matchEach({ gaia }, { within: 1, epoch: 2020 })).toThrow(/no table lists proper motions/);
    expect(() => stars.matchEach({ gaia }, { within: 1, mode: 'all' as never })).toThrow(/each row gets one match/);
    const twice = bad.derive({ ra: () => 10, dec: () => 0, separation: () => 1 });
    expect(() => stars.matchEach({ twice }, { within: 1 })).toThrow(/two columns with the name 'separation_twice'/);
    expect(() => stars.matchEach({}, { within: 1 })).toThrow(/pass the tables by name/);
  });
});

describe('proper motions', () => {
  const moving = Table.fromColumns(
    { ra: [100, 200], dec: [20, 20], pmra: [1000, NaN], pmdec: [-500, NaN], ref_epoch: [2016, 2016] },
    { units: { pmra: 'mas/yr', pmdec: 'mas yr-1', ref_epoch: 'yr' } },
  );
  const gaia = Catalog.of(moving);
  const there = offsetBy({ ra: 100, dec: 20 }, (Math.atan2(1, -0.5) * 180) / Math.PI, Math.hypot(10, 5) / 3600);
  const image = Catalog.of(Table.fromColumns({ ra: [there.ra, 200], dec: [there.dec, 20] }));

  test('move a catalogue to the epoch of the image, given in any form', () => {
    expect(image.match(gaia, { within: arcsec(1) }).length).toBe(1);
    for (const epoch of [2026, 'J2026.0', '2026-01-01T00:00:00', instantFromIso('2026-01-01T00:00:00')]) {
      const found = image.match(gaia, { within: arcsec(1), epoch });
      expect(found.length).toBe(2);
      expect(found.columns.separation[0]).toBeLessThan(1e-3);
    }
    expect(gaia.near({ ra: there.ra, dec: there.dec, within: arcsec(1), epoch: 2026 }).length).toBe(1);
  });

  test('need a starting epoch: a column, a year, or a statement in the table', () => {
    const plain = Catalog.of(moving.drop('ref_epoch'));
    expect(() => image.match(plain, { within: arcsec(1), epoch: 2026 })).toThrow(
      /right table lists proper motions, but the epoch of its positions is unknown.*\{ right: \{ epoch: 2016 \} \}/,
    );
    expect(image.match(plain, { within: arcsec(1), epoch: 2026, right: { epoch: 2016 } }).length).toBe(2);
    const told = plain.withMeta({ name: 'I/355/gaiadr3' });
    expect(image.match(told, { within: arcsec(1), epoch: 2026 }).length).toBe(2);
    const described = Catalog.of(
      Table.fromEntries<Record<string, number>>(
        { ra: [100], dec: [20], pmra: [1000], pmdec: [-500] },
        { descriptions: { ra: 'Right ascension (ICRS) at Ep=2016.0' } },
      ),
    );
    expect(image.match(described, { within: arcsec(1), epoch: 2026 }).length).toBe(1);
  });

  test('in other units are rejected, and so are invalid epochs', () => {
    const wrong = Catalog.of(
      Table.fromColumns({ ra: [1], dec: [1], pmra: [1], pmdec: [1] }, { units: { pmra: 'deg/yr', pmdec: 'mas/yr' } }),
    );
    expect(() => image.match(wrong, { within: 1, epoch: 2026, right: { epoch: 2016 } })).toThrow(
      /Column 'pmra' has the unit 'deg\/yr', but mas\/yr is wanted/,
    );
    expect(() => image.match(gaia, { within: 1, epoch: 2460828.7 })).toThrow(
      /epoch must be a Julian year.*instantFromJd/,
    );
    expect(() => image.match(image.head(1), { within: 1, epoch: 2026 })).toThrow(/neither table lists proper motions/);
  });
});

describe('overall offsets', () => {
  const random = (seed: number) => () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const next = random(4);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const n = 400;
  const ra = Float64Array.from({ length: n }, () => 359.9 + next() * 0.2).map(value => value % 360);
  const dec = Float64Array.from({ length: n }, () => 60 + next() * 0.1);
  const truth = Catalog.of(Table.fromColumns({ ra, dec }));
  /** Positions that are 1.2 arcsec too far west and 0.7 too far north, with errors of 0.1 arcsec. */
  const measured = Catalog.of(
    Table.fromColumns({
      ra: ra.map((value, i) => value + (-1.2 + 0.1 * gauss()) / 3600 / Math.cos((dec[i] * Math.PI) / 180)),
      dec: dec.map(value => value + (0.7 + 0.1 * gauss()) / 3600),
    }),
  );

  test('are found within their errors', () => {
    const shift = measured.offsetTo(truth, { within: arcsec(3) });
    expect(shift.pairs).toBeGreaterThan(380);
    expect(shift.raErr).toBeGreaterThan(0.004);
    expect(shift.raErr).toBeLessThan(0.009);
    expect(Math.abs(shift.ra - 1.2)).toBeLessThan(4 * shift.raErr);
    expect(Math.abs(shift.dec + 0.7)).toBeLessThan(4 * shift.decErr);
    expect(String(shift)).toMatch(/SkyShift of \d+ pairs: RA cos Dec 1\.\d+ \+- 0\.00/);
    const svg = shift.plot().toSvg();
    expect(svg).toContain('before');
    expect(svg).toContain('RA offset times cos Dec [arcsec]');
  });

  test('are removed on request, and the provenance records their size', () => {
    expect(measured.match(truth, { within: arcsec(3) }).columns.separation.median()).toBeGreaterThan(1.3);
    const found = measured.match(truth, { within: arcsec(3), removeOffset: true });
    expect(found.columns.separation.median()).toBeLessThan(0.15);
    expect(Math.abs(found.columns.offsetRa.median())).toBeLessThan(0.01);
    expect(found.provenance.at(-1)?.options).toMatchObject({ removedOffset: { raArcsec: expect.closeTo(1.2, 1) } });
    expect(() => truth.match(truth, { within: 1, removeOffset: true })).toThrow(/no offset from itself/);
  });

  test('need at least three pairs', () => {
    expect(() => measured.offsetTo(truth.head(2), { within: arcsec(3) })).toThrow(/Only [012] positions.*needs 3/);
  });
});
