/** FITS as a table format, FITS_LDAC, and real catalogues. */
import { describe, expect, it } from 'vitest';
import { fitsTableFormat } from '../../lib/fits/fits-table-format.js';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { tableOfFile } from '../../lib/fits/read/table-of-file.js';
import { encodeTable } from '../../lib/fits/tables/write/encode-table.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { bytesSource } from '../../lib/platform/byte-sources.js';
import { stored } from '../../lib/table/column/stored-column.js';
import type { TableData } from '../../lib/table/column/table-data.js';
import { describeShared, shared } from '../helpers/shared.js';
import { ascii, cells, failing, tableWith } from './table-file.js';

describe('a FITS_LDAC file', () => {
  it('has the header of the image in addition to the table of objects', async () => {
    const image = Header.fromObject({ SIMPLE: true, NAXIS: 2, NAXIS1: 100, EXPTIME: 30, FILTER: 'V' }).with(
      'HISTORY',
      'made',
    );
    const text = image.toBytes();
    const imageHead = {
      EXTNAME: 'LDAC_IMHEAD',
      TTYPE1: 'Field Header Card',
      TFORM1: `${text.length}A`,
      TDIM1: '(80,36)',
    };
    const structure = {
      XTENSION: 'BINTABLE',
      BITPIX: 8,
      NAXIS: 2,
      NAXIS1: text.length,
      NAXIS2: 1,
      PCOUNT: 0,
      GCOUNT: 1,
    };
    const objects = tableWith('NUMBER', stored('int32', Int32Array.of(1, 2)), 'LDAC_OBJECTS');
    const bytes = encodeFits([
      { header: Header.fromObject({ ...structure, TFIELDS: 1, ...imageHead }), data: text },
      encodeTable(objects),
    ]);
    const file = await openFitsSource(bytes);
    const { hdu, data } = await tableOfFile(file, undefined);
    expect([hdu.index, data.length]).toEqual([2, 2]);
    expect(data.meta.imageHeader).toEqual({ EXPTIME: 30, FILTER: 'V', history: ['made'] });
    expect((await tableOfFile(file, 'LDAC_IMHEAD')).data.length).toBe(1);
  });
});

describe('the format', () => {
  const one = tableWith('x', stored('int32', Int32Array.of(1, 2)), 'T');
  const fileOf = (bytes: Uint8Array) => ({
    path: 'a.fits',
    source: bytesSource(bytes, 'a.fits'),
    bytes: async () => bytes,
    text: async () => '',
    companion: async () => null,
  });
  const write = (options = {}) => fitsTableFormat.write?.(one, 'a.fits', options) as Uint8Array;

  it('recognises FITS files only', () => {
    const recognizes = (text: string) => fitsTableFormat.recognizes?.(Uint8Array.from(ascii(text)), 'x');
    expect(recognizes('SIMPLE  =                    T')).toBe(true);
    expect(recognizes('SIMPLE,OTHER\n1,2')).toBe(false);
    expect(recognizes('')).toBe(false);
  });

  it('writes the same bytes as encodeFits, and checksums if requested', async () => {
    expect(Buffer.compare(write(), encodeFits([encodeTable(one)]))).toBe(0);
    expect(Buffer.from(write({ checksum: true })).toString('latin1')).toContain('DATASUM');
    expect((await fitsTableFormat.read?.(fileOf(write({ name: 'OTHER' })), {}))?.meta.name).toBe('OTHER');
  });

  it('reads the first table with rows or the requested HDU, or says that there is none', async () => {
    const empty: TableData = { ...one, stored: new Map([['y', stored('int32', new Int32Array(0))]]), length: 0 };
    const file = encodeFits([encodeTable(empty, { name: 'EMPTY' }), encodeTable(one)]);
    expect((await fitsTableFormat.read?.(fileOf(file), {}))?.meta.name).toBe('T');
    expect((await fitsTableFormat.read?.(fileOf(file), { hdu: 'empty' }))?.length).toBe(0);
    expect((await fitsTableFormat.read?.(fileOf(file), { rows: [1, 2], columns: ['x'] }))?.length).toBe(1);
    const images = fitsTableFormat.read?.(fileOf(encodeFits([{}])), {}) as Promise<unknown>;
    expect((await failing(images)).message).toMatch(/has no table; its HDUs: 0 PRIMARY \(image\)/);
    const primary = fitsTableFormat.read?.(fileOf(file), { hdu: 0 }) as Promise<unknown>;
    expect((await failing(primary)).message).toMatch(/HDU 0 is not a table: it is an image/);
  });
});

describeShared('real catalogues', () => {
  it('include the table of objects in a FITS_LDAC file', async () => {
    const file = await openFitsSource(shared('data/catalogs/lco/GAIA-DR2.cat'));
    const { hdu, data } = await tableOfFile(file, undefined);
    expect([hdu.index, data.length]).toEqual([2, 249]);
    // the image's header is replaced by a note
    expect(data.meta).toEqual({ name: 'LDAC_OBJECTS' });
    expect(cells((await tableOfFile(file, 1)).data.stored.get('Field Header Card')!)).toEqual([
      'obtained through Vizier',
    ]);
    await file.close();
  });

  it('include the descriptions in Kepler files', async () => {
    const file = await openFitsSource(shared('data/lightcurves/kplr010666592-2009131110544_slc.fits'));
    const { data } = await tableOfFile(file, undefined);
    expect(data.stored.get('TIME')).toMatchObject({ unit: 'BJD - 2454833', format: '%14.7e' });
    expect(data.stored.get('SAP_FLUX')?.description).not.toBe('');
    await file.close();
  });

  it('include a table in compressed tiles', async () => {
    const file = await openFitsSource(shared('data/fits/nom-tam/bt12.fits.fz'));
    const { data } = await tableOfFile(file, undefined);
    expect(data.length).toBe(50);
    expect(cells(data.stored.get('col1')!)[0]).toBe('abcdefghijklmnopqrstuvwxyz');
    expect(cells(data.stored.get('col2')!)[49]).toEqual([98, 147, 196]);
    expect(cells(data.stored.get('col5')!)[0]).toEqual(['0 xxxxxx 0', '0 xxxxx 1', '0 xxxx 2']);
    await file.close();
  });
});
