import { describe, expect, it } from 'vitest';
import { Header } from '../../../lib/fits/header/header.js';
import { mosaicOf, movedMosaic } from '../../../lib/frame/colour/bayer-pattern.js';
import { openFrame } from '../../../lib/index.js';
import { trim } from '../../../lib/reduce/trim.js';
import { fileOf } from './mosaic-field.js';

const PATTERNS = ['RGGB', 'BGGR', 'GRBG', 'GBRG'];
const LEVELS: Readonly<Record<string, number>> = { R: 100, G: 200, B: 300 };

/** The colour of a stored pixel, as a picture on a screen has it: the pattern begins in the top left corner. */
function colourOf(pattern: string, order: string, height: number, x: number, y: number, dx = 0, dy = 0): string {
  const stored = y + dy;
  const row = order === 'BOTTOM-UP' ? height - 1 - stored : stored;
  return pattern[2 * ((((row % 2) + 2) % 2) as 0 | 1) + ((x + dx) % 2)];
}

describe('the pattern of a mosaic', () => {
  const cases = PATTERNS.flatMap(pattern =>
    ['TOP-DOWN', 'BOTTOM-UP', ''].flatMap(order =>
      [12, 13].flatMap(height => [0, 1].flatMap(dx => [0, 1].map(dy => ({ pattern, order, height, dx, dy })))),
    ),
  );

  it.each(cases)('$pattern, $order, $height rows, offsets $dx and $dy: each channel has its own pixels', async c => {
    const [width, height] = [11, c.height];
    const pixels = Float64Array.from(
      { length: width * height },
      (_, k) => LEVELS[colourOf(c.pattern, c.order, height, k % width, Math.floor(k / width), c.dx, c.dy)],
    );
    const bytes = fileOf(pixels, width, height, {
      BAYERPAT: c.pattern,
      XBAYROFF: c.dx,
      YBAYROFF: c.dy,
      ...(c.order ? { ROWORDER: c.order } : {}),
    });
    for (const [channel, level] of [
      ['R', 100],
      ['G', 200],
      ['B', 300],
      ['L', 200],
    ] as const) {
      const frame = await openFrame(bytes, { channel });
      expect([frame.width, frame.height]).toEqual([5, 6]);
      expect([channel, ...new Set(frame.pixels)]).toEqual([channel, level]);
    }
    // parts keep the pattern
    const whole = await openFrame(bytes);
    const section = { x: 3, y: 1, width: 7, height: 8 };
    const cut = whole.cutout(3, 1, 7, 8).image;
    const trimmed = trim(whole.image, { x0: 3, x1: 10, y0: 1, y1: 9 });
    const colours = [0, 1, 2, 3].map(k => {
      const value = cut.pixels[7 * Math.floor(k / 2) + (k % 2)];
      return Object.keys(LEVELS).find(colour => LEVELS[colour] === value);
    });
    expect(mosaicOf(cut.header, 8)?.cell).toBe(colours.join(''));
    expect(mosaicOf(trimmed.header, 8)?.cell).toBe(colours.join(''));
    expect([...new Set((await openFrame(bytes, { channel: 'B', section })).pixels)]).toEqual([300]);
  });

  it.each(['BAYERPAT', 'BAYRPAT', 'CFAPAT', 'COLORTYP'])('is read from %s', keyword => {
    expect(mosaicOf(Header.fromObject({ [keyword]: 'bggr ' }), 10)).toMatchObject({ keyword, cell: 'BGGR' });
  });

  it.each([{ BAYERPAT: 'NONE' }, { BAYERPAT: false }, { BAYERPAT: '' }, { COLORTYP: 'RGB' }, {}])(
    'is not in %o',
    cards => {
      expect(mosaicOf(Header.fromObject(cards as Record<string, string>), 10)).toBeNull();
    },
  );

  it('leaves the header of a part alone where it does not change', () => {
    const header = Header.fromObject({ BAYERPAT: 'RGGB' });
    expect(movedMosaic(header, { x: 2, y: 4 }, { whole: 100, part: 50 })).toBe(header);
  });

  it('takes an offset that is no number as 0, and tells', async () => {
    const bytes = fileOf(new Float64Array(16), 4, 4, { XBAYROFF: 'x', ROWORDER: 'sideways' });
    const problems = (await openFrame(bytes, { channel: 'R', path: 'a.fits' })).problems().toObjects();
    expect(problems.map(({ where, value, code }) => [where, value, code])).toEqual([
      ['card XBAYROFF', 'x', 'unreadable-card'],
      ['card ROWORDER', 'sideways', 'unreadable-card'],
    ]);
  });
});
