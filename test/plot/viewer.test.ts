import { inspect } from 'node:util';
import { inflateSync } from 'node:zlib';
import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { afterEach, describe, expect, test } from 'vitest';
import { type Matrix2, planePixelToSky } from '../../lib/frame/wcs/tangent-plane.js';
import { randomGenerator } from '../../lib/math/random.js';
import { binPixels } from '../../lib/plot/bin-pixels.js';
import { STRETCHES, shadeOf } from '../../lib/plot/stretch.js';
import { packImage } from '../../lib/plot/viewer/pack-image.js';
import { PAGE_SCRIPT } from '../../lib/plot/viewer/page/page-script.js';
import { PICK_SCRIPT } from '../../lib/plot/viewer/page/pick.js';
import { SHADES_SCRIPT } from '../../lib/plot/viewer/page/shades.js';
import { SKY_SCRIPT } from '../../lib/plot/viewer/page/sky.js';
import { quantise } from '../../lib/plot/viewer/quantise.js';
import { type ViewOptions, viewImages } from '../../lib/plot/viewer/view-images.js';
import type { Viewer } from '../../lib/plot/viewer/viewer.js';
import type { ViewedImage } from '../../lib/plot/viewer/viewer-data.js';
import { browserProblems } from '../helpers/browser-script.js';

const HOSTILE = '</script><script>alert(1)</script><!--"><img src=x onerror=alert(1)> & $& `$1`';

function imageOf(
  width: number,
  height: number,
  value: (x: number, y: number) => number,
  name = 'a frame',
): ViewedImage {
  const pixels = Float32Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return { name, width, height, pixels, plane: null, pixelScale: Number.NaN };
}

const view = (images: ViewedImage[], options: ViewOptions = {}, unit = 'adu'): Viewer =>
  viewImages({ images, unit }, options);

/** The page with the controls in place, as its script puts them. */
const documentOf = (viewer: Viewer) =>
  parseHTML(`<body>${viewer.toHtml().replace(/<script type="text\/html"[^>]*>([\s\S]*?)<\/script>/, '$1')}</body>`)
    .document;

/** What a front end shows of an untrusted notebook: no scripts, no styles, no drawings. */
function viewerWithoutTrust(viewer: Viewer) {
  const { document } = parseHTML(`<body>${viewer.toHtml()}</body>`);
  for (const element of [...document.querySelectorAll('script, style, svg')]) element.remove();
  return document;
}

/** The drawing in the still picture. */
function stillOf(viewer: Viewer) {
  const address = documentOf(viewer).querySelector('.sv-still img')!.getAttribute('src')!;
  const [start, data] = address.split(',');
  expect(start).toBe('data:image/svg+xml;base64');
  return parseHTML(`<body>${Buffer.from(data, 'base64').toString()}</body>`).document.querySelector('svg')!;
}

const dataOf = (viewer: Viewer) => JSON.parse(documentOf(viewer).querySelector('[data-part="data"]')!.textContent!);

/** Decodes a packed image with the page's script. */
function unpack({ png, columns, rows, bytes, offset, step }: ReturnType<typeof packImage>): number[] {
  const { data, width, height } = decode(Buffer.from(png, 'base64'));
  expect([width, height]).toEqual([columns, rows * bytes]);
  return Array.from({ length: columns * rows }, (_, i) => {
    let code = 0;
    for (let band = bytes - 1; band >= 0; band--) code = code * 256 + data[band * columns * rows + i];
    return code > 0 ? offset + step * (code - 1) : Number.NaN;
  });
}

describe('quantised values', () => {
  test('are exact for integers, as in raw frames', () => {
    const values = [0, 65535, 17, -3, Number.NaN, 40000];
    const { offset, step, bytes, codes } = quantise(values);
    expect(step).toBe(1);
    expect(bytes).toBe(3);
    expect(Array.from(codes, code => (code > 0 ? offset + step * (code - 1) : Number.NaN))).toEqual(values);
  });

  test('are accurate to half a step, and a step is at most an eighth of the noise despite outliers', () => {
    const random = randomGenerator(5);
    const values = Float64Array.from({ length: 20_000 }, () => 100.3 + 4 * random.normal());
    values[77] = 90_000.25;
    const { offset, step, codes } = quantise(values);
    expect(step).toBeLessThanOrEqual(0.5);
    expect(step).toBeGreaterThan(0.1);
    for (let i = 0; i < values.length; i++)
      expect(Math.abs(offset + step * (codes[i] - 1) - values[i])).toBeLessThanOrEqual(step / 2 + 1e-9);
  });

  test.each([
    ['no values', [], 1],
    ['no finite values', [Number.NaN, Infinity], 1],
    ['one value', [2.5, 2.5], 1],
    ['a value outside the code range', [0.5, 1e12, 3], 3],
    ['integers outside the code range', [0, 2 ** 40], 3],
    ['tiny values', [1e-20, 2e-20, 3e-20], 3],
    ['negative values', [-5.5, -4.25], 3],
  ])('of %s are supported', (_, values, bytes) => {
    const quantised = quantise(values);
    expect(quantised.bytes).toBeLessThanOrEqual(bytes);
    expect(quantised.step).toBeGreaterThan(0);
    values.forEach((value, i) => {
      if (!Number.isFinite(value)) expect(quantised.codes[i]).toBe(0);
      else {
        expect(quantised.codes[i]).toBeGreaterThan(0);
        expect(quantised.codes[i]).toBeLessThan(2 ** 24);
        const back = quantised.offset + quantised.step * (quantised.codes[i] - 1);
        expect(Math.abs(back - value)).toBeLessThanOrEqual(quantised.step * 0.5000001);
      }
    });
  });
});

