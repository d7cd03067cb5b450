/** The frames and scenes of ../shared/cases that once gave wrong numbers without a word, from files to the answer. */
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { headerTable } from '../../lib/frame/header-table.js';
import { openFrame, openSeries } from '../../lib/index.js';
import { temporaryFolder } from '../helpers/sample-nights.js';
import { describeShared, shared } from '../helpers/shared.js';

const folder = temporaryFolder();
const files = (pattern: string) => shared(`cases/files/${pattern}`);

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

describeShared('frames', () => {
  it('E4: decimal commas in exposure times scale the dark by 2', async () => {
    const night = await openSeries(files('comma-*.fits'));
    const bias = await night.where(h => h.imagetyp === 'bias').combine();
    const dark = await night
      .where(h => h.imagetyp === 'dark')
      .subtract(bias)
      .combine();
    const light = await night
      .where(h => h.imagetyp === 'light')
      .reduce({ bias, dark })
      .combine();
    expect(light.statistics().median).toBe(300);
  });

  it('T4: a combination says when it began, ended and, in the mean, was exposed', async () => {
    const combined = await (await openSeries(files('middle-*.fits'))).combine();
    const path = join(folder, 'combined.fits');
    await combined.write(path);
    const { header } = await openFrame(path);
    expect(header.text('DATE-BEG')).toBe('2025-03-14T05:00:00.000');
    expect(header.text('DATE-END')).toBe('2025-03-14T07:31:00.000');
    // the mean of 05:00:30, 06:00:30 and 07:30:30
    expect((await headerTable(path)).columns.jdUtcMid[0]).toBeCloseTo(2460748.5 + (6 + 10.5 / 60) / 24, 7);
  });

  it('K2: one plane of a colour cube', async () => {
    const green = await (await openSeries(files('colour-*.fits'), { channel: 'G' })).combine();
    expect(green.statistics().median).toBe(2000);
    await expect((await openSeries(files('colour-*.fits'))).combine()).rejects.toThrow(/\{ channel: 'G' \}/);
  });

  it('M1: darks of two gain settings are refused, the groups named', async () => {
    const combined = (await openSeries(files('gains-*.fits'))).combine();
    await expect(combined).rejects.toThrow(
      /2 x dark.*gain setting 100, offset 50.*2 x dark.*gain setting 300, offset 80/,
    );
    await expect(combined).rejects.toMatchObject({ code: 'mixed-frames' });
  });

  it('M2: lights of two exposures are refused, or scaled to the true rate', async () => {
    const lights = await openSeries(files('exposures-*.fits'));
    await expect(lights.combine()).rejects.toThrow(/2 x 10 s.*3 x 30 s.*scale: 'exposure'/);
    const scaled = await lights.combine({ scale: 'exposure' });
    const { flux } = scaled.measure([{ x: 28, y: 28 }], { radius: 7, annulus: [12, 18] }).columns;
    expect(flux[0] / scaled.exptime / 7500).toBeCloseTo(1, 2);
  });

  it('G1: a frame of a colour camera with a gain setting says both', async () => {
    const frame = await openFrame(files('gain-1.fits'));
    expect(frame.gain).toBeNaN();
    expect([...frame.problems().columns.code]).toEqual(['colour-mosaic', 'gain-setting']);
    expect(frame.toString()).toMatch(/gain unknown, 2 problems: see problems\(\)/);
  });
});

