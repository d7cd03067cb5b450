/**
 * Runs that claim too many values are detected before they are unpacked.
 */
import { describe, expect, it } from 'vitest';
import { checkRuns } from '../../../lib/formats/parquet/check-runs.js';

const check = (bytes: number[], bitWidth: number, count: number) => () =>
  checkRuns(Uint8Array.from(bytes), 0, bytes.length, bitWidth, count);

describe('runs of repeated and packed values', () => {
  it('accepts a repeated value, packed values, and both', () => {
    expect(check([0x0a, 1], 1, 5)).not.toThrow(); // five times 1
    expect(check([0x03, 0xff], 1, 8)).not.toThrow(); // one byte of eight bits
    expect(check([0x06, 1, 0x03, 0xff], 1, 10)).not.toThrow();
  });

  it('accepts packed values that pad their last group', () => {
    expect(check([0x03, 0xff], 1, 3)).not.toThrow();
  });

  it('rejects a run of more values than are left', () => {
    expect(check([0x0a, 1], 1, 4)).toThrow(/a run of 5 values where 4 are missing/);
    expect(check([0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1, 10)).toThrow(/a run of 2147483647 values/);
    expect(check([0xff, 0xff, 0xff, 0xff, 0x0f, 1], 1, 10)).toThrow(/a run of 17179869176 values/);
  });

  it('rejects endless numbers and invalid widths', () => {
    expect(check([0x80, 0x80, 0x80, 0x80, 0x80, 0x80], 1, 10)).toThrow(RangeError);
    expect(check([0x80], 1, 10)).toThrow(/cut off/);
    expect(check([0x0a, 1], 33, 5)).toThrow(/33 bits/);
  });
});
