import { describe, expect, test } from 'vitest';
import { ofOneFilter } from '../../../lib/pipelines/light-curve/one-filter.js';
import { inFrames } from '../../../lib/pipelines/light-curve/star-matrices.js';
import { measuredNight } from './measured-night.js';

const levels = [1e5, 9e4, 1.2e5];
const inTurn = measuredNight({ levels, frames: 7, filter: f => (f % 2 ? 'B' : 'V') });

describe('a light curve of frames of several filters', () => {
  test('is refused: the error lists the filters with their counts, and the remedy', () => {
    expect(() => ofOneFilter(inTurn)).toThrow(
      expect.objectContaining({
        code: 'mixed-frames',
        message: expect.stringMatching(/4 x V, 3 x B\. Choose one, differential\(\{ filter: 'V', \.\.\. \}\)/),
        details: { filters: { V: 4, B: 3 } },
      }),
    );
  });

  test('is made of the frames of one filter, if it is chosen', () => {
    const { matrices, facts } = ofOneFilter(inTurn, 'B');
    expect(facts.frames.map(({ file }) => file)).toEqual(['f1.fits', 'f3.fits', 'f5.fits']);
    expect([facts.sites, facts.fwhm, facts.scintillation].map(values => values.length)).toEqual([3, 3, 3]);
    const all = inTurn.matrices.radii[0].flux[2];
    expect(Array.from(matrices.radii[0].flux[2])).toEqual([all[1], all[3], all[5]]);
    expect(matrices.flags.map(row => row.length)).toEqual([3, 3, 3]);
  });

  test('a filter that no frame has is refused, with those that exist', () => {
    expect(() => ofOneFilter(inTurn, 'R')).toThrow(
      expect.objectContaining({ code: 'bad-argument', message: expect.stringMatching(/'R'.*4 x V, 3 x B/) }),
    );
  });

  test('frames without rows do not count', () => {
    const { matrices, facts } = inTurn;
    const x = matrices.x.map(row => Float64Array.from(row, (value, f) => (f % 2 ? Number.NaN : value)));
    const measured = { matrices: { ...matrices, x }, facts };
    expect(ofOneFilter(measured)).toBe(measured);
    expect(() => ofOneFilter(measured, 'B')).toThrow(expect.objectContaining({ code: 'bad-argument' }));
  });
});

test('an unknown filter is a filter of its own', () => {
  const unknown = measuredNight({ levels, frames: 4, filter: () => '' });
  expect(ofOneFilter(unknown)).toBe(unknown);
  const some = measuredNight({ levels, frames: 4, filter: f => (f < 3 ? '' : 'V') });
  expect(() => ofOneFilter(some)).toThrow(/3 x unknown filter \(''\), 1 x V/);
  expect(ofOneFilter(some, '').facts.frames.length).toBe(3);
});

test('a part of the frames keeps matrices and facts together', () => {
  const { matrices, facts } = inFrames(inTurn, [6, 0]);
  expect(facts.frames.map(({ file }) => file)).toEqual(['f6.fits', 'f0.fits']);
  expect(matrices.x[1].length).toBe(2);
});
