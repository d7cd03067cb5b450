/**
 * Reads the colours that figures use.
 *
 * @module
 */

/** Red, green, blue and opacity, each 0 to 255. */
export type Rgba = readonly [number, number, number, number];

const NAMED: Readonly<Record<string, Rgba>> = {
  transparent: [0, 0, 0, 0],
  black: [0, 0, 0, 255],
  white: [255, 255, 255, 255],
  gray: [128, 128, 128, 255],
  grey: [128, 128, 128, 255],
  red: [255, 0, 0, 255],
  green: [0, 128, 0, 255],
  blue: [0, 0, 255, 255],
  yellow: [255, 255, 0, 255],
  orange: [255, 165, 0, 255],
  purple: [128, 0, 128, 255],
  steelblue: [70, 130, 180, 255],
};

/**
 * Reads `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb()`, `rgba()` and some names; null for anything else.
 *
 * @example parseColor('rgb(35, 23, 27)') // [35, 23, 27, 255]
 */
export function parseColor(text: string): Rgba | null {
  const color = text.trim().toLowerCase();
  if (color in NAMED) return NAMED[color];
  if (color.startsWith('#')) return hexColor(color.slice(1));
  const call = /^rgba?\(([^)]*)\)$/.exec(color);
  return call === null ? null : functionColor(call[1].split(/[\s,/]+/).filter(part => part !== ''));
}

function hexColor(digits: string): Rgba | null {
  if (!/^([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(digits)) return null;
  const full = digits.length <= 4 ? digits.replace(/./g, '$&$&') : digits;
  const [r, g, b, a = 255] = [0, 2, 4, 6].slice(0, full.length / 2).map(at => parseInt(full.slice(at, at + 2), 16));
  return [r, g, b, a];
}

function functionColor(parts: readonly string[]): Rgba | null {
  if (parts.length < 3 || parts.length > 4) return null;
  const channel = (part: string) => (part.endsWith('%') ? (255 * parseFloat(part)) / 100 : Number(part));
  const [r, g, b] = parts.map(channel);
  const alpha = parts[3] === undefined ? 1 : parts[3].endsWith('%') ? parseFloat(parts[3]) / 100 : Number(parts[3]);
  const color = [r, g, b, 255 * alpha].map(value => Math.max(0, Math.min(255, Math.round(value))));
  return color.some(Number.isNaN) ? null : [color[0], color[1], color[2], color[3]];
}