describe('a packed image', () => {
  test('is decoded from its PNG, including NaN', () => {
    const image = imageOf(7, 5, (x, y) => (x === 3 ? Number.NaN : 1000 * y + x));
    const packed = packImage(image, 1);
    expect(packed.bytes).toBe(2);
    expect(unpack(packed)).toEqual(Array.from(image.pixels));
  });

  test('has unfiltered PNG rows, since the page supports no filters', () => {
    const packed = packImage(
      imageOf(9, 4, (x, y) => 300 * x * y),
      1,
    );
    const png = Buffer.from(packed.png, 'base64');
    const start = png.indexOf('IDAT');
    const rows = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
    expect(rows.length).toBe(packed.rows * packed.bytes * (packed.columns + 1));
    for (let row = 0; row < packed.rows * packed.bytes; row++) expect(rows[row * (packed.columns + 1)]).toBe(0);
  });

  test('of a large frame is the mean of its blocks, including those at the edges', () => {
    const image = imageOf(10, 7, (x, y) => x + 100 * y);
    const { columns, rows, values } = binPixels(image, 3);
    expect([columns, rows]).toEqual([4, 3]);
    expect(values[0]).toBe(1 + 100);
    expect(values[3]).toBe(9 + 100);
    expect(values[11]).toBe(9 + 600);
  });

  test('of a large noisy frame is small', () => {
    const random = randomGenerator(3);
    const viewer = view([imageOf(1200, 1100, () => 1000 + 12.5 * random.normal())]);
    expect(dataOf(viewer).frames[0]).toMatchObject({ columns: 600, rows: 550, bin: 2, width: 1200 });
    expect(viewer.toHtml().length).toBeLessThan(700_000);
    expect(viewer.toHtml()).toContain('Values are means of 2 × 2 px');
  });
});

