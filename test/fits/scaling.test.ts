/** BZERO and BSCALE: without them the pixels would be wrong, so that an unreadable one refuses the image. */
import { expect, it } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { pixelScaling } from '../../lib/fits/pixels/decode-pixels.js';

const scalingOf = (card: string) =>
  pixelScaling(Header.parse(Uint8Array.from(card.padEnd(80), c => c.charCodeAt(0))), 16);

it.each([
  ['BZERO   = 32768', 32768, 1],
  ["BZERO   = '32768'", 32768, 1],
  ['BZERO   =\t32768\0\0', 32768, 1],
  ['BSCALE  = 2.5D0', 0, 2.5],
  ['BZERO   =', 0, 1],
  ['GAIN    = 1', 0, 1],
])('reads %s', (card, zero, scale) => {
  expect(scalingOf(card)).toMatchObject({ zero, scale });
});

it.each(["BZERO   = '32768,0'", 'BSCALE  = one', "BZERO   = '2^15'"])('refuses %s, naming the card', card => {
  expect(() => scalingOf(card)).toThrow(new RegExp(`^${card.slice(0, 6).trim()} is ".*not a number`));
});
