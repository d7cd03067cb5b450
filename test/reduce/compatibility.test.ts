import { describe, expect, it } from 'vitest';
import { assertCompatible, type FrameFacts, type FramePurpose } from '../../lib/reduce/compatibility.js';

const facts = (fields: Partial<FrameFacts>, k: number): FrameFacts => ({
  path: `${k}.fits`,
  width: 100,
  height: 80,
  ...fields,
});

type Group = { label: string; count: number; example: string };

/** The groups that the refusal of a mixture lists; empty if the frames belong together. */
function groupsOf(frames: readonly FrameFacts[], purpose: FramePurpose, options = {}): readonly Group[] {
  try {
    assertCompatible(frames, purpose, options);
    return [];
  } catch (error) {
    return (error as { details: { groups: readonly Group[] } }).details.groups;
  }
}

describe('groups of frames', () => {
  it('dome flats of slightly different exposure are one group', () => {
    const flats = [76.15, 82.36, 82.69, 82.4].map((exptime, k) =>
      facts({ imagetyp: 'flat', filter: 'z', exptime, ccdTemp: -25 + 0.05 * k }, k),
    );
    expect(groupsOf(flats, 'flat')).toEqual([]);
    const [group] = groupsOf([...flats, facts({ imagetyp: 'flat', filter: 'r' }, 4)], 'flat');
    expect(group).toEqual({ label: 'flat, filter z, 100x80, -25 deg C', count: 4, example: '0.fits' });
  });

  it('darks are grouped by exposure to 1 %, and listed in the order given', () => {
    const darks = [120, 60, 60.2, 120].map((exptime, k) => facts({ exptime }, k));
    expect(groupsOf(darks, 'dark').map(({ label, count }) => [label, count])).toEqual([
      ['100x80, 120 s', 2],
      ['100x80, 60 s', 2],
    ]);
  });

  it('filters of biases and darks do not matter', () => {
    const biases = ['V', 'R'].map((filter, k) => facts({ filter }, k));
    expect(groupsOf(biases, 'bias')).toEqual([]);
    expect(groupsOf(biases, 'light')).toHaveLength(2);
  });

  it('temperatures farther apart than the limit part', () => {
    const frames = [-20, -18.5, -10, Number.NaN].map((ccdTemp, k) => facts({ ccdTemp }, k));
    expect(groupsOf(frames, 'other').map(group => group.count)).toEqual([2, 1, 1]);
    expect(groupsOf(frames, 'other', { maxTemperatureDifference: 0.5 })).toHaveLength(4);
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
