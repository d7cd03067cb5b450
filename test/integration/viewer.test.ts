/**
 * The viewer in chromium: an exported report is opened over `file://` and driven by keyboard only, then by pointer. Its
 * readings are compared with the frame's own values and WCS.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Frame, openFrame, openSeries, type Viewer } from 'skyframe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderReport } from '../../lib/report/render-report.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const chromium = '/usr/bin/chromium';
if (process.env.CI === 'true' && !existsSync(chromium))
  throw new Error(`CI needs ${chromium} (Debian package chromium)`);
/** Folder for screenshots; none are taken by default. */
const screenshots = process.env.SKYFRAME_SCREENSHOTS;

/** The subset of playwright's Page that is used here. */
interface Tab {
  goto(address: string): Promise<unknown>;
  evaluate<T>(code: string): Promise<T>;
  waitForFunction(code: string, argument?: unknown, options?: { timeout: number }): Promise<unknown>;
  waitForTimeout(ms: number): Promise<void>;
  screenshot(options: { path: string; fullPage: boolean }): Promise<unknown>;
  emulateMedia(options: { media?: 'print' | 'screen'; colorScheme?: 'dark' | 'light' }): Promise<void>;
  on(event: 'console' | 'pageerror' | 'request', listener: (what: never) => void): void;
  close(): Promise<void>;
  readonly keyboard: { press(key: string): Promise<void> };
  readonly mouse: {
    move(x: number, y: number, options?: { steps: number }): Promise<void>;
    down(): Promise<void>;
    up(): Promise<void>;
    wheel(dx: number, dy: number): Promise<void>;
  };
}
interface Browser {
  newPage(options: object): Promise<Tab>;
  close(): Promise<void>;
}

/** The readings of a viewer. */
interface Said {
  readonly state: string;
  readonly stretch: string;
  readonly frame: string;
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly ra: number;
  readonly dec: number;
  readonly text: string;
  readonly line: string;
  readonly frameName: string;
  readonly focus: string;
}

/** A report of a notebook whose cells showed these viewers. */
function reportOf(...viewers: readonly Viewer[]): string {
  return renderReport({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: viewers.map((viewer, k) => ({
      cell_type: 'code',
      metadata: {},
      source: `await field${k}.view()`,
      execution_count: k + 1,
      outputs: [
        {
          output_type: 'execute_result',
          execution_count: k + 1,
          metadata: {},
          data: { 'text/html': viewer.toHtml(), 'text/plain': viewer.toString() },
        },
      ],
    })),
  });
}

