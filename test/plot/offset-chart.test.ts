import { describe, expect, test } from 'vitest';
import { offsetFigure } from '../../lib/plot/charts/offset-chart.js';

const count = 6000;
const wave = (scale: number, middle: number) =>
  Float64Array.from({ length: count }, (_, i) => middle + scale * Math.sin(i));
const offsets = {
  before: { east: wave(0.1, 1.234), north: wave(0.1, -0.5) },
  after: { east: wave(0.1, 0), north: wave(0.1, 0) },
  ra: 1.234,
  dec: -0.5,
  raErr: 0.0123,
  decErr: 0.2,
};

describe('offsetFigure', () => {
  test('states the shift in its caption, to the digits justified by the error', () => {
    const { caption } = offsetFigure(offsets);
    expect(caption).toContain('offsets of 6000 pairs: 1.234 +- 0.012 arcsec to the east, -0.50 +- 0.20 arcsec');
  });

  test('draws both panels, and a regular sample of many pairs', () => {
    const svg = offsetFigure(offsets).toSvg();
    expect(svg).toContain('before');
    expect(svg).toContain('after');
    const circles = svg.match(/<circle/g)?.length ?? 0;
    expect(circles).toBe(2 * (count / 2) + 2);
  });

  test('is text in a terminal', () => {
    expect(offsetFigure(offsets, { title: 'Offsets' }).toText()).toMatch(/^\[figure: Offsets\]\n/);
  });
});
