/**
 * Observable Plot accepts a table like an array of objects.
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { Table } from '../../../lib/table/table.js';

const { document } = parseHTML('<html><body></body></html>');

const stars = Table.fromColumns({
  mag: [12.5, 13.25, NaN, 14],
  error: Float32Array.of(0.01, 0.02, 0.03, 0.04),
  filter: ['V', 'B', 'V', 'V'],
  at: [new Date('2020-01-01'), new Date('2020-01-02'), new Date('2020-01-03'), null],
});

/** Number of circles that a dot plot draws. */
function circles(data: unknown, options: Plot.DotOptions): number {
  const figure = Plot.plot({ document: document as never, marks: [Plot.dot(data as Plot.Data, options)] });
  return figure.querySelectorAll('circle').length;
}

describe('Observable Plot', () => {
  it('accepts a table, its columns by name, and omits missing values', () => {
    expect(circles(stars, { x: 'mag', y: 'error', stroke: 'filter' })).toBe(3);
    expect(circles(stars, { x: 'at', y: 'mag' })).toBe(2);
  });

  it('accepts single columns, and an Arrow table', () => {
    expect(circles(stars, { x: stars.columns.mag as never, y: stars.columns.error as never })).toBe(3);
    expect(circles(stars.toArrow(), { x: 'mag', y: 'error' })).toBe(3);
  });

  it('bins and groups a table', () => {
    const bars = Plot.plot({
      document: document as never,
      marks: [Plot.barY(stars as unknown as Plot.Data, Plot.groupX({ y: 'count' }, { x: 'filter' }))],
    });
    expect(bars.querySelectorAll('rect').length).toBe(2);
  });
});
