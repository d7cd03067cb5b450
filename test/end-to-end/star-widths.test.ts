/** The scenes of ../shared/cases with stars that are faint or out of focus, from files to the answer. */
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { DOUBTFUL } from '../../lib/frame/source-flags.js';
import { openFrame, openSeries } from '../../lib/index.js';
import { temporaryFolder } from '../helpers/sample-nights.js';
import { describeShared, shared } from '../helpers/shared.js';

const folder = temporaryFolder();

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

describeShared('scenes', () => {
  beforeAll(() => {
    const program = realpathSync(shared('cases/scenes.mjs')); // by a link it takes itself for a module
    for (const scene of ['faint', 'donuts']) execFileSync(process.execPath, [program, folder, scene]);
  });
  const starsOf = (scene: string): { x: number; y: number }[] =>
    JSON.parse(readFileSync(join(folder, scene, 'truth.json'), 'utf8')).stars;

  it('P16: faint stars are found as with their true width', async () => {
    const frame = await openFrame(join(folder, 'faint', 'f00.fits'));
    const found = frame.detect();
    expect(Math.abs(found.length - frame.detect({ fwhm: 6 }).length)).toBeLessThanOrEqual(2);
    expect(Math.abs(found.columns.fwhm.median() / 6 - 1)).toBeLessThan(0.05);
  });

  it('P17: stars out of focus are one source each, and align and measure a series', async () => {
    const stars = starsOf('donuts');
    const found = (await openFrame(join(folder, 'donuts', 'f00.fits'))).detect();
    expect(found.length).toBe(16);
    for (const { x, y } of found)
      expect(Math.min(...stars.map(star => Math.hypot(star.x - x, star.y - y)))).toBeLessThan(0.2);
    expect([...found.problems().columns.code]).toEqual(['stars-defocused']);

    const series = (await openSeries(join(folder, 'donuts', '*.fits'))).align();
    // at the places of the alignment alone
    const placed = (await series.measure(stars, { radius: 14, annulus: [18, 26], recentre: 0 })).toObjects();
    const measured = (await series.measure(stars, { radius: 14, annulus: [18, 26] })).toObjects();
    expect(measured.length).toBe(64);
    const files = [...new Set(measured.map(row => row.file))].sort();
    files.forEach((file, frame) => {
      for (const { x, y } of placed.filter(row => row.file === file)) {
        const away = stars.map(star => Math.hypot(x - star.x - 6 * frame, y - star.y + 4 * frame));
        expect(Math.min(...away)).toBeLessThan(0.2);
      }
      for (const { x, y, flags } of measured.filter(row => row.file === file)) {
        const away = stars.map(star => Math.hypot(x - star.x - 6 * frame, y - star.y + 4 * frame));
        expect(Math.min(...away)).toBeLessThan(0.3);
        expect(flags & DOUBTFUL).toBe(0);
      }
    });
  });
});
