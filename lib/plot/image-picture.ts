/**
 * The picture of a frame: stretched pixels with axes, colour bar, scale bar and apertures drawn on stars.
 *
 * North and the scale bar are shown if the frame has a WCS. Row 0 is at the bottom, as in FITS viewers.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import type { Pixels } from '../frame/image.js';
import { Figure } from './figure.js';
import type { Overlay } from './overlay.js';
import { type PictureBox, pictureBox } from './picture-box.js';
import { overlayMarkup } from './picture-labels.js';
import { NO_DATA_COLOUR, pngAddress } from './picture-png.js';
import { skyMarkup } from './picture-sky-marks.js';
import {
  requireStretch,
  type Stretch,
  type StretchLimits,
  type StretchOptions,
  shadeOf,
  stretchLimits,
} from './stretch.js';

/** Settings of a frame's picture. */
export interface PictureOptions extends StretchOptions {
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
interface PicturedImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Pixels;
  readonly unit: string;
  /** Arcseconds per pixel; NaN without WCS. */
  readonly pixelScale: number;
  /** Direction of North and East in pixel axes (unit vectors), where there is a WCS. */
  readonly compass?: { readonly north: readonly [number, number]; readonly east: readonly [number, number] };
}

/** Maximum number of pixels along each side: larger frames are averaged down. */
const MAX_SIDE = 768;
/** Room for the vertical axis and for the colour bar [screen px]. */
const LEFT = 48;
const RIGHT = 84;
/** Minimum height of a colour bar, however flat the frame [screen px]. */
const MIN_BAR = 60;

/** The figure of a frame. */
export function pictureFigure(image: PicturedImage, options: PictureOptions = {}): Figure {
  const { stretch = 'zscale', title = '' } = options;
  requireStretch(stretch, options);
  const caption = `${title || 'frame'}, ${image.width} × ${image.height} px, ${stretch} stretch`;
  return new Figure({ caption, draw: () => drawPicture(image, options, MAX_SIDE) });
}

/** Draws the picture; its pixels are sent averaged down to `longestSide`. */
export function drawPicture(image: PicturedImage, options: PictureOptions, longestSide: number): string {
  const { stretch = 'zscale', title = '', width = 560, overlays = [] } = options;
  const limits = stretchLimits(image.pixels, stretch, options);
  const top = title ? 34 : 12;
  const box = pictureBox(image.width, image.height, { left: LEFT, top, room: width - LEFT - RIGHT });
  const barHeight = Math.max(MIN_BAR, box.height);
  const height = Math.round(top + Math.max(barHeight + 12, box.height + 44));
  const parts = [
    pixelMarkup(pngAddress(image, limits, longestSide), box),
    title ? text(box.left + box.width / 2, 20, title, 'text-anchor="middle" font-size="15" font-weight="600"') : '',
    axisMarkup(image, box),
    colourBarMarkup(limits, image.unit, { x: box.left + box.width + 14, top, height: barHeight }),
    overlayMarkup(overlays, box),
    skyMarkup(image, box),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ` +
    `aria-label="${escapeMarkup(title || 'frame')}" font-family="system-ui, sans-serif" font-size="11" fill="#222" ` +
    `style="background:white;max-width:100%;height:auto">${parts.join('')}</svg>`
  );
}

function text(x: number, y: number, words: string, more = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escapeMarkup(words)}</text>`;
}

function pixelMarkup(address: string, box: PictureBox): string {
  const place = `x="${box.left}" y="${box.top}" width="${box.width.toFixed(2)}" height="${box.height.toFixed(2)}"`;
  return (
    `<rect ${place} fill="${NO_DATA_COLOUR}"/><image ${place} preserveAspectRatio="none" ` +
    `style="image-rendering:${box.scale > 2 ? 'pixelated' : 'auto'}" href="${address}"/>` +
    `<rect ${place} fill="none" stroke="#888"/>`
  );
}

/** Numbers along the axes; each axis has as many as its length on the screen has room for. */
function axisMarkup(image: PicturedImage, box: PictureBox): string {
  const parts: string[] = [];
  const bottom = box.top + box.height;
  for (const tick of axisTicks(image.width, box.width / 60))
    parts.push(text(box.screenX(tick), bottom + 16, String(tick), 'text-anchor="middle"'));
  for (const tick of axisTicks(image.height, box.height / 24))
    parts.push(text(box.left - 6, box.screenY(tick) + 4, String(tick), 'text-anchor="end"'));
  parts.push(text(box.left + box.width / 2, bottom + 34, 'x [px]', 'text-anchor="middle"'));
  const middle = box.top + box.height / 2;
  parts.push(text(14, middle, 'y [px]', `text-anchor="middle" transform="rotate(-90 14 ${middle.toFixed(1)})"`));
  return parts.join('');
}

/** Round numbers for an axis of `length` pixels: about five of them, fewer if there is no room. */
function axisTicks(length: number, room: number): number[] {
  const rough = Math.max(1, length / Math.max(1, Math.min(5, room)));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough) ?? rough;
  const ticks: number[] = [];
  for (let tick = 0; tick < length; tick += step) ticks.push(tick);
  return ticks;
}

/** Enough digits for a colour bar's ends. */
function shortNumber(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}

/** A colour bar with its ends, its middle and the unit. */
function colourBarMarkup(
  limits: StretchLimits,
  unit: string,
  { x, top, height }: { x: number; top: number; height: number },
): string {
  const steps = 32;
  const parts: string[] = [];
  for (let k = 0; k < steps; k++) {
    const value = limits.low + ((k + 0.5) / steps) * (limits.high - limits.low);
    const shade = Math.round(255 * shadeOf(value, limits));
    const y = top + height * (1 - (k + 1) / steps);
    parts.push(
      `<rect x="${x}" y="${y.toFixed(2)}" width="12" height="${(height / steps + 0.5).toFixed(2)}" fill="rgb(${shade},${shade},${shade})"/>`,
    );
  }
  parts.push(`<rect x="${x}" y="${top}" width="12" height="${height.toFixed(2)}" fill="none" stroke="#888"/>`);
  parts.push(text(x + 16, top + 9, shortNumber(limits.high)), text(x + 16, top + height, shortNumber(limits.low)));
  parts.push(text(x + 16, top + height / 2, unit));
  return parts.join('');
}
