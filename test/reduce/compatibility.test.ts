import { describe, expect, it } from 'vitest';
import { assertCompatible, type FrameFacts, groupFrames } from '../../lib/reduce/compatibility.js';

const facts = (fields: Partial<FrameFacts>, k: number): FrameFacts => ({
  path: `${k}.fits`,
  width: 100,
  height: 80,
  ...fields,
});

describe('groupFrames()', () => {
  it('dome flats of slightly different exposure are one group', () => {
    const flats = [76.15, 82.36, 82.69, 82.4].map((exptime, k) =>
      facts({ imagetyp: 'flat', filter: 'z', exptime, ccdTemp: -25 + 0.05 * k }, k),
    );
    expect(groupFrames(flats, 'flat').map(group => group.label)).toEqual(['flat, filter z, 100x80, -25 deg C']);
  });

  it('darks are grouped by exposure to 1 %, and listed in the order given', () => {
    const darks = [120, 60, 60.2, 120].map((exptime, k) => facts({ exptime }, k));
    expect(groupFrames(darks, 'dark').map(({ label, frames }) => [label, frames.length])).toEqual([
      ['100x80, 120 s', 2],
      ['100x80, 60 s', 2],
    ]);
  });

  it('filters of biases and darks do not matter', () => {
    const biases = ['V', 'R'].map((filter, k) => facts({ filter }, k));
    expect(groupFrames(biases, 'bias')).toHaveLength(1);
    expect(groupFrames(biases, 'light')).toHaveLength(2);
  });

  it('temperatures farther apart than the limit part', () => {
    const frames = [-20, -18.5, -10, Number.NaN].map((ccdTemp, k) => facts({ ccdTemp }, k));
    expect(groupFrames(frames, 'other').map(group => group.frames.length)).toEqual([2, 1, 1]);
    expect(groupFrames(frames, 'other', { maxTemperatureDifference: 0.5 })).toHaveLength(4);
  });
});

describe('assertCompatible()', () => {
  it('is silent for one group and for facts that are not known', () => {
    assertCompatible([], 'flat');
    assertCompatible([{ path: 'a' }, { path: 'b' }], 'flat');
  });

  it.each([
    [{ imagetyp: 'bias' }, { imagetyp: 'flat' }, "h.imagetyp === 'bias'"],
    [{ filter: 'V' }, { filter: 'R' }, "h.filter === 'V'"],
    [{ width: 50 }, { width: 100 }, 'h.width === 50'],
    [{ binning: '1x1' }, { binning: '2x2' }, "h.binning === '1x1'"],
    [{ readMode: 'fast' }, { readMode: 'slow' }, "h.readMode === 'fast'"],
    [{ ccdTemp: -20 }, { ccdTemp: -5 }, 'Math.abs(h.ccdTemp - -20) < 1'],
  ] as const)('refuses %o with %o and says which where() keeps the larger group', (a, b, advice) => {
    const frames = [facts(a, 1), facts(a, 2), facts(b, 3)];
    expect(() => assertCompatible(frames, 'light')).toThrow(
      expect.objectContaining({ code: 'mixed-frames', message: expect.stringContaining(advice) }),
    );
    expect(() => assertCompatible(frames, 'light')).toThrow(/2 x .*\(1\.fits\); 1 x .*\(3\.fits\)/);
  });
});
