/** Frames in which few pixels are clipped are flagged at the level that other frames of their series show. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { openSeries } from '../../lib/index.js';
import { temporaryFolder } from '../helpers/sample-nights.js';
import { drawStars } from '../helpers/star-field.js';

const folder = temporaryFolder();
const SIZE = 100;
const TOP = 30_123;
const STARS = [
  { x: 30, y: 30 },
  { x: 70, y: 60 },
];

/** Frames whose first star is clipped in many pixels, and in the last of them in one. */
function writeSeries(name: string, cards: Record<string, number> = {}): string {
  [90_000, 80_000, 70_000, 60_000, 30_200].forEach((peak, k) => {
    const stars = [
      { ...STARS[0], peak },
      { ...STARS[1], peak: 5000 },
    ];
    const { pixels } = drawStars({ width: SIZE, height: SIZE, stars, fwhm: 4, sky: 200, noise: 8, seed: k + 1 });
    const clipped = Uint16Array.from(pixels, value => Math.min(TOP, Math.round(value)));
    const date = `2025-03-14T05:0${k}:00`;
    const header = Header.fromObject({
      EXPTIME: 30,
      'DATE-OBS': date,
      IMAGETYP: 'light',
      EGAIN: 1.5,
      RDNOISE: 5,
      ...cards,
    });
    writeFileSync(
      join(folder, `${name}-${k}.fits`),
      encodeFits([{ header, width: SIZE, height: SIZE, pixels: clipped }]),
    );
  });
  return join(folder, `${name}-*.fits`);
}

const measure = async (pattern: string) =>
  (await openSeries(pattern)).measure(STARS, { radius: 6, annulus: [12, 18], recentre: 0 });
const SATURATED = 2;

it('a level that two frames show holds for all, and is told', async () => {
  const measured = await measure(writeSeries('untold'));
  expect([...measured.columns.flags].map(flags => (flags & SATURATED) !== 0)).toEqual(
    Array.from({ length: 10 }, (_, row) => row % 2 === 0),
  );
  const problems = measured.problems().toObjects();
  expect(problems.map(({ code, value }) => [code, value])).toEqual([['saturation-found', String(TOP)]]);
});

it('a level that a card tells is not looked for', async () => {
  const measured = await measure(writeSeries('told', { SATURATE: 20_000 }));
  expect(measured.problems().length).toBe(0);
});
