import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CardValue, Header } from '../../lib/fits/header/header.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { headerTable } from '../../lib/frame/header-table.js';
import { HEADER_COLUMNS } from '../../lib/frame/telescopes/header-columns.js';
import { describeShared, shared } from '../helpers/shared.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skyframe-headers-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function save(name: string, cards: Record<string, CardValue>): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    encodeFits([{ header: Header.fromObject(cards), width: 3, height: 2, pixels: new Uint16Array(6) }]),
  );
  return path;
}

describe('a header table', () => {
  it('has one row per frame, ordered by time and then by path, with frames without a time at the end', async () => {
    const paths = [
      save('b.fits', { 'DATE-OBS': '2025-06-02T04:00:00', EXPTIME: 10, FILTER: 'V' }),
      save('z.fits', { OBJECT: 'no time' }),
      save('a.fits', { 'DATE-OBS': '2025-06-02T04:00:00', EXPTIME: 10, FILTER: 'B' }),
      save('c.fits', { 'DATE-OBS': '2025-06-02T03:00:00', EXPTIME: 10 }),
    ];
    const table = await headerTable(paths);
    expect([...table.columns.file]).toEqual(['c.fits', 'a.fits', 'b.fits', 'z.fits']);
    expect(table.names).toEqual(Object.keys(HEADER_COLUMNS));
    expect(table.columns.exptime.unit).toBe('s');
    expect(table.columns.gain.unit).toBe('electron/adu');
    expect(table.columns.jdUtcMid.description).toContain('JD in UTC');
    expect([...table.columns.width]).toEqual([3, 3, 3, 3]);
    expect(table.filter(frame => frame.filter === 'B' && !frame.hasWcs).length).toBe(1);
    expect(table.provenance[0]).toMatchObject({ verb: 'headerTable' });
    const shuffled = await headerTable([paths[3], paths[1], paths[0], paths[2]]);
    expect(shuffled.toObjects()).toEqual(table.toObjects());
  });

  it('adds keywords as columns: numeric if all values are, else text, with missing values for absent keywords', async () => {
    const paths = [
      save('k1.fits', { JD: 2460000.5, EXPTIME: 0, FOCUS: 12, NOTE: 'fine', MIXED: 1, TEXTNUM: '3.5', SOLVED: true }),
      save('k2.fits', { JD: 2460000.6, EXPTIME: 0, FOCUS: 13.5, MIXED: 'two', TEXTNUM: 4 }),
      save('k3.fits', { JD: 2460000.7, EXPTIME: 0, NOTE: '', MIXED: true, SOLVED: false }),
    ];
    const table = await headerTable(paths, {
      keywords: ['FOCUS', 'NOTE', 'MIXED', 'TEXTNUM', 'SOLVED', 'ABSENT', 'exptime'],
    });
    expect([...table.columns.FOCUS]).toEqual([12, 13.5, Number.NaN]);
    expect([...table.columns.TEXTNUM]).toEqual([3.5, 4, Number.NaN]);
    expect([...table.columns.MIXED]).toEqual(['1', 'two', 'T']);
    expect([...table.columns.NOTE]).toEqual(['fine', null, '']);
    expect([...table.columns.SOLVED]).toEqual([true, null, false]);
    expect([...table.columns.ABSENT]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(table.names.slice(-1)).toEqual(['EXPTIME']);
  });

  it('names the bad file and how to proceed, or omits it on request', async () => {
    const good = save('good.fits', { EXPTIME: 1 });
    const bad = join(folder, 'notes.fits');
    writeFileSync(bad, 'nothing to see here'.repeat(300));
    const cut = join(folder, 'cut.fits');
    writeFileSync(cut, 'SIMPLE  =                    T'.padEnd(80).repeat(3));
    await expect(headerTable([good, bad])).rejects.toMatchObject({
      code: 'not-fits',
      message: expect.stringMatching(/notes\.fits.*onError: 'skip'/),
    });
    const table = await headerTable([good, bad, cut], { onError: 'skip' });
    expect(table.length).toBe(1);
    const skipped = table.meta['skipped'] as { path: string; reason: string }[];
    expect(skipped.map(s => s.path).sort()).toEqual([bad, cut].sort());
    expect(skipped[0].reason).toMatch(/\w/);
    await expect(headerTable([bad, cut], { onError: 'skip' })).rejects.toMatchObject({ code: 'no-frames' });
  });

  it('reports when nothing matches, an HDU is missing, or the telescope is misspelt', async () => {
    await expect(headerTable(join(folder, 'none/*.fits'))).rejects.toMatchObject({ code: 'no-such-file' });
    const good = save('good.fits', { EXPTIME: 1 });
    await expect(headerTable(good, { hdu: 'SCI' })).rejects.toMatchObject({ code: 'no-such-hdu' });
    await expect(headerTable(good, { telescope: 'ARCSTA', onError: 'skip' })).rejects.toThrow(/ARCSAT/);
  });

  it('stops when aborted', async () => {
    const good = save('good.fits', { EXPTIME: 1 });
    await expect(headerTable(good, { signal: { aborted: true } })).rejects.toMatchObject({ code: 'aborted' });
  });

  it('joins an extension with the primary header', async () => {
    const path = join(folder, 'mef.fits');
    writeFileSync(
      path,
      encodeFits([
        {
          header: Header.fromObject({
            OBJECT: 'M13',
            EXPTIME: 30,
            GAIN: 0,
            CTYPE1: 'RA---TAN',
            CTYPE2: 'DEC--TAN',
            CD1_1: 1e-4,
            CD2_2: 1e-4,
          }),
        },
        { header: Header.fromObject({ EXTNAME: 'SCI', GAIN: 2 }), width: 4, height: 5, pixels: new Uint16Array(20) },
        { header: Header.fromObject({ EXTNAME: 'ERR', GAIN: 3 }), width: 6, height: 5, pixels: new Uint16Array(30) },
      ]),
    );
    expect((await headerTable(path)).toObjects()[0]).toMatchObject({
      object: 'M13',
      exptime: 30,
      gain: 2,
      width: 4,
      height: 5,
      hasWcs: false,
    });
    expect((await headerTable(path, { hdu: 'ERR' })).columns.gain[0]).toBe(3);
  });
});

describeShared('the header table of a real night', () => {
  it('sorts 39 frames of ARCSAT into kinds; 17 have world coordinates', async () => {
    const table = await headerTable(shared('data/raw/arcsat-xo1/**/*.fits'), { keywords: ['OBSERVER', 'OBJCTALT'] });
    const count = (type: string): number => table.filter(frame => frame.imagetyp === type).length;
    expect([count('bias'), count('dark'), count('flat'), count('light')]).toEqual([5, 5, 5, 24]);
    const lights = table.filter(frame => frame.imagetyp === 'light');
    expect(lights.filter(frame => frame.hasWcs).length).toBe(17);
    expect(lights.filter(frame => frame.airmassHeader > 13).length).toBe(15);
    expect(lights.columns.airmass.max()).toBeLessThan(1.15);
    const times = lights.values('jdUtcMid');
    for (let i = 1; i < times.length; i++) expect(times[i]).toBeGreaterThan(times[i - 1]);
    expect(typeof table.columns.OBJCTALT[0]).toBe('number'); // text in some frames, a number in others
  });
});
