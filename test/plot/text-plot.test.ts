import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { histogramFigure } from '../../lib/plot/charts/histogram-chart.js';
import { lightCurveFigure } from '../../lib/plot/charts/light-curve-chart.js';
import { textBars, textScatter } from '../../lib/plot/text-plot.js';

/** Returns the dots of a plot as [column, row from the top]. */
function dotsOf(plot: string, margin: number): string[] {
  const dots: string[] = [];
  plot
    .split('\n')
    .slice(0, -1)
    .forEach((line, row) => {
      [...line.slice(margin)].forEach((character, column) => {
        const bits = character.charCodeAt(0) - 0x2800;
        [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80].forEach((bit, k) => {
          if (bits & bit) dots.push(`${2 * column + (k >> 2)},${4 * row + (k & 3)}`);
        });
      });
    });
  return dots.sort();
}

describe('points in a text plot', () => {
  test('are at the right positions, with the limits of both axes', () => {
    const plot = textScatter([0, 10, 5], [1, 2, 1.5], { width: 5, height: 2 });
    expect(plot.split('\n')[0]).toMatch(/^2\.00 /);
    expect(plot.split('\n')[1]).toMatch(/^1\.00 /);
    expect(plot.split('\n')[2]).toBe('     0.010.0');
    expect(dotsOf(plot, 5)).toEqual(['0,7', '5,3', '9,0'].sort());
    expect(dotsOf(textScatter([0, 10, 5], [1, 2, 1.5], { width: 5, height: 2, reverse: true }), 5)).toEqual(
      ['0,0', '5,4', '9,7'].sort(),
    );
  });

  test('exclude non-finite values, and need no range', () => {
    expect(textScatter([Number.NaN, 1], [1, Number.NaN])).toBe('');
    expect(dotsOf(textScatter([3], [7], { width: 4, height: 2 }), 2)).toEqual(['4,3']);
  });

  test('outside the range are drawn at its edge', () => {
    const dots = dotsOf(textScatter([0, 1], [0, 1000], { width: 2, height: 1, range: [0, 10] }), 5);
    expect(dots).toEqual(['0,3', '3,0']);
  });
});

test('bars are proportional to the counts, and non-zero counts are visible', () => {
  expect(textBars([0, 1, 400, 800])).toBe(' ▁▄█');
  expect(textBars([0, 0])).toBe('  ');
});

describe('figures in a terminal', () => {
  test('a light curve is its caption and its points, in at most twelve lines', () => {
    const time = Array.from({ length: 50 }, (_, i) => 2460000.5 + i / 500);
    const value = time.map((_, i) => (i > 20 && i < 30 ? 0.98 : 1) + 0.001 * ((i * 7) % 3));
    const curve = { label: 'target', time, value, error: value.map(() => 0), flags: value.map(() => 0) };
    const text = inspect(lightCurveFigure(curve, [], { timeLabel: 'BJD_TDB', valueLabel: 'flux' }));
    const lines = text.split('\n');
    expect(lines[0]).toBe('[figure: target: flux of 50 frames against BJD_TDB]');
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines.at(-1)).toMatch(/^ +0\.5000 +0\.5980$/);
    expect(Math.max(...lines.slice(1).map(line => line.length))).toBeLessThan(80);
  });

  test('a histogram is a line of bars', () => {
    const text = inspect(histogramFigure([0.5, 1.5, 1.6, 2.5], { bins: 3, range: [0, 3] }));
    expect(text).toBe('[figure: histogram of 4 pixels, pixel value]\n0 ▄█▄ 3');
  });
});
