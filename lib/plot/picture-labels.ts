/**
 * Apertures on a picture, and labels that do not overlap.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import type { Overlay } from './overlay.js';
import type { PictureBox } from './picture-box.js';

const LETTER_WIDTH = 7;
const LINE_HEIGHT = 14;

/** A rectangle on the screen: left, top, right, bottom [px]. */
type Rectangle = readonly [number, number, number, number];

/** SVG of the circles and labels; those off the picture are left out. */
export function overlayMarkup(overlays: readonly Overlay[], box: PictureBox): string {
  const parts: string[] = [];
  const taken: Rectangle[] = [];
  for (const { x, y, radius = 6, annulus, label, colour = '#ff5b3a' } of overlays) {
    const [left, top] = [box.screenX(x), box.screenY(y)];
    const reach = Math.max(radius, annulus?.[1] ?? 0) * box.scale;
    if (!isOnPicture(left, top, reach, box)) continue;
    const centre = `cx="${left.toFixed(2)}" cy="${top.toFixed(2)}"`;
    const stroke = escapeMarkup(colour);
    const ring = (size: number, style: string): string =>
      `<circle ${centre} r="${(size * box.scale).toFixed(2)}" fill="none" ${style}/>`;
    parts.push(ring(radius, `stroke="${stroke}" stroke-width="1.5"`));
    for (const size of annulus ?? []) parts.push(ring(size, 'stroke="#3aa0ff" stroke-dasharray="4 3"'));
    const place = label ? freePlace(left, top, reach, label.length * LETTER_WIDTH, taken, box) : null;
    if (!label || !place) continue;
    taken.push(place);
    parts.push(
      `<text x="${place[0].toFixed(1)}" y="${(place[3] - 3).toFixed(1)}" fill="${stroke}" font-size="12" font-weight="600" ` +
        `paint-order="stroke" stroke="black" stroke-width="2.5" stroke-opacity="0.55">${escapeMarkup(label)}</text>`,
    );
  }
  // circles that reach beyond the picture end at its rim
  return `<svg x="${box.left}" y="${box.top}" width="${box.width.toFixed(2)}" height="${box.height.toFixed(2)}" viewBox="${box.left} ${box.top} ${box.width.toFixed(2)} ${box.height.toFixed(2)}">${parts.join('')}</svg>`;
}

/** Also false for a position that is not finite. */
function isOnPicture(x: number, y: number, reach: number, box: PictureBox): boolean {
  return (
    x + reach > box.left && x - reach < box.left + box.width && y + reach > box.top && y - reach < box.top + box.height
  );
}

/** The first of four corners around a star where a label is inside the picture and overlaps no other; null if there is none. */
function freePlace(
  x: number,
  y: number,
  reach: number,
  width: number,
  taken: readonly Rectangle[],
  box: PictureBox,
): Rectangle | null {
  for (const [side, level] of [
    [1, -1],
    [1, 1],
    [-1, -1],
    [-1, 1],
  ]) {
    const left = side > 0 ? x + reach + 3 : x - reach - 3 - width;
    const bottom = level < 0 ? y : y + LINE_HEIGHT;
    const place: Rectangle = [left, bottom - LINE_HEIGHT, left + width, bottom];
    const inside =
      left >= box.left && place[2] <= box.left + box.width && place[1] >= box.top && bottom <= box.top + box.height;
    if (inside && !taken.some(other => overlap(place, other))) return place;
  }
  return null;
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
