/**
 * Observable Plot figures made in cells, without a browser: legends, rasters and everything else that needs more from a
 * document than SVG elements.
 */
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellExecutor } from '../../kernel-setup/executor/cell-executor.js';
import type { OutputMessage } from '../../kernel-setup/messages.js';
import { withDrawings } from '../helpers/drawings.js';

let executor: CellExecutor;
let count = 0;

/** The MIME bundle of a cell's value. */
async function bundle(code: string): Promise<Record<string, unknown>> {
  const outputs: OutputMessage[] = [];
  const result = await executor.execute(code, { count: ++count, publish: message => outputs.push(message) });
  expect(result, JSON.stringify(result)).toEqual({ status: 'ok' });
  expect(outputs.filter(({ type }) => type === 'stream')).toEqual([]);
  const shown = outputs.find(output => output.type === 'execute_result');
  return (shown?.content as { data: Record<string, unknown> } | undefined)?.data ?? {};
}

const html = async (code: string) => {
  const forms = await bundle(code);
  expect(forms['text/plain']).toBeTruthy();
  return parseHTML(`<!doctype html><html><body>${withDrawings(forms['text/html'])}</body></html>`).document;
};

/** The pixels of each image in a figure. */
const pictures = (document: Awaited<ReturnType<typeof html>>) =>
  [...document.querySelectorAll('image')].map(node => {
    const address = node.getAttribute('href') ?? node.getAttribute('xlink:href') ?? '';
    expect(address).toMatch(/^data:image\/png;base64,/);
    return decode(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'));
  });

beforeAll(async () => {
  executor = new CellExecutor();
  await bundle(`import * as Plot from '@observablehq/plot';
    const grid = Float64Array.from({ length: 12 }, (_, i) => i);
    const rows = Array.from({ length: 40 }, (_, i) => ({ x: i, y: (i * 7) % 11, kind: i % 2 ? 'target' : 'comparison <b>' }));`);
});
afterAll(() => executor.close());

describe('an Observable Plot figure in a cell', () => {
  test('shows a raster in the right orientation with its colour ramp', async () => {
    const document = await html(`Plot.plot({ color: { legend: true, label: 'flux [adu]', scheme: 'greys' },
      marks: [Plot.raster(grid, { width: 4, height: 3 })] })`);
    expect(document.querySelector('figure')).not.toBeNull();
    expect(document.body.textContent).toContain('flux [adu]');
    const [ramp, raster] = pictures(document);
    expect(ramp.width).toBeGreaterThan(100);
    expect([raster.width, raster.height]).toEqual([4, 3]);
    // greys: low values are light, and the last pixel is the darkest
    expect(raster.data[0]).toBeGreaterThan(raster.data[4 * 11]);
  });

  test.each(['nearest', 'barycentric', 'random-walk'])('interpolates a raster of scattered points: %s', async how => {
    const document = await html(`Plot.plot({ width: 200, height: 100,
      marks: [Plot.raster(rows, { x: 'x', y: 'y', fill: 'y', interpolate: '${how}' })] })`);
    const [raster] = pictures(document);
    expect(raster.width * raster.height).toBeGreaterThan(5000);
    expect(new Set(raster.data).size).toBeGreaterThan(4);
  });

  test('shows swatches for categories and escapes their names', async () => {
    const document = await html(
      `Plot.plot({ color: { legend: true }, marks: [Plot.dot(rows, { x: 'x', y: 'y', fill: 'kind' })] })`,
    );
    expect(document.querySelectorAll('svg circle').length).toBe(40);
    expect(document.body.textContent).toContain('comparison <b>');
    expect(document.querySelector('b')).toBeNull();
  });

  test('can be a legend on its own, or have a symbol legend', async () => {
    const ramp = await html(`Plot.legend({ color: { type: 'log', domain: [1, 1000], label: 'counts' } })`);
    expect(ramp.body.textContent).toContain('counts');
    const symbols = await html(
      `Plot.plot({ symbol: { legend: true }, marks: [Plot.dot(rows, { x: 'x', y: 'y', symbol: 'kind' })] })`,
    );
    expect(symbols.body.textContent).toContain('target');
  });

  test.each([
    ['contours', `Plot.contour(grid, { width: 4, height: 3, stroke: (d: number) => d }).plot()`, 'path'],
    ['densities', `Plot.density(rows, { x: 'x', y: 'y' }).plot()`, 'path'],
    ['hexagons', `Plot.dot(rows, Plot.hexbin({ r: 'count' }, { x: 'x', y: 'y' })).plot()`, 'path'],
    ['facets', `Plot.plot({ marks: [Plot.frame(), Plot.dot(rows, { x: 'x', y: 'y', fy: 'kind' })] })`, 'circle'],
    ['tooltips', `Plot.plot({ marks: [Plot.dot(rows, { x: 'x', y: 'y', tip: true })] })`, 'circle'],
    [
      'crosshairs',
      `Plot.plot({ marks: [Plot.dot(rows, { x: 'x', y: 'y' }), Plot.crosshair(rows, { x: 'x', y: 'y' })] })`,
      'circle',
    ],
    ['box plots', `Plot.boxX(rows, { x: 'y', y: 'kind' }).plot()`, 'rect'],
    ['waffles', `Plot.waffleY([3, 4]).plot()`, 'path'],
    [
      'wrapped text',
      `Plot.text(['a long line of words that must be broken'], { lineWidth: 5, frameAnchor: 'middle' }).plot()`,
      'text',
    ],
    ['images', `Plot.image([1], { src: () => 'data:image/png;base64,AA==', frameAnchor: 'middle' }).plot()`, 'image'],
  ])('can have %s', async (_, code, element) => {
    const document = await html(code);
    expect(document.querySelectorAll(`svg ${element}`).length).toBeGreaterThan(0);
    expect(document.body.innerHTML).not.toMatch(/NaN|undefined/);
  });

  test('with a title, a subtitle and a caption is HTML', async () => {
    const document = await html(
      `Plot.plot({ title: 'Field & stars', subtitle: 's', caption: 'c <i>', marks: [Plot.dot(rows, { x: 'x', y: 'y' })] })`,
    );
    expect(document.querySelector('h2')?.textContent).toBe('Field & stars');
    expect(document.querySelector('figcaption')?.textContent).toBe('c <i>');
  });
});

describe('output of the library in a cell', () => {
  /** The MIME bundles of everything that a cell showed. */
  async function all(code: string): Promise<Record<string, string>[]> {
    const outputs: OutputMessage[] = [];
    const result = await executor.execute(code, { count: ++count, publish: message => outputs.push(message) });
    expect(result, JSON.stringify(result)).toEqual({ status: 'ok' });
    return outputs
      .filter(({ type }) => type === 'execute_result' || type === 'display_data')
      .map(({ content }) => (content as { data: Record<string, string> }).data);
  }

  beforeAll(async () => {
    const samples = fileURLToPath(new URL('../../data-samples/transit/', import.meta.url));
    await all(`import { openFrame } from 'skyframe';
      const frame = await openFrame(${JSON.stringify(`${samples}20250810-114000-light.fits`)});
      const stars = frame.detect();`);
  });

  test('appears once, with the options passed to show()', async () => {
    const [table, ...more] = await all('stars.show({ rows: 3 })');
    expect(more).toEqual([]);
    expect(table['text/plain'].split('\n').length).toBe(7);
    expect(await all("frame.show({ stretch: 'asinh' })")).toHaveLength(1);
    expect(await all('stars')).toHaveLength(1);
  });

  test('shows a frame as an image, and in a terminal as a summary line, statistics and a histogram', async () => {
    const [forms] = await all('frame');
    expect(forms['image/svg+xml']).toMatch(/^<svg/);
    expect(forms['text/plain']).toMatch(/^Frame 240 x 180 px.*\nmedian \d+, scatter .* adu\n\d+ [▁▂▃▄▅▆▇█ ]+ \d+$/);
  });

  test('shows a viewer as standalone HTML and its selection as an array', async () => {
    const [forms] = await all('const viewer = frame.view({ stars }); viewer');
    expect(forms['text/html']).toMatch(/^<div class="skyframe-viewer"/);
    expect(forms['text/plain']).toMatch(/^\[viewer: .*240 × 180 px\]\nmedian/);
    expect((await all('frame.measure(viewer.selected, { radius: 3 }).length'))[0]['text/plain']).toBe('0');
  });
});
