/**
 * Scale bar and compass of a picture.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import type { PictureBox } from './picture-box.js';

/** What is needed to draw them. */
interface SkyFacts {
  readonly width: number;
  /** Arcseconds per pixel; NaN without WCS. */
  readonly pixelScale: number;
  readonly compass?: { readonly north: readonly [number, number]; readonly east: readonly [number, number] };
}

/** Round lengths of a scale bar [arcsec]. */
const BAR_LENGTHS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18000, 36000];
const WHITE =
  'fill="white" font-weight="600" paint-order="stroke" stroke="black" stroke-width="2.5" stroke-opacity="0.6"';
/** Smaller pictures have no room for a compass [screen px]. */
const MIN_SIDE = 80;

/** SVG of the scale bar and of the arrows to north and east; empty without a WCS. */
export function skyMarkup(facts: SkyFacts, box: PictureBox): string {
  const compass = box.width < MIN_SIDE || box.height < MIN_SIDE ? '' : compassMarkup(facts, box);
  return scaleBarMarkup(facts, box) + compass;
}

function scaleBarMarkup({ width, pixelScale }: SkyFacts, box: PictureBox): string {
  if (!(pixelScale > 0)) return '';
  const wanted = (width * pixelScale) / 5;
  const arcsec = BAR_LENGTHS.filter(length => length <= wanted).pop();
  if (arcsec === undefined) return '';
  const length = (arcsec / pixelScale) * box.scale;
  const y = box.top + box.height - 12;
  return (
    `<path d="M${box.left + 12} ${y.toFixed(1)}h${length.toFixed(1)}" stroke="black" stroke-opacity="0.6" stroke-width="5"/>` +
    `<path d="M${box.left + 12} ${y.toFixed(1)}h${length.toFixed(1)}" stroke="white" stroke-width="3"/>` +
    text(box.left + 12, y - 6, angleText(arcsec), WHITE)
  );
}

function angleText(arcsec: number): string {
  if (arcsec >= 3600) return `${arcsec / 3600}°`;
  return arcsec >= 60 ? `${arcsec / 60}′` : `${arcsec}″`;
}

function compassMarkup({ compass }: SkyFacts, box: PictureBox): string {
  if (!compass) return '';
  const centreX = box.left + box.width - 42;
  const centreY = box.top + 42;
  const arrow = (name: string, [dx, dy]: readonly [number, number]): string => {
    const line = `M${centreX.toFixed(1)} ${centreY.toFixed(1)}L${(centreX + 24 * dx).toFixed(1)} ${(centreY - 24 * dy).toFixed(1)}`;
    return (
      `<path d="${line}" stroke="black" stroke-opacity="0.6" stroke-width="4"/><path d="${line}" stroke="white" stroke-width="2"/>` +
      text(centreX + 33 * dx, centreY - 33 * dy + 4, name, `text-anchor="middle" ${WHITE}`)
    );
  };
  return arrow('N', compass.north) + arrow('E', compass.east);
}

function text(x: number, y: number, words: string, more: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escapeMarkup(words)}</text>`;
}
