import { describe, expect, test } from 'vitest';
import { lightCurveFigure } from '../../lib/plot/charts/light-curve-chart.js';

const curve = (value: readonly number[]) => ({
  label: 'target',
  time: value.map((_, i) => 100 + i / 10),
  value,
  error: value.map(() => 0.01),
  flags: value.map(() => 0),
});
const draw = (value: readonly number[]): string =>
  lightCurveFigure(curve(value), [], { timeLabel: 'BJD_TDB', valueLabel: 'relative flux' }).toSvg();
const idsOf = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map(match => match[1]);

describe('a chart', () => {
  test('drawn twice has the same bytes', () => {
    expect(draw([1, 0.99, 1.01])).toBe(draw([1, 0.99, 1.01]));
  });

  test('shares no id with another chart on the page, and uses all its ids', () => {
    const first = draw([1, 0.99, 1.01]);
    const second = draw([1, 0.98, 1.01]);
    expect(idsOf(first).length).toBeGreaterThan(0);
    expect(idsOf(first).filter(id => idsOf(second).includes(id))).toEqual([]);
    for (const id of idsOf(first)) expect(first).toContain(`url(#${id})`);
  });
});
