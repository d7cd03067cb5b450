import { describe, expect, it } from 'vitest';
import { assertCompatible, type FrameFacts, type FramePurpose } from '../../lib/reduce/compatibility.js';

const facts = (fields: Partial<FrameFacts>, k: number): FrameFacts => ({
  path: `${k}.fits`,
  width: 100,
  height: 80,
  ...fields,
});

type Group = { label: string; count: number; example: string };

/** Returns the groups listed in the error for mixed frames; empty if the frames are compatible. */
function groupsOf(frames: readonly FrameFacts[], purpose: FramePurpose, options = {}): readonly Group[] {
  try {
    assertCompatible(frames, purpose, options);
    return [];
  } catch (error) {
    return (error as { details: { groups: readonly Group[] } }).details.groups;
  }
}

describe('groups of frames', () => {
  it('dome flats with slightly different exposures form one group', () => {
    const flats = [76.15, 82.36, 82.69, 82.4].map((exptime, k) =>
      facts({ imagetyp: 'flat', filter: 'z', exptime, ccdTemp: -25 + 0.05 * k }, k),
    );
    expect(groupsOf(flats, 'flat')).toEqual([]);
    const [group] = groupsOf([...flats, facts({ imagetyp: 'flat', filter: 'r' }, 4)], 'flat');
    expect(group).toEqual({ label: 'flat, filter z, 100x80, -25 deg C', count: 4, example: '0.fits' });
  });

  it('groups darks by exposure within 1 % and lists them in input order', () => {
    const darks = [120, 60, 60.2, 120].map((exptime, k) => facts({ exptime }, k));
    expect(groupsOf(darks, 'dark').map(({ label, count }) => [label, count])).toEqual([
      ['100x80, 120 s', 2],
      ['100x80, 60 s', 2],
    ]);
  });

  it('ignores the filters of biases and darks', () => {
    const biases = ['V', 'R'].map((filter, k) => facts({ filter }, k));
    expect(groupsOf(biases, 'bias')).toEqual([]);
    expect(groupsOf(biases, 'light')).toHaveLength(2);
  });

  it('separates frames whose temperatures differ by more than the limit', () => {
    const frames = [-20, -18.5, -10, Number.NaN].map((ccdTemp, k) => facts({ ccdTemp }, k));
    expect(groupsOf(frames, 'other').map(group => group.count)).toEqual([2, 1, 1]);
    expect(groupsOf(frames, 'other', { maxTemperatureDifference: 0.5 })).toHaveLength(4);
  });
});

describe('assertCompatible()', () => {
  it('accepts a single group and unknown properties', () => {
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
  ] as const)('rejects %o with %o and suggests the where() that keeps the larger group', (a, b, advice) => {
    const frames = [facts(a, 1), facts(a, 2), facts(b, 3)];
    expect(() => assertCompatible(frames, 'light')).toThrow(
      expect.objectContaining({ code: 'mixed-frames', message: expect.stringContaining(advice) }),
    );
    expect(() => assertCompatible(frames, 'light')).toThrow(/2 x .*\(1\.fits\); 1 x .*\(3\.fits\)/);
  });
});