describe.skipIf(!existsSync(chromium))('the viewer in a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skyframe-viewer-'));
  const samples = join(root, 'data-samples/transit');
  const light = join(
    samples,
    readdirSync(samples)
      .filter(name => name.endsWith('-light.fits'))
      .sort()[0],
  );
  const requests: string[] = [];
  const complaints: string[] = [];
  let browser: Browser;
  let tab: Tab;
  let frame: Frame;
  let stars: { x: number; y: number }[];

  beforeAll(async () => {
    frame = await openFrame(light);
    const found = frame.detect({ sigma: 5 });
    stars = found.toObjects();
    const series = (await openSeries(join(samples, '*-light.fits'))).align();
    const blinking = await series.view({ most: 3, stars: found, stretch: 'asinh' });
    writeFileSync(join(folder, 'report.html'), reportOf(frame.view({ stars: found, radius: 5 }), blinking));
    const { chromium: type } = await import('./node_modules/playwright-core/index.mjs' as string);
    browser = await type.launch({
      executablePath: chromium,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await tab?.close();
    requests.length = 0;
    complaints.length = 0;
    tab = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    tab.on('request', (request: { url(): string }) => requests.push(request.url()));
    tab.on('pageerror', (error: unknown) => complaints.push(String(error)));
    tab.on('console', (message: { type(): string; text(): string }) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await tab.goto(pathToFileURL(join(folder, 'report.html')).href);
    await tab.waitForFunction(`document.querySelectorAll('.skyframe-viewer[data-state="running"]').length === 2`);
  });

  const said = (which = 0): Promise<Said> =>
    tab.evaluate(`(() => {
      const root = document.querySelectorAll('.skyframe-viewer')[${which}];
      const part = name => root.querySelector('[data-part="' + name + '"]');
      const { x, y, value, ra, dec } = part('readout').dataset;
      return { state: root.dataset.state, stretch: root.dataset.stretch, frame: root.dataset.frame, x: +x, y: +y, value: +value,
        ra: +ra, dec: +dec, text: part('readout').textContent, line: part('line').textContent,
        frameName: part('frame')?.textContent ?? '', focus: document.activeElement?.dataset.part ?? document.activeElement?.dataset.action ?? '' };
    })()`);
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await tab.keyboard.press(key);
  };
  /** The painted grey level in the middle of the image, 0 to 255. */
  const paintedSum = (which = 0): Promise<number> =>
    tab.evaluate(`(() => {
      const canvas = document.querySelectorAll('.skyframe-viewer')[${which}].querySelector('[data-part="canvas"]');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += data[i] + 2 * data[i + 1] + 3 * data[i + 2];
      return sum;
    })()`);
  /** Presses Tab until the image of a viewer has the focus. */
  const focusImage = async (which = 0): Promise<void> => {
    for (let k = 0; k < 60; k++) {
      const there = await tab.evaluate<boolean>(
        `document.activeElement === document.querySelectorAll('.skyframe-viewer [data-part="canvas"]')[${which}]`,
      );
      if (there) return;
      await press('Tab');
    }
    throw new Error('Tab never came to the image');
  };
  const picture = async (name: string): Promise<void> => {
    if (!screenshots) return;
    mkdirSync(screenshots, { recursive: true });
    await tab.screenshot({ path: join(screenshots, `viewer-${name}.png`), fullPage: true });
  };

  it('needs only the file, and logs no errors', async () => {
    await picture('report');
    expect(requests.filter(address => !/^(file|data|blob):/.test(address))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('shows the value and sky position of each pixel by keyboard', async () => {
    await focusImage();
    expect((await said()).focus).toBe('canvas');
    const visible = await tab.evaluate<string>(`getComputedStyle(document.activeElement).outlineStyle`);
    expect(visible).toBe('solid');
    for (const key of [
      'ArrowLeft',
      'ArrowUp',
      'ArrowUp',
      'ArrowRight',
      'ArrowDown',
      'n',
      'p',
      'ArrowLeft',
      'ArrowUp',
    ]) {
      await press(key);
      const { x, y, value, ra, dec, text } = await said();
      expect(value).toBe(frame.pixels[Math.round(y) * frame.width + Math.round(x)]);
      expect(text).toContain(String(value));
      const sky = frame.wcs.pixelToSky(x, y);
      expect(Math.abs(ra - sky.ra)).toBeLessThan(1e-10);
      expect(Math.abs(dec - sky.dec)).toBeLessThan(1e-10);
    }
  });

  it('stops at the edge of the frame and shows the cursor there', async () => {
    await focusImage();
    await press('+', '+', '+');
    for (let k = 0; k < 130; k++) await press('ArrowLeft');
    expect((await said()).x).toBe(0);
    await picture('rim');
  });

  it('repaints after a stretch change, zoom, pan and fit', async () => {
    await focusImage();
    const sums = [await paintedSum()];
    for (const stretch of ['asinh', 'log', 'linear', 'zscale']) {
      await press('s');
      expect((await said()).stretch).toBe(stretch);
      sums.push(await paintedSum());
    }
    expect(sums[4]).toBe(sums[0]);
    expect(new Set(sums).size).toBe(4);
    await press(']');
    expect(await paintedSum()).toBeGreaterThan(sums[0]);
    await press('[');
    expect(await paintedSum()).toBe(sums[0]);
    await press('+', '+');
    const zoomed = await paintedSum();
    expect(zoomed).not.toBe(sums[0]);
    await press('Shift+ArrowLeft', 'Shift+ArrowUp');
    expect(await paintedSum()).not.toBe(zoomed);
    await press('0');
    expect(await paintedSum()).toBe(sums[0]);
    await press('o');
    expect(await paintedSum()).not.toBe(sums[0]);
    await press('o', 'l');
    expect(await paintedSum()).not.toBe(sums[0]);
  });

  it('selects two stars by keyboard and shows the line of code that reproduces the selection', async () => {
    await focusImage();
    await press('n', 'Enter', 'n', 'n', 'ArrowRight', 'Enter');
    const { line } = await said();
    const targets = new Function(`${line} return targets;`)() as { x: number; y: number }[];
    expect(targets.length).toBe(2);
    for (const [k, star] of [stars[0], stars[2]].entries()) {
      expect(targets[k].x).toBeCloseTo(star.x, 2);
      expect(targets[k].y).toBeCloseTo(star.y, 2);
    }
    expect(frame.measure(targets, { radius: 4 }).length).toBe(2);
    await picture('collected');
    await press('Enter');
    expect((await said()).line).toBe(`const targets = [{ x: ${targets[0].x}, y: ${targets[0].y} }];`);
    await press('Backspace');
    expect((await said()).line).toBe('');
  });

  it('copies the line with a button that can be reached with Tab', async () => {
    await focusImage();
    await press('n', 'Enter', 'Tab', 'Enter');
    expect((await said()).focus).toBe('copy');
    expect(await tab.evaluate(`document.querySelector('[data-part="heard"]').textContent`)).toMatch(/does not reach/);
    await tab.waitForFunction(`document.querySelector('[data-part="said"]').textContent === 'Copied. '`);
  });

  it('finds an unmarked star by its flux', async () => {
    await focusImage(1);
    await tab.evaluate(`(() => {
      const node = document.querySelectorAll('.skyframe-viewer [data-part="data"]')[0];
      const data = JSON.parse(node.textContent);
      data.marks = [];
      node.textContent = JSON.stringify(data);
      const bare = node.closest('.skyframe-viewer').cloneNode(true);
      delete bare.dataset.state;
      document.querySelector('main').prepend(bare);
      const script = document.createElement('script');
      script.textContent = bare.querySelector('script:not([type])').textContent;
      bare.append(script);
    })()`);
    await tab.waitForFunction(`document.querySelectorAll('.skyframe-viewer[data-state="running"]').length === 3`);
    const star = stars[1];
    await focusImageFromTop();
    const [dx, dy] = [Math.round(star.x) - 120 + 2, Math.round(star.y) - 90 - 1];
    for (let k = 0; k < Math.abs(dx); k++) await press(dx > 0 ? 'ArrowRight' : 'ArrowLeft');
    for (let k = 0; k < Math.abs(dy); k++) await press(dy > 0 ? 'ArrowUp' : 'ArrowDown');
    await press('Enter');
    const [found] = new Function(`${(await said()).line} return targets;`)() as { x: number; y: number }[];
    expect(Math.hypot(found.x - star.x, found.y - star.y)).toBeLessThan(0.15);
  });
  const focusImageFromTop = async (): Promise<void> => {
    await tab.evaluate(`document.activeElement.blur(); window.getSelection().collapse(document.body, 0)`);
    await focusImage(0);
  };

  it('steps to the next and previous frame, and blinks', async () => {
    await focusImage(1);
    expect((await said(1)).frameName).toMatch(/^1 \/ 3 · 0 .*-light\.fits$/);
    const first = await paintedSum(1);
    await press('.');
    await tab.waitForFunction(`document.querySelectorAll('.skyframe-viewer')[1].dataset.frame === '1'`);
    expect((await said(1)).frameName).toMatch(/^2 \/ 3/);
    expect(await paintedSum(1)).not.toBe(first);
    await press(',', ',');
    await tab.waitForFunction(`document.querySelectorAll('.skyframe-viewer')[1].dataset.frame === '2'`);
    await press('b');
    for (const frameNumber of ['0', '1', '2', '0'])
      await tab.waitForFunction(
        `document.querySelectorAll('.skyframe-viewer')[1].dataset.frame === '${frameNumber}'`,
        undefined,
        { timeout: 5000 },
      );
    await press('b');
    const { frame: stopped } = await said(1);
    await tab.waitForTimeout(1300);
    expect((await said(1)).frame).toBe(stopped);
    expect((await said(0)).frame).toBe('0');
  });

  it('keeps viewers independent and does not trigger page shortcuts', async () => {
    await tab.evaluate(
      `window.heard = []; document.addEventListener('keydown', event => window.heard.push(event.key))`,
    );
    await focusImage(1);
    await tab.evaluate('void (window.heard = [])');
    await press('s', 'n', 'Enter', 'ArrowLeft', 'x');
    expect(await tab.evaluate('window.heard')).toEqual([]);
    expect((await said(1)).line).toContain('const targets');
    expect((await said(0)).line).toBe('');
    expect((await said(0)).stretch).toBe('zscale');
  });

  it('can be used with a pointer: hover, click, drag and wheel', async () => {
    const box = await tab.evaluate<{ left: number; top: number; width: number; height: number }>(`(() => {
      const canvas = document.querySelector('[data-part="canvas"]');
      canvas.scrollIntoView();
      const { left, top, width, height } = canvas.getBoundingClientRect();
      return { left, top, width, height };
    })()`);
    const zoom = Math.min(box.width / frame.width, box.height / frame.height);
    const at = ({ x, y }: { x: number; y: number }): [number, number] => [
      box.left + box.width / 2 + (x - (frame.width - 1) / 2) * zoom,
      box.top + box.height / 2 - (y - (frame.height - 1) / 2) * zoom,
    ];
    await tab.mouse.move(...at({ x: 30, y: 40 }));
    expect((await said()).value).toBe(frame.pixels[40 * frame.width + 30]);
    await tab.mouse.move(...at({ x: stars[3].x + 1, y: stars[3].y }));
    await tab.mouse.down();
    await tab.mouse.up();
    expect((await said()).line).toBe(''); // the click that gives it the focus
    await tab.mouse.down();
    await tab.mouse.up();
    expect((await said()).line).toContain(`x: ${Number(stars[3].x.toFixed(2))}`);
    const before = await paintedSum();
    await tab.mouse.wheel(0, -240); // the click moved the focus there
    await tab.waitForTimeout(200);
    expect(await paintedSum()).not.toBe(before);
    const zoomed = await paintedSum();
    await tab.mouse.down();
    await tab.mouse.move(box.left + 100, box.top + 60, { steps: 5 });
    await tab.mouse.up();
    expect(await paintedSum()).not.toBe(zoomed);
    expect((await said()).line.match(/x:/g)?.length).toBe(1);
  });

  it('prints the image without controls, and works on a dark page', async () => {
    const shown = (selector: string): Promise<boolean> =>
      tab.evaluate(`document.querySelector('${selector}').getClientRects().length > 0`);
    await tab.emulateMedia({ media: 'print' });
    expect(await shown('.sv-stage canvas')).toBe(true);
    expect(await shown('.sv-tools')).toBe(false);
    await tab.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await focusImage();
    await press('n', 'Enter');
    await picture('dark');
    const [red] = (await tab.evaluate<string>(`getComputedStyle(document.querySelector('[data-part="line"]')).color`))
      .match(/[\d.]+/g)!
      .map(Number);
    expect(red).toBeGreaterThan(150);
  });

  it('shows the static image if scripts are disabled', async () => {
    await tab.close();
    tab = await browser.newPage({ javaScriptEnabled: false });
    await tab.goto(pathToFileURL(join(folder, 'report.html')).href);
    await picture('no-script');
    const shown = (selector: string): Promise<boolean> =>
      tab.evaluate(`document.querySelector('${selector}').getClientRects().length > 0`);
    expect(await shown('.sv-still img')).toBe(true);
    expect(await tab.evaluate(`document.querySelectorAll('.skyframe-viewer :is(button, select, canvas)').length`)).toBe(
      0,
    );
  });
});
