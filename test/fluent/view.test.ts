import { fileURLToPath } from 'node:url';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Frame, openFrame } from '../../lib/fluent/frame.js';
import { type FrameSeries, openSeries } from '../../lib/fluent/frame-series.js';
import type { Viewer } from '../../lib/plot/viewer/viewer.js';

const samples = fileURLToPath(new URL('../../data-samples/transit/', import.meta.url));

interface Shown {
  readonly unit: string;
  readonly stretch: string;
  readonly frames: {
    name: string;
    columns: number;
    bin: number;
    plane: { crval: object } | null;
    pixelScale: number;
  }[];
  readonly marks: { x: number; y: number; radius: number; annulus: number[] | null; label: string }[];
}

const shownBy = (viewer: Viewer): Shown =>
  JSON.parse(parseHTML(`<body>${viewer.toHtml()}</body>`).document.querySelector('[data-part="data"]')!.textContent!);

describe('the viewer of a frame', () => {
  let frame: Frame;
  beforeAll(async () => {
    frame = await openFrame(`${samples}20250810-114000-light.fits`);
  });

  test('shows the stars with their apertures, labelled by their ids', () => {
    const stars = frame.detect({ sigma: 20 }).head(3);
    const { marks, unit, frames } = shownBy(frame.view({ stars, radius: 4, annulus: [8, 12] }));
    expect(marks.map(({ label }) => label)).toEqual(Array.from(stars.columns.id, String));
    expect(marks[0]).toMatchObject({ x: stars.columns.x[0], y: stars.columns.y[0], radius: 4, annulus: [8, 12] });
    expect(unit).toBe('adu');
    expect(frames[0].plane).toMatchObject({ crval: frame.wcs.plane.crval });
    expect(frames[0].pixelScale).toBe(frame.wcs.pixelScale);
  });

  test('labels stars without ids by row, and accepts labels and sky positions', () => {
    const places = [
      { x: 10, y: 20 },
      { x: 30, y: 40 },
    ];
    expect(shownBy(frame.view({ stars: places })).marks.map(({ label }) => label)).toEqual(['0', '1']);
    const sky = places.map(({ x, y }) => frame.wcs.pixelToSky(x, y));
    const { marks } = shownBy(frame.view({ stars: sky, labels: ['target', 'b'] }));
    expect(marks[0].label).toBe('target');
    expect(marks[1].x).toBeCloseTo(30, 6);
    expect(frame.picture({ stars: places, labels: ['target', 'b'] }).toSvg()).toContain('>target</text>');
    expect(frame.picture({ stars: places }).toSvg()).not.toContain('>0</text></svg>');
  });

  test('is reduced in size on request, and rejects unsupported values', () => {
    expect(shownBy(frame.view({ longestSide: 100 })).frames[0]).toMatchObject({ bin: 3, columns: 80 });
    expect(() => frame.view({ stretch: 'sinh' as never })).toThrow(/stretch must be one of/);
    expect(() => frame.view({ longestSide: 0 })).toThrow(/longestSide/);
    expect(() => frame.view({ stars: { x: [1], y: [1, 2] } })).toThrow(/view\(\)/);
  });
});

describe('the viewer of a series', () => {
  let lights: FrameSeries;
  beforeAll(async () => {
    lights = await openSeries(`${samples}*-light.fits`);
  });

  test('has twelve frames by default, including the first and the last', async () => {
    const { frames } = shownBy(await lights.view());
    expect(frames).toHaveLength(12);
    expect(frames[0].name).toBe(`0 ${lights.table.columns.file[0]}`);
    expect(frames[11].name).toBe(`25 ${lights.table.columns.file[25]}`);
    const chosen = shownBy(await lights.view({ frames: [7, 3] }));
    expect(chosen.frames.map(({ name }) => name.split(' ')[0])).toEqual(['7', '3']);
    expect(shownBy(await lights.view({ most: 1 })).frames).toHaveLength(1);
  });

  test('of aligned frames uses the WCS of the reference and states that they are interpolated', async () => {
    const aligned = await lights.align().view({ frames: [0, 20] });
    const { frames } = shownBy(aligned);
    expect(frames[1].plane).toEqual(frames[0].plane);
    expect(aligned.toHtml()).toContain('interpolated');
    const plain = await lights.view({ frames: [0, 20] });
    expect(shownBy(plain).frames[1].plane).not.toEqual(shownBy(plain).frames[0].plane);
    expect(plain.toHtml()).not.toContain('interpolated');
  });

  test('reports its progress and can be stopped', async () => {
    const done: number[] = [];
    await lights.view({ frames: [0, 1], progress: report => done.push(report.done) });
    expect(done).toEqual([1, 2]);
    const stopped = lights.view({ signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  });

  test('rejects frames that do not exist', async () => {
    await expect(lights.view({ frames: [99] })).rejects.toThrow(/frame 99 was requested, but the series has 26/);
    await expect(lights.align().view({ frames: [99] })).rejects.toThrow(/frame 99 was requested/);
    await expect(lights.view({ frames: [] })).rejects.toMatchObject({ code: 'no-frames' });
    await expect(lights.where(() => false).view()).rejects.toMatchObject({ code: 'no-frames' });
  });
});