describeShared('scenes', () => {
  beforeAll(() => {
    const program = realpathSync(shared('cases/scenes.mjs')); // by a link it takes itself for a module
    for (const scene of ['clipped', 'eclipse', 'filters', 'exposures', 'nothing', 'gone', 'hits', 'mosaic'])
      execFileSync(process.execPath, [program, folder, scene]);
  });
  afterAll(() => vi.restoreAllMocks());

  const open = (scene: string) => openSeries(join(folder, scene, '*.fits'));
  const starsOf = (scene: string): { x: number; y: number; flux?: number }[] =>
    JSON.parse(readFileSync(join(folder, scene, 'truth.json'), 'utf8')).stars;
  const NEAR = { radius: 7, annulus: [14, 20] } as const;
  const curveOf = async (scene: string, aperture: { radius: number; annulus: readonly [number, number] } = NEAR) => {
    const stars = starsOf(scene);
    const measured = await (await open(scene)).measure(stars, aperture);
    return { measured, curve: measured.differential({ target: stars[0] }) };
  };
  const scatter = (values: Iterable<number>) => {
    const list = [...values];
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    return Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1));
  };

  it('P4: clipped stars do not serve, and the scatter is as quoted', async () => {
    const { measured, curve } = await curveOf('clipped', { radius: 9, annulus: [18, 26] });
    const { flux, fluxErr, flags } = curve.columns;
    expect(scatter(flux) / fluxErr.median()).toBeLessThan(1.5);
    expect([...flags].every(bits => bits === 0)).toBe(true);
    const told = measured
      .problems()
      .toObjects()
      .map(({ code }) => code);
    expect(told.includes('saturation-unknown') || measured.columns.flags.values.some(bits => (bits & 2) !== 0)).toBe(
      true,
    );
  });

  it('P5: a comparison that eclipses is not used, and listed', async () => {
    const { curve } = await curveOf('eclipse');
    expect(Math.max(...[...curve.columns.flux].map(value => Math.abs(value - 1)))).toBeLessThan(0.012);
    expect([...curve.problems().columns.code]).toContain('comparison-varies');
  });

  it('P6: frames of two filters are refused', async () => {
    await expect(curveOf('filters')).rejects.toMatchObject({ code: 'mixed-frames' });
  });

  it('P7: frames of two exposures are not clouded', async () => {
    const { curve } = await curveOf('exposures');
    expect([...curve.columns.flags].every(bits => bits === 0)).toBe(true);
  });

  it('P8: a combination of two exposures has the true rates', async () => {
    const series = (await open('exposures')).align();
    await expect(series.combine()).rejects.toMatchObject({ code: 'mixed-frames' });
    const { perSecond } = JSON.parse(readFileSync(join(folder, 'exposures', 'truth.json'), 'utf8'));
    const scaled = await series.combine({ scale: 'exposure' });
    const { flux } = scaled.measure(starsOf('exposures'), { radius: 9, annulus: [14, 20] }).columns;
    for (const [k, rate] of perSecond.entries()) expect(flux[k] / scaled.exptime / rate).toBeCloseTo(1, 2);
  });

  it('P9, P10: a target that is not seen keeps its sign, its errors are positive, and it is told', async () => {
    const { curve: nothing } = await curveOf('nothing', { radius: 5, annulus: [12, 18] });
    const { curve: gone } = await curveOf('gone');
    for (const curve of [nothing, gone]) {
      expect(Math.min(...curve.columns.fluxErr)).toBeGreaterThan(0);
      expect([...curve.problems().columns.code]).toContain('target-faint');
    }
    const { flux, flags } = gone.columns;
    expect([flux[0], flux[1]].every(value => Math.abs(value - 1) < 0.02)).toBe(true);
    expect([...flags].slice(2).every(bits => bits !== 0)).toBe(true);
  });

  it.each([
    ['median', 0.25],
    ['clip', 0.2],
  ] as const)('P14: errors of a %s count only what was kept', async (method, percent) => {
    const combined = await (await open('hits')).align().combine({ method });
    const { flux, fluxErr } = combined.measure(starsOf('hits'), NEAR).columns;
    const relative = [...flux].map((value, k) => (100 * fluxErr[k]) / value).sort((a, b) => a - b);
    expect(Math.abs(relative[relative.length >> 1] / percent - 1)).toBeLessThan(0.06);
    expect(relative[relative.length - 1]).toBeLessThan(1.3 * percent);
  });

  it('P15: stars are found in an undecoded mosaic, and nothing else', async () => {
    const frame = await (await open('mosaic')).frame(0);
    const stars = starsOf('mosaic');
    const found = frame.detect();
    expect(found.length).toBe(stars.length);
    for (const { x, y } of found.toObjects())
      expect(Math.min(...stars.map(star => Math.hypot(star.x - x, star.y - y)))).toBeLessThan(0.3);
  });
});
