/**
 * The picture of a frame: stretched pixels with axes, colour bar, scale bar and apertures drawn on stars.
 *
 * North and the scale bar stand where the frame has a WCS. Row 0 is at the bottom, as in FITS viewers.
 *
 * @module
 */
import { encode } from 'fast-png';
import { escapeMarkup } from '../core/display.js';
import type { Pixels } from '../frame/image.js';
import { Figure } from './figure.js';
import { type Stretch, type StretchLimits, shadeOf, stretchLimits } from './stretch.js';

/** A circle to draw on the picture. */
export interface Overlay {
  /** Centre along x [px]. */
  readonly x: number;
  /** Centre along y [px]. */
  readonly y: number;
  /** Radius of the aperture [px]. */
  readonly radius?: number;
  /** Inner and outer radius of the sky annulus [px]. */
  readonly annulus?: readonly [number, number];
  /** Text beside it. */
  readonly label?: string;
  /** Any CSS colour. Default by kind. */
  readonly colour?: string;
}

/** Settings of a frame's picture. */
export interface PictureOptions {
  /** How values become shades. Default `'zscale'`. */
  readonly stretch?: Stretch;
  /** Heading. Default the object's or the file's name. */
  readonly title?: string;
  /** Width of the picture [screen px]. Default 560. */
  readonly width?: number;
  /** Apertures to draw. */
  readonly overlays?: readonly Overlay[];
}

/** What the picture is drawn from. */
export interface PicturedImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Pixels;
  readonly unit: string;
  /** Arcseconds a pixel; NaN without WCS. */
  readonly pixelScale: number;
  /** Direction of North and East in pixel axes (unit vectors), where there is a WCS. */
  readonly compass?: { readonly north: readonly [number, number]; readonly east: readonly [number, number] };
}

/** At most so many pixels of the frame are sent along each side: larger frames are averaged down. */
const LARGEST_SIDE = 768;

/** The stretched pixels as a grey PNG, first row on top after the flip, averaged down where large. */
function renderPng(image: PicturedImage, limits: StretchLimits): { url: string } {
  const { width, height, pixels } = image;
  const block = Math.max(1, Math.ceil(Math.max(width, height) / LARGEST_SIDE));
  const columns = Math.ceil(width / block);
  const rows = Math.ceil(height / block);
  const shades = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const y1 = Math.min(height, (row + 1) * block);
    for (let column = 0; column < columns; column++) {
      const x1 = Math.min(width, (column + 1) * block);
      let sum = 0;
      let count = 0;
      for (let y = row * block; y < y1; y++) {
        for (let x = column * block; x < x1; x++) {
          const value = pixels[y * width + x];
          if (!Number.isNaN(value)) {
            sum += value;
            count++;
          }
        }
      }
      const shade = count > 0 ? shadeOf(sum / count, limits) : 0;
      shades[(rows - 1 - row) * columns + column] = Math.round(255 * shade);
    }
  }
  const png = encode({ width: columns, height: rows, data: shades, channels: 1, depth: 8 });
  return { url: `data:image/png;base64,${toBase64(png)}` };
}

/** Base64 without Node's Buffer, so that a browser can draw too. */
function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}

/** Round numbers for an axis of `length` pixels: about five of them. */
function axisTicks(length: number): number[] {
  const rough = Math.max(1, length / 5);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough) ?? rough;
  const ticks: number[] = [];
  for (let tick = 0; tick < length; tick += step) ticks.push(tick);
  return ticks;
}

/** Enough digits for a colour bar's ends. */
function shortNumber(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}

/** The figure of a frame. */
export function pictureFigure(image: PicturedImage, options: PictureOptions = {}): Figure {
  const { stretch = 'zscale', title = '', width = 560, overlays = [] } = options;
  const caption = `${title || 'frame'}, ${image.width} × ${image.height} px, ${stretch} stretch`;
  return new Figure({ caption, draw: () => drawPicture(image, { stretch, title, width, overlays }) });
}

