import * as Plot from '@observablehq/plot';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { platform as browser } from '../../lib/platform/browser.js';
import { parseColor } from '../../lib/platform/css-color.js';
import { platform } from '../../lib/platform/node.js';
import { drawingDocument } from '../../lib/platform/node-document.js';
import { asCanvas } from '../../lib/platform/software-canvas.js';

function canvas(width: number, height: number) {
  const made = asCanvas({});
  made.width = width;
  made.height = height;
  const context = made.getContext('2d');
  if (context === null) throw new Error('no context');
  return { canvas: made, context };
}

function pixelsOf(address: string) {
  const prefix = 'data:image/png;base64,';
  expect(address.startsWith(prefix)).toBe(true);
  return decode(Buffer.from(address.slice(prefix.length), 'base64'));
}

describe('a canvas without a screen', () => {
  it('paints rectangles, clipped at its edges, and encodes them as PNG', () => {
    const { canvas: surface, context } = canvas(3, 2);
    context.fillStyle = 'rgb(10, 20, 30)';
    context.fillRect(-5, 1, 6, 9);
    context.fillStyle = '#f00';
    context.fillRect(2, 0, 1, 1);
    const { width, height, data } = pixelsOf(surface.toDataURL());
    expect([width, height]).toEqual([3, 2]);
    expect([...data]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 10, 20, 30, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
    context.clearRect(0, 0, 3, 2);
    expect(pixelsOf(surface.toDataURL()).data.every(value => value === 0)).toBe(true);
  });

  it('puts and gets image data anywhere, even partly outside', () => {
    const { context } = canvas(2, 2);
    const image = context.createImageData(2, 2);
    image.data.set(Array.from({ length: 16 }, (_, i) => i + 1));
    context.putImageData(image, 1, -1);
    const whole = context.getImageData(0, 0, 2, 2);
    expect([...whole.data]).toEqual([0, 0, 0, 0, 9, 10, 11, 12, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...context.getImageData(1, 0, 1, 1).data]).toEqual([9, 10, 11, 12]);
  });

  it('is cleared by a new size, and rejects an implausible one', () => {
    const { canvas: surface, context } = canvas(1, 1);
    context.fillRect(0, 0, 1, 1);
    surface.width = 1;
    expect([...context.getImageData(0, 0, 1, 1).data]).toEqual([0, 0, 0, 0]);
    expect(() => {
      surface.height = 1e6;
    }).toThrow('sides up to');
    surface.width = 0;
    expect(surface.toDataURL()).toBe('data:,');
    expect(surface.getContext('webgl')).toBeNull();
  });

  it('ignores an unknown colour', () => {
    const { context } = canvas(1, 1);
    context.fillStyle = 'blue';
    context.fillStyle = 'no such colour';
    expect(context.fillStyle).toBe('blue');
  });
});

describe('colours', () => {
  it.each<[string, ReturnType<typeof parseColor>]>([
    ['#123', [17, 34, 51, 255]],
    ['#12345678', [18, 52, 86, 120]],
    ['rgba(1, 2, 300, 0.5)', [1, 2, 255, 128]],
    ['rgb(100% 0% 50% / 20%)', [255, 0, 128, 51]],
    ['Transparent', [0, 0, 0, 0]],
    ['#12', null],
    ['rgb(1, 2)', null],
    ['rgb(a, b, c)', null],
    ['hotpinkish', null],
  ])('%s', (text, color) => {
    expect(parseColor(text)).toEqual(color);
  });
});

describe('the document for drawing', () => {
  it('is a single instance and is not added to globalThis', () => {
    expect(platform.document()).toBe(drawingDocument());
    expect('document' in globalThis).toBe(false);
    expect('window' in globalThis).toBe(false);
  });

  it('supports Observable Plot figures with rasters and colour ramps', () => {
    const document = drawingDocument() as never; // any DOM will do
    const raster = { width: 4, height: 3, data: Float64Array.from({ length: 12 }, (_, i) => i) };
    const figure = Plot.plot({
      document,
      color: { legend: true },
      marks: [Plot.raster(raster.data, { width: 4, height: 3 })],
    });
    const images = figure.outerHTML.match(/data:image\/png;base64,[^"]+/g) ?? [];
    expect(images).toHaveLength(2);
    const sizes = images.map(pixelsOf).map(({ width, height }) => [width, height]);
    expect(sizes).toContainEqual([4, 3]);
  });

  it('is unavailable in a browser worker, with advice', () => {
    expect(() => browser.document()).toThrow(/figures need a document/);
  });
});