describe('the HTML of a viewer', () => {
  test('has keyboard-accessible controls, each with a name', () => {
    const document = documentOf(view([imageOf(20, 10, x => x)]));
    const controls = [...document.querySelectorAll('button, select, canvas[tabindex], summary')];
    expect(controls.length).toBeGreaterThan(9);
    for (const control of controls) {
      const name = control.getAttribute('aria-label') ?? control.getAttribute('title') ?? control.textContent;
      expect(name?.trim(), control.outerHTML).toBeTruthy();
      expect(control.getAttribute('tabindex') ?? '0').toBe('0');
    }
    expect(document.querySelector('[data-part="blink"]')).toBeNull();
    expect(document.querySelectorAll('[data-part="stretch"] option').length).toBe(4);
  });

  test('of several frames can blink, no faster than three frames a second', () => {
    const document = documentOf(view([imageOf(20, 10, x => x), imageOf(20, 10, (_, y) => y)]));
    expect(document.querySelector('[data-part="blink"]')).not.toBeNull();
    const rates = [...document.querySelectorAll('[data-part="rate"] option')].map(o => Number(o.getAttribute('value')));
    expect(Math.max(...rates)).toBeLessThanOrEqual(3);
  });

  test('loads no external resources', () => {
    const html = view([imageOf(20, 10, x => x)]).toHtml();
    const addresses = html.match(/(?:https?:)?\/\/[\w.-]+\.\w+/g) ?? [];
    expect(addresses.filter(address => !address.includes('www.w3.org'))).toEqual([]);
    expect(html).not.toMatch(/\bimport\s*\(|fetch\(|XMLHttpRequest|<link|@import|src="(?!data:)/);
  });

  test('has a static picture for print and for pages without scripts', () => {
    const still = stillOf(view([imageOf(20, 10, x => x)])).querySelector('image');
    expect(still?.getAttribute('href')).toMatch(/^data:image\/png;base64,/);
    const viewer = view([imageOf(20, 10, x => x)]);
    expect(viewer.toString()).toBe('[viewer: frame of 20 × 10 px]');
    expect(inspect(viewer)).toMatch(/^\[viewer: frame of 20 × 10 px\]\nmedian 10, scatter \d.*, 0 to 19 adu\n/);
  });

  test('leaves the still picture and a line when a front end takes scripts and drawings out', () => {
    const kept = viewerWithoutTrust(view([imageOf(20, 10, x => x)]));
    expect(kept.querySelectorAll('img').length).toBe(1);
    expect(kept.querySelector('.skyframe-viewer')?.textContent?.trim()).toMatch(/^Trust this notebook to look closer/);
    expect(kept.querySelector('button, select, canvas, summary, svg')).toBeNull();
  });

  test('has no ids, so that a page can have any number of viewers', () => {
    const image = imageOf(20, 10, x => x);
    const html = `${view([image]).toHtml()}${view([image]).toHtml()}`;
    expect(html).not.toMatch(/\sid="/);
    const { document } = parseHTML(`<body>${html}</body>`);
    const [first, second] = [...document.querySelectorAll('[data-part="data"]')].map(node =>
      JSON.parse(node.textContent!),
    );
    expect(first.id).not.toBe(second.id);
  });

  test('escapes text from files', () => {
    const image = { ...imageOf(20, 10, x => x), name: HOSTILE };
    const overlays = [{ x: 3, y: 3, label: HOSTILE, colour: HOSTILE }];
    const viewer = view([image, image], { title: HOSTILE, overlays }, HOSTILE);
    const html = viewer.toHtml();
    expect(html.match(/<script/g)?.length).toBe(3);
    expect(html.match(/<\/script>/g)?.length).toBe(3);
    const document = documentOf(viewer);
    expect([...document.querySelectorAll('img')].map(({ parentNode }) => parentNode?.nodeName)).toEqual(['DIV']);
    expect(document.querySelector('[onerror]')).toBeNull();
    expect(stillOf(viewer).querySelector('script, img')).toBeNull();
    expect(dataOf(viewer)).toMatchObject({
      unit: HOSTILE,
      frames: [{ name: HOSTILE }, {}],
      marks: [{ label: HOSTILE }],
    });
    expect(document.querySelector('.skyframe-viewer')?.getAttribute('aria-label')).toContain(HOSTILE);
  });
});

describe("the page's script", () => {
  test('compiles as browser JavaScript with the DOM types', () => {
    expect(browserProblems(PAGE_SCRIPT)).toEqual([]);
  });

  test('writes text only as text, and cannot close its own element', () => {
    expect(PAGE_SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
    expect(PAGE_SCRIPT).not.toMatch(/<\/?script|<!--/i);
    expect(PAGE_SCRIPT).not.toMatch(/require\(|define\(/);
  });
});

describe("the page's own arithmetic", () => {
  interface Page {
    shadeOf(value: number, low: number, high: number, stretch: string): number;
    skyAt(plane: unknown, x: number, y: number): { ra: number; dec: number };
    skyText(sky: { ra: number; dec: number }): string;
    valueText(value: number, step: number): string;
    valueAt(frame: unknown, values: ArrayLike<number>, x: number, y: number): number;
    starAt(
      f: unknown,
      v: ArrayLike<number>,
      marks: object[],
      x: number,
      y: number,
      r: number,
    ): { x: number; y: number };
    codeLine(stars: { x: number; y: number }[]): string;
  }
  const page = new Function(
    `${SHADES_SCRIPT}${SKY_SCRIPT}${PICK_SCRIPT} return { shadeOf, skyAt, skyText, valueText, valueAt, starAt, codeLine };`,
  )() as Page;

  test.each(STRETCHES)('stretches like the picture: %s', stretch => {
    for (const value of [-50, 100, 101.5, 170, 499, 500, 1e6])
      expect(page.shadeOf(value, 100, 500, stretch)).toBe(shadeOf(value, { low: 100, high: 500, stretch }));
  });

  test('returns the same sky position as the WCS, with distortion, near the pole and across 0 h', () => {
    const cd: Matrix2 = [
      [-2e-4, 3e-5],
      [3e-5, 2e-4],
    ];
    const sip = {
      a: { powersU: [2, 1], powersV: [0, 1], coefficients: [1e-6, -2e-6] },
      b: { powersU: [0], powersV: [2], coefficients: [3e-6] },
    };
    for (const crval of [
      { ra: 0.01, dec: 12 },
      { ra: 200, dec: 89.99 },
      { ra: 350, dec: -45 },
    ])
      for (const plane of [
        { crval, crpix: { x: 300, y: 200 }, cd },
        { crval, crpix: { x: 300, y: 200 }, cd, sip },
      ]) {
        const carried = dataOf(view([{ ...imageOf(4, 4, x => x), plane, pixelScale: 0.7 }])).frames[0].plane;
        for (const [x, y] of [
          [0, 0],
          [300, 200],
          [612.5, 7.25],
        ]) {
          const [is, must] = [page.skyAt(carried, x, y), planePixelToSky(plane, x, y)];
          expect(Math.abs(is.ra - must.ra)).toBeLessThan(1e-11);
          expect(Math.abs(is.dec - must.dec)).toBeLessThan(1e-11);
        }
      }
  });

  test('formats angles without a 60, and keeps the sign below one degree', () => {
    expect(page.skyText({ ra: 15 * (59.99999 / 3600), dec: -0.5 / 3600 })).toBe('00:01:00.000 -00:00:00.50');
    expect(page.skyText({ ra: 187.5, dec: 45.99999999 })).toBe('12:30:00.000 +46:00:00.00');
  });

  test('formats a value with the digits justified by its step', () => {
    expect(page.valueText(12.3456, 0.5)).toBe('12.3');
    expect(page.valueText(12.3456, 0.02)).toBe('12.35');
    expect(page.valueText(1234, 1)).toBe('1234');
    expect(page.valueText(1200, 100)).toBe('1200');
  });

  test('finds the block containing a pixel of the frame, and none outside', () => {
    const image = imageOf(10, 7, (x, y) => x + 100 * y);
    const { columns, rows, bin, values } = binPixels(image, 3);
    const frame = { ...image, columns, rows, bin };
    expect(page.valueAt(frame, values, 0, 0)).toBe(101);
    expect(page.valueAt(frame, values, 2.4, 2.4)).toBe(101);
    expect(page.valueAt(frame, values, 2.6, 0)).toBe(104);
    expect(page.valueAt(frame, values, 9, 6)).toBe(609);
    for (const [x, y] of [
      [-0.6, 0],
      [9.5, 0],
      [0, 6.5],
    ])
      expect(page.valueAt(frame, values, x, y)).toBeNaN();
  });

  test('selects the nearest mark within reach, otherwise the centroid, in frame pixels', () => {
    const star = (x: number, y: number) =>
      100 + ((7 * x + 3 * y) % 5) + 5000 * Math.exp(-((x - 41.3) ** 2 + (y - 25.8) ** 2) / 8);
    for (const bin of [1, 2]) {
      const image = imageOf(80, 60, star);
      const { columns, rows, values } = binPixels(image, bin);
      const frame = { ...image, columns, rows, bin };
      const marks = [
        { x: 10, y: 10, radius: 5, label: 'a' },
        { x: 13, y: 10, radius: 5, label: 'b' },
      ];
      expect(page.starAt(frame, values, marks, 12, 10, 6)).toMatchObject({ x: 13, y: 10 });
      const found = page.starAt(frame, values, marks, 43, 24, 6);
      expect(Math.hypot(found.x - 41.3, found.y - 25.8)).toBeLessThan(0.12);
      expect(page.starAt(frame, values, marks, 70.25, 50.5, 6)).toMatchObject({ x: 70.25, y: 50.5 }); // only sky
    }
  });

  test('writes a line of runnable code', () => {
    expect(page.codeLine([{ x: 118.4, y: 92.7 }])).toBe('const targets = [{ x: 118.4, y: 92.7 }];');
  });
});

describe('the selection in a viewer', () => {
  const COMMS = Symbol.for('skyframe.comms');
  const CHOICES = Symbol.for('skyframe.viewer.choices');
  const holder = globalThis as { [COMMS]?: unknown; [CHOICES]?: unknown };
  afterEach(() => {
    delete holder[COMMS];
    delete holder[CHOICES];
  });

  test('stays empty without a kernel', () => {
    expect(view([imageOf(4, 4, x => x)]).selected).toEqual([]);
  });

  test('is sent to its own viewer, and only valid points are accepted', () => {
    type Listener = (data: unknown) => void;
    const targets = new Map<string, (comm: { onMessage(listener: Listener): void }, data: unknown) => void>();
    holder[COMMS] = { registerTarget: (name: string, handler: never) => targets.set(name, handler) };
    const [one, two] = [view([imageOf(4, 4, x => x)]), view([imageOf(4, 4, x => x)])];
    const live = one.selected;
    let say: Listener = () => {};
    const comm = {
      onMessage: (listener: Listener): void => {
        say = listener;
      },
    };
    targets.get('skyframe.viewer')!(comm, { viewer: dataOf(one).id });
    say({ selected: [{ x: 1.5, y: 2 }, { x: 'a', y: 1 }, null, { x: 3, y: 4, z: 5 }] });
    expect(live).toEqual([
      { x: 1.5, y: 2 },
      { x: 3, y: 4 },
    ]);
    expect(two.selected).toEqual([]);
    say({ selected: [{ x: 9, y: 9 }] });
    expect(live).toEqual([{ x: 9, y: 9 }]);
    for (const nonsense of [null, 5, { selected: 'x' }]) say(nonsense);
    expect(live).toEqual([]);
  });
});
