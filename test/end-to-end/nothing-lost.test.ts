/** Rows P1 to P3 of ../shared/cases: frames that do not fit cost themselves alone, and are told. */
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { openFrame, openSeries } from '../../lib/index.js';
import { temporaryFolder } from '../helpers/sample-nights.js';
import { describeShared, shared } from '../helpers/shared.js';

const folder = temporaryFolder();
const scene = (name: string) => join(folder, name, '*.fits');

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

describeShared('nothing is lost in silence', () => {
  beforeAll(() => {
    execFileSync(process.execPath, [realpathSync(shared('cases/scenes.mjs')), folder, 'trail', 'blank']);
  });

  it('P1: a trail in one frame does not stop the others from being aligned', async () => {
    const series = (await openSeries(scene('trail'))).align();
    const table = await series.alignment();
    expect([...table.columns.used]).toEqual(Array(8).fill(true));
    for (let k = 0; k < 8; k++)
      expect(Math.hypot(table.columns.shiftX[k] - 3 * k, table.columns.shiftY[k] + 2 * k)).toBeLessThan(0.1);
    const combined = await series.combine();
    expect(combined.image.header.number('NCOMBINE')).toBe(8);
    expect(combined.toString()).toContain('combined from 8 frames');
  });

  it('P2: frames without light are left out of alignment, measurement and curve, and told', async () => {
    const series = (await openSeries(scene('blank'))).align();
    const table = await series.alignment();
    expect(table.length).toBe(12);
    expect(table.toObjects().flatMap(({ used }, k) => (used ? [] : [k]))).toEqual([3, 7]);
    expect(table.columns.reason[3]).toContain('no stars');
    expect(table.toString()).toMatch(/aligned 10 of 12 frames; left out: f03\.fits \(no stars/);
    const measured = await series.measure(
      [
        { x: 150, y: 150 },
        { x: 60, y: 60 },
        { x: 240, y: 60 },
      ],
      { radius: 7 },
    );
    expect(measured.filter(({ star }) => star === 0).toString()).toContain('measured in 10 of 12 frames');
    const curve = measured.differential({ target: { x: 150, y: 150 } });
    expect(curve.length).toBe(10);
    expect(curve.toString()).toContain('10 of 12 frames');
    expect(curve.problems().filter(({ code }) => code === 'frame-not-aligned').length).toBe(2);
  });

  it('P3: a frame may be the reference; one of another field is refused in a line', async () => {
    const reference = await openFrame(join(folder, 'trail', 'f02.fits'));
    const series = (await openSeries(scene('trail'))).align({ reference: reference.cutout(0, 0, 290, 280) });
    const table = await series.alignment();
    expect(table.columns.shiftX[0]).toBeCloseTo(-6, 1);
    const combined = await series.combine();
    expect([combined.width, combined.height]).toEqual([290, 280]);
    const stranger = await openFrame(join(folder, 'blank', 'f00.fits'));
    const refused = await (await openSeries(scene('trail')))
      .align({ reference: stranger })
      .alignment()
      .catch(e => e);
    expect(refused).toMatchObject({ code: 'not-aligned', message: expect.stringContaining('f00.fits') });
  });

  it('P3: messages and details never quote pixels', async () => {
    const frame = await openFrame(join(folder, 'trail', 'f02.fits'));
    const series = await openSeries(scene('trail'));
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    for (const value of [frame, frame.detect(), new Float64Array(1e5), Array.from(Array(1e5).keys()), circular]) {
      const calls: (() => unknown)[] = [
        () => series.align({ reference: { value } as never }).alignment(),
        () => series.combine({ method: value as never }),
        () => series.combine(value as never),
        () => series.measure([{ x: 1, y: 1 }], { radius: value as never }),
        () => series.measure({ value } as never, { radius: 4 }),
        () => series.masters({ method: value as never }),
        () => series.calibrate({ masters: value as never }),
        () => frame.detect({ sigma: value as never }),
        () => frame.measure([{ value }] as never, { radius: 4 }),
        () => frame.measure([{ x: 1, y: 1 }], { radius: value as never }),
        () => frame.background({ boxSize: value as never }),
        () => openSeries({ value } as never),
        () => openFrame({ value } as never),
      ];
      for (const call of calls) {
        const error = await Promise.resolve()
          .then(call)
          .then(
            () => null,
            e => e,
          );
        if (error === null) continue;
        expect(error.message.length).toBeLessThan(1000);
        expect(inspect(error).length, error.message).toBeLessThan(6000);
      }
    }
    expect(new PhotometryError('bad-argument', 'x', { frame }).details).toEqual({ frame: 'a Frame' });
  });
});
