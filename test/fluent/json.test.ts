import { describe, expect, test } from 'vitest';
import { openFrame, openSeries } from '../../lib/index.js';

const pattern = 'data-samples/rr-lyrae/*-light.fits';

describe('JSON.stringify', () => {
  test('of a frame gives its facts, not its pixels', async () => {
    const frame = await openFrame('data-samples/rr-lyrae/20250720-234000-light.fits');
    const text = JSON.stringify({ frames: [frame] });
    expect(text.length).toBeLessThan(500);
    expect(JSON.parse(text).frames[0]).toEqual({
      path: frame.path,
      object: frame.header.text('OBJECT'),
      unit: 'adu',
      width: 216,
      height: 200,
      exptime: 60,
      gain: frame.gain,
      readNoise: frame.readNoise,
      saturation: Number.isFinite(frame.saturation) ? frame.saturation : null,
    });
  });

  test('of a series gives a row for each frame', async () => {
    const series = await openSeries(pattern);
    const { table } = JSON.parse(JSON.stringify(series));
    expect(table).toHaveLength(series.length);
    expect(table[0]).toMatchObject({ file: '20250720-234000-light.fits', exptime: 60, imagetyp: 'light' });
  });
});
