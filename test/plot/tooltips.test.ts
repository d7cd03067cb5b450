import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { scatter, Table } from '../../lib/index.js';
import { growthCurveFigure } from '../../lib/plot/charts/growth-curve-chart.js';
import { lightCurveFigure, type PlottedCurve } from '../../lib/plot/charts/light-curve-chart.js';
import { offsetFigure } from '../../lib/plot/charts/offset-chart.js';

const drawn = (svg: string): Document => parseHTML(svg).document;
const titlesOf = (svg: string): (string | null)[] =>
  [...drawn(svg).querySelectorAll('circle > title')].map(title => title.textContent);
const headingOf = (svg: string): string | undefined =>
  [...drawn(svg).querySelectorAll('text[font-weight="600"]')].map(text => text.textContent ?? '').at(-1);

const stars = (length: number, columns: object = {}): Table<Record<string, number>> =>
  Table.fromColumns(
    {
      mag: Float64Array.from({ length }, (_, i) => 12 + i / length),
      fwhm: new Float64Array(length).fill(3.5),
      ...columns,
    },
    { units: { mag: 'mag', fwhm: 'px' } },
  ) as unknown as Table<Record<string, number>>;

describe('a dot says what it is', () => {
  test('by its name, or its row, and its values with their units', () => {
    expect(titlesOf(scatter(stars(2), { x: 'mag', y: 'fwhm' }).toSvg())).toEqual([
      'row 0\nmag: 12 mag\nfwhm: 3.5 px',
      'row 1\nmag: 12.5 mag\nfwhm: 3.5 px',
    ]);
    const named = stars(2, { name: ['<b>', 'M 13'], flags: Int32Array.of(0, 2) });
    const svg = scatter(named, { x: 'mag', y: 'fwhm', color: 'flags' }).toSvg();
    expect(titlesOf(svg)).toEqual([
      'name: <b>\nmag: 12 mag\nfwhm: 3.5 px\nflags: 0',
      'name: M 13\nmag: 12.5 mag\nfwhm: 3.5 px\nflags: 2',
    ]);
    expect(svg).not.toContain('<b>');
  });

  test('up to 2000 of them, so that a plot stays small', () => {
    const svg = (length: number): string => scatter(stars(length), { x: 'mag', y: 'fwhm' }).toSvg();
    expect(titlesOf(svg(2000))).toHaveLength(2000);
    expect(titlesOf(svg(2001))).toHaveLength(0);
    expect(svg(10_000).length).toBeLessThan(800_000);
  });

  test('in light curves, offsets and curves of growth', () => {
    const curve = (label: string): PlottedCurve => ({ label, time: [1.25], value: [0.98], error: [0.01], flags: [0] });
    const labels = { timeLabel: 'BJD_TDB', valueLabel: 'relative flux' };
    const light = lightCurveFigure(curve('target'), [curve('star 1'), curve('star 2')], labels).toSvg();
    expect(titlesOf(light)[0]).toBe('target\nBJD_TDB \u2212 1: 0.25000\nrelative flux: 0.980000 +- 0.010');
    expect(titlesOf(light)[2]).toBe('star 2\nBJD_TDB \u2212 1: 0.25000\nrelative flux: 0.980000 +- 0.010'); // without the shift
    expect(light).toMatch(/>star 1<\/text>[\s\S]*>star 2<\/text>/);
    const list = { east: [0.1], north: [0.2] };
    const offsets = offsetFigure({ before: list, after: list, ra: 0.1, dec: 0.2, raErr: 0.01, decErr: 0.01 }).toSvg();
    expect(titlesOf(offsets)[0]).toBe('pair 0, before\n0.1000 arcsec to the east\n0.2000 arcsec to the north');
    const growth = {
      radius: [2, 3],
      fraction: [0.5, 1],
      fractionErr: [0, 0],
      relativeSnr: [1, 0.8],
      chosenRadius: 2,
      starCount: 3,
    };
    expect(titlesOf(growthCurveFigure(growth).toSvg())[0]).toBe(
      'radius 2.00 px\nlight inside 50.00 %\nsignal to noise 100.0 % of its best',
    );
  });
});

test('whole numbers of few kinds are kinds, in order', () => {
  const svg = scatter(stars(4, { flags: Int32Array.of(2, 0, 256, 0) }), {
    x: 'mag',
    y: 'fwhm',
    color: 'flags',
  }).toSvg();
  const legend = [...drawn(svg).querySelectorAll('text')]
    .map(text => text.textContent)
    .filter(text => text?.startsWith('\u25cf'));
  expect(legend).toEqual(['\u25cf flags 0', '\u25cf flags 2', '\u25cf flags 256']);
});

test('a chart has a title of its data, the one that is given, or none', () => {
  const svg = (title?: string): string =>
    scatter(stars(3), { x: 'mag', y: 'fwhm', ...(title === undefined ? {} : { title }) }).toSvg();
  expect(headingOf(svg())).toBe('fwhm against mag, 3 points');
  expect(headingOf(svg('Stars'))).toBe('Stars');
  expect(headingOf(svg(''))).toBeUndefined();
});