function drawPicture(
  image: PicturedImage,
  { stretch, title, width, overlays }: Required<Pick<PictureOptions, 'stretch' | 'title' | 'width' | 'overlays'>>,
): string {
  const limits = stretchLimits(image.pixels, stretch);
  const left = 48;
  const top = title ? 34 : 12;
  const plotWidth = width - left - 84;
  const scale = plotWidth / image.width;
  const plotHeight = image.height * scale;
  const height = Math.round(plotHeight + top + 44);
  // pixel centre (x, y) to the screen; the first pixel's centre is half a pixel inside the corner
  const screenX = (x: number): number => left + (x + 0.5) * scale;
  const screenY = (y: number): number => top + plotHeight - (y + 0.5) * scale;
  const parts: string[] = [];
  const text = (x: number, y: number, words: string, more = ''): void => {
    parts.push(`<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escapeMarkup(words)}</text>`);
  };

  parts.push(
    `<image x="${left}" y="${top}" width="${plotWidth.toFixed(2)}" height="${plotHeight.toFixed(2)}" ` +
      `preserveAspectRatio="none" style="image-rendering:${scale > 2 ? 'pixelated' : 'auto'}" href="${renderPng(image, limits).url}"/>`,
    `<rect x="${left}" y="${top}" width="${plotWidth.toFixed(2)}" height="${plotHeight.toFixed(2)}" fill="none" stroke="#888"/>`,
  );
  if (title) text(left + plotWidth / 2, 20, title, 'text-anchor="middle" font-size="15" font-weight="600"');
  for (const tick of axisTicks(image.width))
    text(screenX(tick), top + plotHeight + 16, String(tick), 'text-anchor="middle"');
  for (const tick of axisTicks(image.height)) text(left - 6, screenY(tick) + 4, String(tick), 'text-anchor="end"');
  text(left + plotWidth / 2, top + plotHeight + 34, 'x [px]', 'text-anchor="middle"');
  text(
    14,
    top + plotHeight / 2,
    'y [px]',
    `text-anchor="middle" transform="rotate(-90 14 ${(top + plotHeight / 2).toFixed(1)})"`,
  );

  drawColourBar(parts, text, limits, image.unit, { x: left + plotWidth + 14, top, height: plotHeight });
  drawOverlays(parts, text, overlays, screenX, screenY, scale);
  drawSkyMarks(parts, text, image, { left, top, plotWidth, plotHeight, scale });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ` +
    `aria-label="${escapeMarkup(title || 'frame')}" font-family="system-ui, sans-serif" font-size="11" fill="#222" ` +
    `style="background:white;max-width:100%;height:auto">${parts.join('')}</svg>`
  );
}

type WriteText = (x: number, y: number, words: string, more?: string) => void;

function drawColourBar(
  parts: string[],
  text: WriteText,
  limits: StretchLimits,
  unit: string,
  { x, top, height }: { x: number; top: number; height: number },
): void {
  const steps = 32;
  for (let k = 0; k < steps; k++) {
    const value = limits.low + ((k + 0.5) / steps) * (limits.high - limits.low);
    const shade = Math.round(255 * shadeOf(value, limits));
    const y = top + height * (1 - (k + 1) / steps);
    parts.push(
      `<rect x="${x}" y="${y.toFixed(2)}" width="12" height="${(height / steps + 0.5).toFixed(2)}" fill="rgb(${shade},${shade},${shade})"/>`,
    );
  }
  parts.push(`<rect x="${x}" y="${top}" width="12" height="${height.toFixed(2)}" fill="none" stroke="#888"/>`);
  text(x + 16, top + 9, shortNumber(limits.high));
  text(x + 16, top + height, shortNumber(limits.low));
  text(x + 16, top + height / 2, unit);
}

function drawOverlays(
  parts: string[],
  text: WriteText,
  overlays: readonly Overlay[],
  screenX: (x: number) => number,
  screenY: (y: number) => number,
  scale: number,
): void {
  for (const { x, y, radius = 6, annulus, label, colour = '#ff5b3a' } of overlays) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const centre = `cx="${screenX(x).toFixed(2)}" cy="${screenY(y).toFixed(2)}"`;
    const stroke = escapeMarkup(colour);
    parts.push(
      `<circle ${centre} r="${(radius * scale).toFixed(2)}" fill="none" stroke="${stroke}" stroke-width="1.5"/>`,
    );
    for (const ring of annulus ?? [])
      parts.push(
        `<circle ${centre} r="${(ring * scale).toFixed(2)}" fill="none" stroke="#3aa0ff" stroke-dasharray="4 3"/>`,
      );
    const reach = Math.max(radius, annulus?.[1] ?? 0) * scale;
    if (label)
      text(
        screenX(x) + reach + 3,
        screenY(y) - 3,
        label,
        `fill="${stroke}" font-size="12" font-weight="600" paint-order="stroke" stroke="black" stroke-width="2.5" stroke-opacity="0.55"`,
      );
  }
}

function drawSkyMarks(
  parts: string[],
  text: WriteText,
  image: PicturedImage,
  box: { left: number; top: number; plotWidth: number; plotHeight: number; scale: number },
): void {
  const white =
    'fill="white" font-weight="600" paint-order="stroke" stroke="black" stroke-width="2.5" stroke-opacity="0.6"';
  if (image.pixelScale > 0) {
    const wanted = (image.width * image.pixelScale) / 5;
    const arcsec =
      [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200].filter(length => length <= wanted).pop() ?? 1;
    const length = (arcsec / image.pixelScale) * box.scale;
    const y = box.top + box.plotHeight - 12;
    parts.push(`<path d="M${box.left + 12} ${y.toFixed(1)}h${length.toFixed(1)}" stroke="white" stroke-width="3"/>`);
    text(box.left + 12, y - 6, arcsec >= 60 ? `${arcsec / 60}′` : `${arcsec}″`, white);
  }
  if (!image.compass) return;
  const centreX = box.left + box.plotWidth - 42;
  const centreY = box.top + 42;
  for (const [name, [dx, dy]] of [
    ['N', image.compass.north],
    ['E', image.compass.east],
  ] as const) {
    const endX = centreX + 24 * dx;
    const endY = centreY - 24 * dy;
    parts.push(
      `<path d="M${centreX.toFixed(1)} ${centreY.toFixed(1)}L${endX.toFixed(1)} ${endY.toFixed(1)}" stroke="white" stroke-width="2"/>`,
    );
    text(centreX + 33 * dx, centreY - 33 * dy + 4, name, `text-anchor="middle" ${white}`);
  }
}
