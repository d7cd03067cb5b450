/**
 * The unit of pixel values, from the many spellings of BUNIT.
 *
 * @module
 */
import type { PixelUnit } from './image.js';

const SPELLINGS: readonly (readonly [RegExp, PixelUnit])[] = [
  [/^(adu|du|dn|counts?|ct|cts)$/, 'adu'],
  [/^(electrons?|e-?|photo-?electrons?)$/, 'electron'],
  [/^(adu|du|dn|counts?|ct|cts)persec$/, 'adu/s'],
  [/^(electrons?|e-?|photo-?electrons?)persec$/, 'electron/s'],
  [/^1$/, ''],
];

/**
 * The unit that BUNIT names: `adu`, `electron`, `adu/s`, `electron/s`, else as written.
 *
 * An empty BUNIT is `adu`, what a camera writes; `1` is a pure number, such as a normalised flat's. `/pixel` is understood: a pixel value is per pixel.
 *
 * @example pixelUnit('ELECTRONS/S') // 'electron/s'
 */
export function pixelUnit(bunit: string): PixelUnit {
  const text = bunit.trim();
  if (text === '') return 'adu';
  const plain = text
    .toLowerCase()
    .replace(/\s*(\/|per)\s*(pixel|pix|px)\b/, '')
    .replace(/\s*(\/\s*s(ec(onds?)?)?|\s+s\*{0,2}\^?-1|\s+per\s+s(ec(ond)?)?)$/, 'persec')
    .replaceAll(' ', '');
  return SPELLINGS.find(([spelling]) => spelling.test(plain))?.[1] ?? text;
}
