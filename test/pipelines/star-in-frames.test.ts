import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import '../../lib/index.js';
import { arcsec } from '../../lib/match/columns/degrees.js';
import { starInFrames } from '../../lib/pipelines/star-in-frames.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { Table } from '../../lib/table/table.js';
import { instantFromIso, jdOf } from '../../lib/time/instant.js';
import { describeShared, shared } from '../helpers/shared.js';

const star = { ra: 145.805, dec: 49.0928 };

/** A catalogue with the star in row 1, slightly offset, and others far away. */
function catalog(flux: number, offset = 0.3 / 3600, flags = 0) {
  return Table.fromColumns(
    {
      RA_ICRS: [10, star.ra, 145.9],
      DE_ICRS: [0, star.dec + offset, 49.2],
      FLUX_AUTO: [1, flux, 3],
      FLUXERR_AUTO: [1, flux / 50, 1],
      FLAGS: Int32Array.from([0, flags, 0]),
    },
    { units: { FLUX_AUTO: 'adu' } },
  );
}

describe('starInFrames', () => {
  test('finds the star in every catalogue and reports where it is missing', async () => {
    const found = await starInFrames(
      { ra: '09:43:13.2', dec: '+49:05:34.08' },
      [
        { file: 'c.cat', table: catalog(900), jdUtcMid: 2460001.3 },
        { file: 'a.cat', table: catalog(1000, 0.3 / 3600, 2), jdUtcMid: 2460001.1 },
        { file: 'b.cat', table: catalog(700, 3 / 3600), jdUtcMid: 2460001.2 },
        { file: 'd.cat', table: catalog(1).filter(() => false) },
      ],
      { within: arcsec(1.5) },
    );
    expect(found.toObjects()).toEqual([
      {
        file: 'a.cat',
        jdUtcMid: 2460001.1,
        found: true,
        row: 1,
        separation: expect.closeTo(0.3, 6),
        flux: 1000,
        fluxErr: 20,
        snr: 50,
        mag: NaN,
        instMag: NaN,
        magErr: NaN,
        flags: 2,
      },
      expect.objectContaining({ file: 'b.cat', found: false, row: null, flux: NaN, snr: NaN, flags: null }),
      expect.objectContaining({ file: 'c.cat', found: true, flux: 900, flags: 0 }),
      expect.objectContaining({ file: 'd.cat', jdUtcMid: NaN, found: false, row: null }),
    ]);
    expect([found.unit('flux'), found.unit('separation'), found.unit('jdUtcMid')]).toEqual(['adu', 'arcsec', 'd']);
    expect(found.provenance.at(-1)).toMatchObject({ verb: 'starInFrames', options: { catalogs: 4 } });
  });

  test('reads files, and takes their times from a header table by name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'star-in-frames-'));
    try {
      const csv = (flux: number) => `ra,dec,mag,magerr,flux,fluxerr\n${star.ra},${star.dec},12.5,0.01,${flux},2\n`;
      await writeFile(join(folder, 'n_001_cat.csv'), csv(10));
      await writeFile(join(folder, 'n_0012.csv'), csv(20));
      await writeFile(join(folder, 'other.csv'), csv(30));
      const frames = Table.fromColumns(
        { file: ['n_001.fits.fz', 'n_0012.fits'], jdUtcMid: [2460000.6, 2460000.5] },
        { units: { jdUtcMid: 'd' } },
      );
      const found = await starInFrames(star, join(folder, '*.csv'), { within: arcsec(1), frames });
      expect([...found.columns.file]).toEqual(['n_0012.csv', 'n_001_cat.csv', 'other.csv']);
      expect([...found.columns.jdUtcMid]).toEqual([2460000.5, 2460000.6, NaN]);
      expect([...found.columns.flux]).toEqual([20, 10, 30]);
      expect([...found.columns.mag]).toEqual([12.5, 12.5, 12.5]);
      expect(found.provenance.filter(({ verb }) => verb === 'readTable')).toHaveLength(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('takes the time from the image header in a FITS_LDAC catalogue', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'star-in-ldac-'));
    try {
      const cards = ["DATE-OBS= '2025-06-02T04:00:00'", 'EXPTIME =                 60.0', 'END'];
      const head = Table.fromColumns({ 'Field Header Card': [cards.map(card => card.padEnd(80)).join('')] });
      const bytes = await encodeFits([
        { table: head, name: 'LDAC_IMHEAD' },
        { table: catalog(1000), name: 'LDAC_OBJECTS' },
      ]);
      await writeFile(join(folder, 'n_7.cat'), bytes);
      const found = await starInFrames(star, join(folder, '*.cat'), { within: arcsec(1) });
      expect(found.columns.flux[0]).toBe(1000);
      expect(found.columns.jdUtcMid[0]).toBeCloseTo(jdOf(instantFromIso('2025-06-02T04:00:30')), 6);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('selects one of several apertures, and columns by name', async () => {
    const table = Table.fromEntries<Record<string, number>>({
      x: [star.ra],
      y: [star.dec],
      FLUX_APER: new Vectors(Float64Array.of(5, 6, 7), 3),
      FLUXERR_APER: new Vectors(Float64Array.of(1, 2, 3), 3),
      own: [9],
    });
    const columns = { ra: 'x', dec: 'y' };
    const within = arcsec(1);
    const third = await starInFrames(star, [{ file: 'a', table }], { within, columns, aperture: 2 });
    expect([third.columns.flux[0], third.columns.fluxErr[0]]).toEqual([7, 3]);
    const own = await starInFrames(star, [{ file: 'a', table }], { within, columns: { ...columns, flux: 'own' } });
    expect([own.columns.flux[0], own.columns.fluxErr[0]]).toEqual([9, NaN]);
    await expect(starInFrames(star, [{ file: 'a', table }], { within, columns, aperture: 3 })).rejects.toThrow(
      /a: Column 'FLUX_APER' has 3 apertures; aperture counts from 0 to 2, got 3/,
    );
  });

  test('names the file in its errors', async () => {
    const within = arcsec(1);
    const bare = Table.fromColumns({ ra: [1], dec: [1], fluxx: [1] });
    await expect(starInFrames(star, [{ file: 'bare.cat', table: bare }], { within })).rejects.toThrow(
      /bare.cat: found neither a flux nor a magnitude column by its usual names; nearest: fluxx/,
    );
    const hours = Table.fromColumns({ ra: [1], dec: [1], flux: [1] }, { units: { ra: 'hourangle' } });
    await expect(starInFrames(star, [{ file: 'h.cat', table: hours }], { within })).rejects.toThrow(
      /h.cat: Column 'ra' has the unit 'hourangle'/,
    );
    await expect(starInFrames(star, [], { within })).rejects.toThrow(/no catalogues were given/);
    await expect(starInFrames(star, 'no/such/*.cat', { within })).rejects.toThrow(/no\/such/);
  });
});

describeShared('starInFrames on a catalogue of LCO', () => {
  test('finds the star from its own catalogue', async () => {
    const path = shared('data/catalogs/banzai/cpt1m012-fa06-20200113-0102-matched-cat.fits');
    const { readTable } = await import('../../lib/fluent/read-table.js');
    const table = await readTable(path);
    const { ra, dec, flux } = table.columns;
    const found = await starInFrames({ ra: ra[7], dec: dec[7] }, [path], { within: arcsec(1) });
    expect(found.toObjects()[0]).toMatchObject({ found: true, row: 7, flux: flux[7], separation: 0 });
  });
});
