import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { growthCurveFigure } from '../../lib/plot/charts/growth-curve-chart.js';
import { histogramFigure } from '../../lib/plot/charts/histogram-chart.js';
import { lightCurveFigure, type PlottedCurve } from '../../lib/plot/charts/light-curve-chart.js';
import { Figure } from '../../lib/plot/figure.js';
import { pictureFigure } from '../../lib/plot/image-picture.js';
import { imageText } from '../../lib/plot/image-text.js';

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)> & $& $`';

/** Texts of an SVG, in order. */
const textsOf = (svg: string): string[] =>
  [...parseHTML(`<body>${svg}</body>`).document.querySelectorAll('text')].map(node => node.textContent ?? '');

/** Elements with a given name. */
const count = (svg: string, name: string): number =>
  parseHTML(`<body>${svg}</body>`).document.querySelectorAll(name).length;

/** Asserts a single well-formed SVG element: no raw `<` in an attribute, balanced tags. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  const tag = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|<[^>]*>/g;
  for (const [whole, closing, name, , selfClosing] of svg.matchAll(tag)) {
    expect(name, `not XML: ${whole.slice(0, 80)}`).toBeDefined();
    if (closing) expect(open.pop()).toBe(name);
    else if (!selfClosing) open.push(name);
  }
  expect(open).toEqual([]);
  expect(svg.match(/&(?!(amp|lt|gt|quot|apos|#39|#\d+|#x[\da-f]+);)/i)).toBeNull();
  expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
}

/** Makes a picture with the given value at each pixel (x, y). */
function imageOf(
  width: number,
  height: number,
  value: (x: number, y: number) => number,
): Parameters<typeof pictureFigure>[0] {
  const pixels = Float32Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return { width, height, pixels, unit: 'adu', pixelScale: Number.NaN };
}

/** The grey pixels embedded in a picture. */
function pixelsOf(svg: string) {
  const url = /href="data:image\/png;base64,([^"]+)"/.exec(svg)!;
  return decode(Buffer.from(url[1], 'base64'));
}

const curveOf = (label: string, values: readonly number[], flags: readonly number[] = []): PlottedCurve => ({
  label,
  time: values.map((_, i) => 2460000.5 + 0.01 * i),
  value: values,
  error: values.map(() => 0.01),
  flags: values.map((_, i) => flags[i] ?? 0),
});

const AXES = { timeLabel: 'BJD_TDB', valueLabel: 'relative flux' };

describe('the picture of a frame', () => {
  test('has the first row at the bottom', () => {
    const svg = pictureFigure(
      imageOf(8, 6, (_, y) => y),
      { stretch: 'linear' },
    ).toSvg();
    const { width, height, data } = pixelsOf(svg);
    expect([width, height]).toEqual([8, 6]);
    expect(data[0]).toBe(255);
    expect(data[5 * 8]).toBe(0);
    expectWellFormed(svg);
  });

  test('reduces large frames by averaging, excluding NaN', () => {
    const image = imageOf(1600, 40, (x, y) => ((x + y) % 2 ? Number.NaN : x < 800 ? 0 : 100));
    const { width, height, data } = pixelsOf(pictureFigure(image, { stretch: 'linear' }).toSvg());
    expect([width, height]).toEqual([534, 14]);
    expect(data[0]).toBe(0);
    expect(data[533]).toBe(255);
  });

  test('draws apertures, annuli and labels at the right positions', () => {
    const image = imageOf(100, 50, (x, y) => x + y);
    const svg = pictureFigure(image, {
      width: 560,
      overlays: [
        { x: 20, y: 10, radius: 5, annulus: [8, 12], label: 'target' },
        { x: Number.NaN, y: 3 },
      ],
    }).toSvg();
    expect(count(svg, 'circle')).toBe(3);
    expect(textsOf(svg)).toContain('target');
    // 100 px are drawn 560 - 48 - 84 = 428 wide from 48 on, the first centre half a pixel inside
    expect(svg).toContain(`cx="${(48 + 20.5 * 4.28).toFixed(2)}"`);
    expect(svg).toContain(`r="${(5 * 4.28).toFixed(2)}"`);
  });

  test('has a colour bar with limits and unit, and a scale bar and a compass if there is a WCS', () => {
    const plain = pictureFigure(
      imageOf(60, 60, x => 1000 + x),
      { stretch: 'linear' },
    ).toSvg();
    const sky = pictureFigure(
      { ...imageOf(60, 60, x => x), pixelScale: 2, compass: { north: [0, 1], east: [-1, 0] } },
      {},
    ).toSvg();
    expect(textsOf(plain)).toEqual(expect.arrayContaining(['adu', '1000', '1059', 'x [px]', 'y [px]']));
    expect(textsOf(plain)).not.toContain('N');
    expect(textsOf(sky)).toEqual(expect.arrayContaining(['N', 'E', '20″']));
  });

  test('can be drawn for a single pixel and for all NaN', () => {
    for (const image of [imageOf(1, 1, () => 3), imageOf(5, 4, () => Number.NaN), imageOf(3, 3, () => Infinity)])
      expectWellFormed(pictureFigure(image).toSvg());
    const ticks = textsOf(pictureFigure(imageOf(1, 1, () => 3)).toSvg());
    expect(ticks.some(text => text.includes('0.6'))).toBe(false);
  });

  test('pixels without data are transparent, over a colour that is not a shade of grey', () => {
    const svg = pictureFigure(
      imageOf(2, 1, x => (x ? Number.NaN : 7)),
      { stretch: 'linear' },
    ).toSvg();
    const { data, channels } = pixelsOf(svg);
    expect(channels).toBe(2);
    expect([data[1], data[3]]).toEqual([255, 0]);
    expect(svg.indexOf('fill="#4a2042"')).toBeGreaterThan(0);
    expect(svg.indexOf('fill="#4a2042"')).toBeLessThan(svg.indexOf('<image'));
  });

  test('labels do not overlap and stay inside the picture', () => {
    const overlays = Array.from({ length: 40 }, (_, k) => ({ x: 50 + (k % 4), y: 25, radius: 2, label: `star ${k}` }));
    const svg = pictureFigure(
      imageOf(100, 50, x => x),
      { overlays: [...overlays, { x: 99, y: 49, radius: 2, label: 'in the corner' }, { x: 400, y: 9, label: 'away' }] },
    ).toSvg();
    const places = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>(star \d+|in the corner|away)</g)].map(
      ([, x, y, label]) => ({ x: Number(x), y: Number(y), width: 7 * label.length, label }),
    );
    expect(places.map(({ label }) => label)).toEqual(expect.arrayContaining(['star 0', 'in the corner']));
    expect(places.map(({ label }) => label)).not.toContain('away');
    expect(places.length).toBeGreaterThan(3);
    expect(places.length).toBeLessThan(30);
    for (const a of places) {
      expect(a.x + a.width).toBeLessThanOrEqual(48 + 428 + 0.1);
      for (const b of places)
        if (a !== b)
          expect(Math.abs(a.y - b.y) >= 13.9 || a.x + a.width <= b.x + 0.1 || b.x + b.width <= a.x + 0.1).toBe(true);
    }
    expect(count(svg, 'circle')).toBe(41);
  });

  test.each([
    [1, 4000],
    [4000, 1],
    [3, 2],
  ])('of %i x %i px fits on a page, with no more ticks than there is room for', (width, height) => {
    const svg = pictureFigure(imageOf(width, height, (x, y) => x + y)).toSvg();
    const size = Number(/height="(\d+)"/.exec(svg)![1]);
    expect(size).toBeGreaterThanOrEqual(60);
    expect(size).toBeLessThan(800);
    const ys = [...svg.matchAll(/y="([\d.]+)" text-anchor="end">/g)].map(([, y]) => Number(y)).sort((a, b) => a - b);
    for (let k = 1; k < ys.length; k++) expect(ys[k] - ys[k - 1]).toBeGreaterThan(11);
  });

  test('black and white can be given as percentiles or as values', () => {
    const image = imageOf(100, 1, x => x);
    const ends = (options: Parameters<typeof pictureFigure>[1]) => {
      const texts = textsOf(pictureFigure(image, { stretch: 'linear', ...options }).toSvg());
      return texts.filter(text => /^-?[\d.]+$/.test(text));
    };
    expect(ends({ percentiles: [10, 90] })).toEqual(expect.arrayContaining(['10', '89']));
    expect(ends({ limits: [-5, 500] })).toEqual(expect.arrayContaining(['-5', '500']));
    expect(() => pictureFigure(image, { percentiles: [90, 10] })).toThrow(/percentiles must be two numbers/);
    expect(() => pictureFigure(image, { stretch: 'asin' as never })).toThrow(/nearest: asinh/);
  });
});

describe('a frame in a terminal', () => {
  test('shows its sky, noise and extremes, and the histogram of most of its values', () => {
    const pixels = Float32Array.from({ length: 20_000 }, (_, i) => 100 + ((i * 7919) % 101) / 10);
    pixels[5] = 60000;
    pixels[6] = Number.NaN;
    const [facts, line] = imageText({ pixels, unit: 'adu' }).split('\n');
    expect(facts).toBe('median 105, scatter 3.4, 100 to 60000 adu, 1 px without data');
    expect(line).toMatch(/^100 [▁▂▃▄▅▆▇█]+ +132.2$/);
  });

  test('states that there is no data', () => {
    expect(imageText({ pixels: new Float32Array(3).fill(Number.NaN), unit: 'adu' })).toBe('no pixel has data');
    expect(imageText({ pixels: new Float32Array(3).fill(7), unit: '' })).toBe('median 7, scatter 0, 7 to 7');
  });
});

describe('a histogram', () => {
  test('counts every finite value once, in the right bin', () => {
    const values = [0.5, 1.5, 1.6, 2.5, Number.NaN, 99];
    const svg = histogramFigure(values, { bins: 3, range: [0, 3] }).toSvg();
    const bars = [...parseHTML(svg).document.querySelectorAll('g[aria-label="rect"] rect')];
    const heights = bars.map(bar => Number(bar.getAttribute('height')));
    expect(heights.length).toBe(3);
    expect(heights[1] / heights[0]).toBeCloseTo(2, 6);
    expect(heights[2] / heights[0]).toBeCloseTo(1, 6);
  });

  test('shows most values by default, regardless of outliers', () => {
    const values = Float64Array.from({ length: 5000 }, (_, i) => 100 + (i % 100) / 10);
    values[7] = 65535;
    const texts = textsOf(histogramFigure(values).toSvg());
    expect(texts.some(text => /^1[01]\d$/.test(text))).toBe(true);
    expect(texts.some(text => text.includes('60,000'))).toBe(false);
  });

  test.each([
    ['nothing', []],
    ['NaN', [Number.NaN]],
    ['one value', [5, 5, 5]],
  ])('of %s is an empty or narrow chart, not an error', (_, values) => {
    expectWellFormed(histogramFigure(values).toSvg());
    expectWellFormed(histogramFigure(values, { logarithmic: true }).toSvg());
  });
});

describe('a light curve', () => {
  test('has a point for each finite value, hollow where flagged, and error bars', () => {
    const svg = lightCurveFigure(curveOf('target', [1, 0.99, Number.NaN, 1.01], [0, 512]), [], AXES).toSvg();
    expect(count(svg, 'circle')).toBe(3);
    expect(svg.match(/<circle[^>]*fill="white"/g)?.length).toBe(1);
    expect(count(svg, 'g[aria-label="rule"] line')).toBe(3);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['BJD_TDB − 2460000', 'relative flux']));
    expectWellFormed(svg);
  });

  test('magnitudes are drawn with brighter values at the top', () => {
    const heights = (quantity: 'flux' | 'mag'): number[] =>
      [
        ...parseHTML(
          lightCurveFigure(curveOf('target', [1, 2]), [], { ...AXES, quantity }).toSvg(),
        ).document.querySelectorAll('circle'),
      ].map(circle => Number(circle.getAttribute('cy')));
    const [flux, mag] = [heights('flux'), heights('mag')];
    expect(flux[1]).toBeLessThan(flux[0]);
    expect(mag[1]).toBeGreaterThan(mag[0]);
  });

  test('draws the comparisons in a separate panel, offset from each other', () => {
    const stars = [curveOf('star 1', [1, 1.01, 0.99]), curveOf('star 2', [1, 0.98, 1.02])];
    const svg = lightCurveFigure(curveOf('target', [1, 0.99, 1]), stars, AXES).toSvg();
    expect(count(svg, 'circle')).toBe(9);
    expect(textsOf(svg)).toContain('comparisons, shifted apart');
    expect(
      count(lightCurveFigure(curveOf('target', [1]), stars, { ...AXES, comparisons: false }).toSvg(), 'circle'),
    ).toBe(1);
    expectWellFormed(svg);
  });

  test.each([
    ['no points', []],
    ['only NaN', [Number.NaN, Number.NaN]],
    ['one point', [1]],
    ['equal points', [1, 1, 1]],
  ])('of %s can be drawn', (_, values) => {
    expectWellFormed(lightCurveFigure(curveOf('target', values), [curveOf('star 1', values)], AXES).toSvg());
  });

  test('one outlier does not compress the others', () => {
    const values = [1, 1.01, 0.99, 1.005, 0.995, 1, 50];
    const circles = [
      ...parseHTML(lightCurveFigure(curveOf('target', values), [], AXES).toSvg()).document.querySelectorAll('circle'),
    ].map(circle => Number(circle.getAttribute('cy')));
    expect(Math.max(...circles.slice(0, 6)) - Math.min(...circles.slice(0, 6))).toBeGreaterThan(80);
  });
});

describe('a growth curve', () => {
  const growth = {
    radius: [1, 2, 3, 4],
    fraction: [0.3, 0.7, 0.9, 1],
    fractionErr: [0.01, 0.01, Number.NaN, 0],
    relativeSnr: [0.6, 1, 0.9, 0.8],
    chosenRadius: 2,
    starCount: 7,
  };

  test('draws both curves and the chosen radius', () => {
    const figure = growthCurveFigure(growth);
    expect(figure.caption).toBe('curve of growth of 7 stars; chosen radius 2.00 px');
    expect(count(figure.toSvg(), 'circle')).toBe(4);
    expect(textsOf(figure.toSvg()).join('|')).toContain('r = 2.00 px');
    expectWellFormed(figure.toSvg());
  });

  test('can be drawn without a chosen radius and without points', () => {
    const none = { ...growth, chosenRadius: Number.NaN };
    expect(growthCurveFigure(none).toSvg()).not.toContain('r = ');
    expectWellFormed(growthCurveFigure({ ...none, fraction: growth.fraction.map(() => Number.NaN) }).toSvg());
  });
});

describe('text from files', () => {
  test.each<[string, () => Figure]>([
    [
      'an image',
      () =>
        pictureFigure(
          { ...imageOf(9, 9, x => x), unit: HOSTILE },
          { title: HOSTILE, overlays: [{ x: 1, y: 1, label: HOSTILE, colour: HOSTILE }] },
        ),
    ],
    ['a histogram', () => histogramFigure([1, 2, 3], { title: HOSTILE, xLabel: HOSTILE })],
    [
      'a light curve',
      () =>
        lightCurveFigure(curveOf(HOSTILE, [1, 2]), [curveOf(HOSTILE, [1, 2])], {
          title: HOSTILE,
          timeLabel: HOSTILE,
          valueLabel: HOSTILE,
        }),
    ],
    [
      'a growth curve',
      () =>
        growthCurveFigure(
          {
            radius: [1, 2],
            fraction: [0.5, 1],
            fractionErr: [0, 0],
            relativeSnr: [1, 1],
            chosenRadius: 1,
            starCount: 1,
          },
          { title: HOSTILE },
        ),
    ],
  ])('cannot inject a script or a tag into %s or break it', (_, make) => {
    const svg = make().toSvg();
    expectWellFormed(svg);
    expect(count(svg, 'script')).toBe(0);
    expect(count(svg, 'img')).toBe(0);
    expect(textsOf(svg)).toContain(HOSTILE);
  });
});

describe('a figure as a value', () => {
  test('is drawn once, on first access', () => {
    let drawn = 0;
    const figure = new Figure({ caption: 'a square', draw: () => `<svg>${++drawn}</svg>` });
    expect(drawn).toBe(0);
    expect(figure.toSvg()).toBe('<svg>1</svg>');
    expect(figure.toSvg()).toBe('<svg>1</svg>');
    expect(String(figure)).toBe('[figure: a square]');
  });
});
