import { inflateSync } from 'node:zlib';
import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import ts from 'typescript';
import { afterEach, describe, expect, test } from 'vitest';
import { randomGenerator } from '../../lib/math/random.js';
import { binPixels } from '../../lib/plot/bin-pixels.js';
import { packImage } from '../../lib/plot/viewer/pack-image.js';
import { PAGE_SCRIPT } from '../../lib/plot/viewer/page/page-script.js';
import { quantise } from '../../lib/plot/viewer/quantise.js';
import { type ViewOptions, viewImages } from '../../lib/plot/viewer/view-images.js';
import type { Viewer } from '../../lib/plot/viewer/viewer.js';
import type { ViewedImage } from '../../lib/plot/viewer/viewer-data.js';

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

const documentOf = (viewer: Viewer) => parseHTML(`<body>${viewer.toHtml()}</body>`).document;

const dataOf = (viewer: Viewer) => JSON.parse(documentOf(viewer).querySelector('[data-part="data"]')!.textContent!);

/** What the page's script makes of a packed image. */
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
  test('are exact where they are whole, as in raw frames', () => {
    const values = [0, 65535, 17, -3, Number.NaN, 40000];
    const { offset, step, bytes, codes } = quantise(values);
    expect(step).toBe(1);
    expect(bytes).toBe(3);
    expect(Array.from(codes, code => (code > 0 ? offset + step * (code - 1) : Number.NaN))).toEqual(values);
  });

  test('are right within half a step, and a step within an eighth of the noise, whatever the outliers', () => {
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
    ['nothing', [], 1],
    ['no data', [Number.NaN, Infinity], 1],
    ['one value', [2.5, 2.5], 1],
    ['a value beyond all codes', [0.5, 1e12, 3], 3],
    ['whole numbers beyond all codes', [0, 2 ** 40], 3],
    ['tiny values', [1e-20, 2e-20, 3e-20], 3],
    ['negative values', [-5.5, -4.25], 3],
  ])('of %s can be had', (_, values, bytes) => {
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
  test('comes back from its PNG, NaN and all', () => {
    const image = imageOf(7, 5, (x, y) => (x === 3 ? Number.NaN : 1000 * y + x));
    const packed = packImage(image, 1);
    expect(packed.bytes).toBe(2);
    expect(unpack(packed)).toEqual(Array.from(image.pixels));
  });

  test('has PNG rows without a filter, for the page undoes none', () => {
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

  test('of a large frame is the mean of its blocks, those at the edges too', () => {
    const image = imageOf(10, 7, (x, y) => x + 100 * y);
    const { columns, rows, values } = binPixels(image, 3);
    expect([columns, rows]).toEqual([4, 3]);
    expect(values[0]).toBe(1 + 100);
    expect(values[3]).toBe(9 + 100);
    expect(values[11]).toBe(9 + 600);
  });

  test('of a large noisy frame is small', () => {
    const random = randomGenerator(3);
    const viewer = view([imageOf(2048, 2048, () => 1000 + 12.5 * random.normal())]);
    expect(dataOf(viewer).frames[0]).toMatchObject({ columns: 1024, rows: 1024, bin: 2, width: 2048 });
    expect(viewer.toHtml().length).toBeLessThan(1_700_000);
    expect(viewer.toHtml()).toContain('Values are means of 2 × 2 px');
  });
});

describe('the HTML of a viewer', () => {
  test('has all its controls within reach of a keyboard, each with a name', () => {
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

  test('needs nothing from elsewhere', () => {
    const html = view([imageOf(20, 10, x => x)]).toHtml();
    const addresses = html.match(/(?:https?:)?\/\/[\w.-]+\.\w+/g) ?? [];
    expect(addresses.filter(address => !address.includes('www.w3.org'))).toEqual([]);
    expect(html).not.toMatch(/\bimport\s*\(|fetch\(|XMLHttpRequest|<link|@import|src="(?!data:)/);
  });

  test('has a still picture for paper and for where no scripts run', () => {
    const still = documentOf(view([imageOf(20, 10, x => x)])).querySelector('.sv-still svg image');
    expect(still?.getAttribute('href')).toMatch(/^data:image\/png;base64,/);
    expect(view([imageOf(20, 10, x => x)]).toString()).toBe('[viewer: frame of 20 × 10 px]');
  });

  test('has no ids, so that any number can stand on a page', () => {
    const image = imageOf(20, 10, x => x);
    const html = `${view([image]).toHtml()}${view([image]).toHtml()}`;
    expect(html).not.toMatch(/\sid="/);
    const { document } = parseHTML(`<body>${html}</body>`);
    const [first, second] = [...document.querySelectorAll('[data-part="data"]')].map(node =>
      JSON.parse(node.textContent!),
    );
    expect(first.id).not.toBe(second.id);
  });

  test('text from files stays text', () => {
    const image = { ...imageOf(20, 10, x => x), name: HOSTILE };
    const overlays = [{ x: 3, y: 3, label: HOSTILE, colour: HOSTILE }];
    const viewer = view([image, image], { title: HOSTILE, overlays }, HOSTILE);
    const html = viewer.toHtml();
    expect(html.match(/<script/g)?.length).toBe(2);
    expect(html.match(/<\/script>/g)?.length).toBe(2);
    const document = documentOf(viewer);
    expect(document.querySelector('img')).toBeNull();
    expect(dataOf(viewer)).toMatchObject({
      unit: HOSTILE,
      frames: [{ name: HOSTILE }, {}],
      marks: [{ label: HOSTILE }],
    });
    expect(document.querySelector('.skyframe-viewer')?.getAttribute('aria-label')).toContain(HOSTILE);
  });
});

describe("the page's script", () => {
  test('is sound JavaScript for a browser, by the compiler with the types of the DOM', () => {
    const name = 'viewer-page.js';
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      strict: true,
      skipLibCheck: true,
      noUnusedLocals: true,
      allowJs: true,
      checkJs: true,
      noEmit: true,
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.getSourceFile = (path, ...rest) =>
      path === name ? ts.createSourceFile(name, PAGE_SCRIPT, ts.ScriptTarget.ES2022) : getSourceFile(path, ...rest);
    host.fileExists = path => path === name || fileExists(path);
    const program = ts.createProgram([name], options, host);
    const messages = ts.getPreEmitDiagnostics(program).map(({ messageText, start = 0, file }) => {
      const line = file ? file.text.slice(0, start).split('\n').length : 0;
      return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
    expect(messages).toEqual([]);
  });

  test('writes text as text only, and cannot end its own element', () => {
    expect(PAGE_SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
    expect(PAGE_SCRIPT).not.toMatch(/<\/?script|<!--/i);
    expect(PAGE_SCRIPT).not.toMatch(/require\(|define\(/);
  });
});

describe('the choice made in a viewer', () => {
  const COMMS = Symbol.for('skyframe.comms');
  const CHOICES = Symbol.for('skyframe.viewer.choices');
  const holder = globalThis as { [COMMS]?: unknown; [CHOICES]?: unknown };
  afterEach(() => {
    delete holder[COMMS];
    delete holder[CHOICES];
  });

  test('stays empty where there is no kernel', () => {
    expect(view([imageOf(4, 4, x => x)]).selected).toEqual([]);
  });

  test('arrives in the viewer it was made in, and only what are points', () => {
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
