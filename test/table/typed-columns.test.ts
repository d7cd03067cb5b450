import { describe, expect, test } from 'vitest';
import type { PhotometryError } from '../../lib/core/errors.js';
import { Table } from '../../lib/table/table.js';

const loose = Table.from(
  JSON.parse(
    '[{"name":"a","mag":12.5,"ra":"16:02:11.8","mixed":"1.5"},{"name":null,"mag":null,"ra":"16:03:00","mixed":"n/a"}]',
  ) as unknown,
);
const typed = Table.fromColumns({
  big: [2n ** 53n + 1n, 1n],
  exact: [7n, null],
  count: Int32Array.of(1, 2),
  small: Float32Array.of(0.5, NaN),
  at: [new Date(0), new Date(1)],
  good: [true, false],
  empty: [null, null],
});

function messageOf(work: () => unknown, code = 'bad-argument'): string {
  try {
    work();
  } catch (error) {
    expect((error as PhotometryError).code).toBe(code);
    return (error as PhotometryError).message;
  }
  throw new Error('nothing was thrown');
}

describe('number', () => {
  test('returns columns of numbers, NaN where missing', () => {
    expect([...loose.number('mag')]).toEqual([12.5, NaN]);
    expect([...typed.number('exact')]).toEqual([7, NaN]);
    expect([...typed.number('count')]).toEqual([1, 2]);
    expect([...typed.number('small')]).toEqual([0.5, NaN]);
    expect([...typed.number('empty' as never)]).toEqual([NaN, NaN]);
  });

  test('keeps the unit', () => {
    const table = Table.fromColumns({ flux: [1] }, { units: { flux: 'Jy' } });
    expect(table.number('flux').unit).toBe('Jy');
  });

  test('says what a column holds instead, and what to do', () => {
    expect(messageOf(() => loose.number('name'))).toMatch(/'name' holds text such as "a".*text\('name'\)/);
    expect(messageOf(() => loose.number('ra'))).toMatch(/"16:02:11\.8".*parseAngle\(text, 'hour'\)/);
    expect(messageOf(() => loose.number('mixed'))).toContain('"n/a"');
    expect(messageOf(() => typed.number('big'))).toMatch(/beyond 2\^53.*column\(\)/);
    expect(messageOf(() => typed.number('at'))).toMatch(/date values such as 1970-01-01T00:00:00\.000Z/);
    expect(messageOf(() => typed.number('good'))).toContain('boolean values such as true');
    expect(messageOf(() => loose.number('magn'), 'missing-column')).toContain('nearest: mag');
  });
});

describe('text', () => {
  test('returns columns of text, empty where missing', () => {
    expect([...loose.text('name')]).toEqual(['a', '']);
    expect([...typed.text('empty')]).toEqual(['', '']);
  });

  test('says what a column holds instead, and what to do', () => {
    expect(messageOf(() => loose.text('mag'))).toMatch(/float64 values such as 12\.5, not text: use number\('mag'\)/);
    expect(messageOf(() => typed.text('at'))).toContain("column('at')");
    expect(messageOf(() => loose.text('nam'), 'missing-column')).toContain('nearest: name');
  });
});

describe('withSchema', () => {
  test('checks, types and gives units; other columns stay', () => {
    const table = loose.withSchema({ mag: { type: 'number', unit: 'mag' }, name: 'string' });
    expect(table.unit('mag')).toBe('mag');
    expect(table.names).toEqual(loose.names);
    expect(table.filter(row => row.mag < 15 && row.name === 'a')).toHaveLength(1);
  });

  test('names what is missing or of another type', () => {
    expect(messageOf(() => loose.withSchema({ magn: 'number' }), 'missing-column')).toContain(
      "lacks 'magn', nearest: mag",
    );
    expect(messageOf(() => loose.withSchema({ ra: 'number' }))).toMatch(/column 'ra' holds string values/);
  });
});
