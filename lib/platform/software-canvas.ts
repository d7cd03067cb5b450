/**
 * A canvas without a screen: what Observable Plot asks of one for rasters and colour ramps.
 *
 * @module
 */

import { encode } from 'fast-png';
import { toBase64 } from '../core/base64.js';
import { PhotometryError } from '../core/errors.js';
import { parseColor, type Rgba } from './css-color.js';

/** Pixels of a canvas: red, green, blue, opacity, row by row from the top. */
interface CanvasImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** The drawing context of a {@link SoftwareCanvas}; whole pixels, no anti-aliasing, no transforms. */
interface CanvasContext {
  /** A colour as {@link parseColor} reads it; anything else is ignored, as in a browser. */
  fillStyle: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  createImageData(width: number, height: number): CanvasImage;
  getImageData(x: number, y: number, width: number, height: number): CanvasImage;
  putImageData(image: CanvasImage, x: number, y: number): void;
}

/** What a canvas element offers besides being an element. */
interface SoftwareCanvas {
  width: number;
  height: number;
  getContext(kind: string): CanvasContext | null;
  toDataURL(type?: string): string;
}

/** Adds the properties and methods of a canvas to an element, and returns it. */
export function asCanvas<E extends object>(element: E): E & SoftwareCanvas {
  const surface = new Surface();
  const context = contextOf(surface, element);
  Object.defineProperties(element, {
    width: { get: () => surface.width, set: (value: number) => surface.resize(value, surface.height) },
    height: { get: () => surface.height, set: (value: number) => surface.resize(surface.width, value) },
    getContext: { value: (kind: string) => (kind === '2d' ? context : null) },
    toDataURL: { value: () => surface.toDataUrl() },
  });
  return element as E & SoftwareCanvas;
}

/** Largest side [px]; a larger one is a mistake and would exhaust the memory. */
const MAX_SIDE = 32_767;

class Surface {
  width = 300;
  height = 150;
  #data: Uint8ClampedArray | null = null;

  get data(): Uint8ClampedArray {
    this.#data ??= new Uint8ClampedArray(4 * this.width * this.height);
    return this.#data;
  }

  /** A new size, or the old one again, wipes the canvas. */
  resize(width: number, height: number): void {
    if (!(width <= MAX_SIDE && height <= MAX_SIDE))
      throw new PhotometryError(
        'bad-argument',
        `a canvas may have sides up to ${MAX_SIDE} px, got ${width} x ${height}`,
      );
    this.width = Math.max(0, Math.trunc(width));
    this.height = Math.max(0, Math.trunc(height));
    this.#data = null;
  }

  /** Fills a rectangle, cut at the edges. */
  fill(x: number, y: number, width: number, height: number, [r, g, b, a]: Rgba): void {
    const { data, width: stride } = this;
    const x0 = Math.max(0, Math.round(x));
    const x1 = Math.min(stride, Math.round(x + width));
    const y1 = Math.min(this.height, Math.round(y + height));
    for (let j = Math.max(0, Math.round(y)); j < y1; j++) {
      for (let at = 4 * (j * stride + x0); at < 4 * (j * stride + x1); at += 4) {
        data[at] = r;
        data[at + 1] = g;
        data[at + 2] = b;
        data[at + 3] = a;
      }
    }
  }

  /** Copies a rectangle that begins at (x, y) between the canvas and an image of that size. */
  copy(image: CanvasImage, x: number, y: number, direction: 'in' | 'out'): void {
    const { data, width: stride } = this;
    const x0 = Math.max(0, x);
    const x1 = Math.min(stride, x + image.width);
    if (x1 <= x0) return;
    for (let j = Math.max(0, y); j < Math.min(this.height, y + image.height); j++) {
      const here = 4 * (j * stride + x0);
      const there = 4 * ((j - y) * image.width + x0 - x);
      const length = 4 * (x1 - x0);
      if (direction === 'in') data.set(image.data.subarray(there, there + length), here);
      else image.data.set(data.subarray(here, here + length), there);
    }
  }

  toDataUrl(): string {
    const { width, height, data } = this;
    if (width === 0 || height === 0) return 'data:,';
    return `data:image/png;base64,${toBase64(encode({ width, height, data, channels: 4, depth: 8 }))}`;
  }
}

function contextOf(surface: Surface, canvas: object): CanvasContext & { readonly canvas: object } {
  let style = '#000000';
  let color: Rgba = [0, 0, 0, 255];
  return {
    canvas,
    get fillStyle() {
      return style;
    },
    set fillStyle(text: string) {
      const parsed = parseColor(String(text));
      if (parsed === null) return;
      style = String(text);
      color = parsed;
    },
    fillRect: (x, y, width, height) => surface.fill(x, y, width, height, color),
    clearRect: (x, y, width, height) => surface.fill(x, y, width, height, [0, 0, 0, 0]),
    createImageData: emptyImage,
    getImageData: (x, y, width, height) => {
      const image = emptyImage(width, height);
      surface.copy(image, x, y, 'out');
      return image;
    },
    putImageData: (image, x, y) => surface.copy(image, x, y, 'in'),
  };
}

function emptyImage(width: number, height: number): CanvasImage {
  return { width, height, data: new Uint8ClampedArray(4 * width * height) };
}
