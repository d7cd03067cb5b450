import { describe, expect, test } from 'vitest';
import { histogram, scatter } from '../../lib/fluent/charts.js';
import { Table } from '../../lib/table/table.js';

const stars = Table.fromColumns(
  {
    color: [0.2, 0.9, 1.5, NaN],
    mag: [12.5, 14, 16.25, 15],
    err: [0.01, 0.02, 0.05, 0.03],
    kind: ['member', 'field', 'member', 'field'],
    id: [1n, null, 3n, 4n],
  },
  { units: { mag: 'mag', err: 'mag' } },
);

describe('scatter', () => {
  test('labels its axes with units and counts the points it can show', () => {
    const figure = scatter(stars, { x: 'color', y: 'mag' });
    expect(figure.caption).toBe('mag against color, 3 points');
    expect(figure.toSvg()).toContain('mag [mag]');
    expect(figure.toSvg().match(/<circle/g)).toHaveLength(3);
  });

  test('draws magnitudes increasing downwards by default', () => {
    const heights = (reverse?: 'none') => {
      const svg = scatter(stars, { x: 'color', y: 'mag', reverse }).toSvg();
      return [...svg.matchAll(/<circle[^>]*cy="([\d.]+)"/g)].map(match => Number(match[1]));
    };
    const [bright, , faint] = heights();
    expect(bright).toBeLessThan(faint);
    const [brightUp, , faintUp] = heights('none');
    expect(brightUp).toBeGreaterThan(faintUp);
  });

  test('draws error bars of one sigma in each direction', () => {
    const svg = scatter(stars, { x: 'color', y: 'mag', error: 'err' }).toSvg();
    expect(svg.match(/aria-label="rule"/g)).toHaveLength(1);
  });

  test('lists the categories of the colours', () => {
    const svg = scatter(stars, { x: 'color', y: 'mag', color: 'kind' }).toSvg();
    expect(svg).toContain('member');
    expect(svg).toContain('field');
  });

  test('states the range of a colour scale', () => {
    expect(scatter(stars, { x: 'color', y: 'mag', color: 'err' }).toSvg()).toContain('err: 0.01 (dark) to 0.05 mag');
  });

  test('excludes values without a logarithm', () => {
    const table = Table.fromColumns({ x: [-1, 0, 10], y: [1, 2, 3] });
    expect(scatter(table, { x: 'x', y: 'y', logarithmic: 'x' }).caption).toContain('1 points');
  });

  test('draws a sample of very many points and states it', () => {
    const n = 50_000;
    const x = Float64Array.from({ length: n }, (_, i) => i);
    const figure = scatter(Table.fromColumns({ x, y: x }), { x: 'x', y: 'y' });
    expect(figure.caption).toBe('y against x, 50000 points, one in 3 drawn');
  });

  test('rejects string columns and unknown columns', () => {
    expect(() => scatter(stars, { x: 'kind', y: 'mag' })).toThrow(/'kind' holds strings; a chart needs numbers/);
    expect(() => scatter(stars, { x: 'colour' as 'color', y: 'mag' })).toThrow(/No column 'colour'/);
  });
});

describe('histogram of a column', () => {
  test('counts rows, excludes missing values and shows the unit', () => {
    const figure = histogram(stars, 'mag', { bins: 4 });
    expect(figure.toSvg()).toContain('mag [mag]');
    expect(figure.toSvg()).toContain('>rows<');
    expect(() => histogram(stars, 'kind')).toThrow(/needs numbers/);
    expect(histogram(stars, 'id').toSvg()).toContain('<svg');
  });
});
