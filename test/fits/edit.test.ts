/** Writing files piece by piece, appending to them, and changing them in place. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkHdu } from '../../lib/fits/hdu/hdu-checksums.js';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { readFitsTable } from '../../lib/fits/read/read-fits-table.js';
import { appendHdus } from '../../lib/fits/write/append-hdus.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { createFits } from '../../lib/fits/write/fits-writer.js';
import { updateHeader } from '../../lib/fits/write/update-header.js';
import { writeHdus } from '../../lib/fits/write/write-fits.js';
import { Table } from '../../lib/table/table.js';
import { temporaryFolder } from '../helpers/sample-nights.js';

const folder = temporaryFolder();
let files = 0;
const newPath = (): string => join(folder, `${++files}.fits`);

const image = (value: number, header = new Header([])) => ({
  header,
  width: 5,
  height: 3,
  pixels: new Int16Array(15).fill(value),
});

/** Returns the results of the checksums of every HDU, as `ok ok`. */
async function sumsOf(path: string): Promise<string[]> {
  const file = await openFitsSource(path);
  const sums = await Promise.all(file.hdus.map(hdu => checkHdu(file.bytes, hdu)));
  await file.close();
  return sums.map(({ checksum, datasum }) => `${checksum} ${datasum}`);
}

async function firstPixels(path: string): Promise<number[]> {
  const file = await openFitsSource(path);
  const values: number[] = [];
  for (const hdu of file.hdus) if (hdu.shape.length > 0) values.push((await file.readImage(hdu.index)).pixels[0]);
  await file.close();
  return values;
}

describe('writing a file', () => {
  it('piece by piece makes the same bytes as all at once', async () => {
    const path = newPath();
    await writeHdus(path, [image(1), image(2)], { checksum: true });
    expect(new Uint8Array(readFileSync(path))).toEqual(encodeFits([image(1), image(2)], { checksum: true }));
    expect(await sumsOf(path)).toEqual(['ok ok', 'ok ok']);
  });

  it('leaves the old file and nothing else if it fails', async () => {
    const path = newPath();
    await writeHdus(path, [image(7)]);
    const before = readdirSync(folder).length;
    const bad = { width: 2, height: 2, pixels: [1, 2, 3, 1e9], bitpix: 16 as const };
    await expect(writeHdus(path, [image(8), bad])).rejects.toMatchObject({ code: 'bad-argument' });
    expect(await firstPixels(path)).toEqual([7]);
    expect(readdirSync(folder)).toHaveLength(before);
  });
});

describe('a stream of pixels', () => {
  const pixels = Uint16Array.from({ length: 70 }, (_, i) => 1000 * i);

  it.each([[[70]], [[1, 1, 1, 67]], [[35, 0, 35]], [[13, 57]]])('in pieces of %j is the image', async pieces => {
    const path = newPath();
    const writer = await createFits(path, { checksum: true });
    await writer.write(image(3));
    const header = Header.fromObject({ EXTNAME: 'CUBE' });
    await writer.beginImage({ header, width: 5, height: 7, planes: 2, bitpix: 16, unsigned: true });
    let at = 0;
    for (const length of pieces) {
      await writer.writePixels(pixels.subarray(at, at + length));
      at += length;
    }
    expect(readdirSync(folder)).not.toContain(`${files}.fits`);
    await writer.write(image(4));
    await writer.finish();
    expect(await sumsOf(path)).toEqual(['ok ok', 'ok ok', 'ok ok']);
    const file = await openFitsSource(path);
    expect(file.hdus[1]).toMatchObject({ name: 'CUBE', shape: [5, 7, 2], bitpix: 16 });
    const planes = [await file.readImage(1), await file.readImage(1, 'float32', { plane: 1 })];
    expect(planes.flatMap(plane => [...plane.pixels])).toEqual([...pixels]);
    await file.close();
  });

  it('may be combined with tables; an empty primary HDU is written before a table that comes first', async () => {
    const path = newPath();
    const stars = Table.fromColumns({ id: [1n, 2n], mag: [12.5, 13] });
    const writer = await createFits(path, { checksum: true });
    await writer.write({ table: stars, name: 'STARS' });
    await writer.beginImage({ name: 'SKY', width: 2, height: 1, bitpix: -32 });
    await writer.writePixels([1, 2]);
    await writer.finish();
    expect(await sumsOf(path)).toEqual(['ok ok', 'ok ok', 'ok ok']);
    const file = await openFitsSource(path);
    expect(file.hdus.map(({ name }) => name)).toEqual(['PRIMARY', 'STARS', 'SKY']);
    expect((await readFitsTable(file, 'STARS')).length).toBe(2);
    await file.close();
  });

  it('of bytes adds up words that are split between pieces', async () => {
    const path = newPath();
    const writer = await createFits(path, { checksum: true });
    await writer.beginImage({ width: 11, height: 1, bitpix: 8 });
    for (const length of [1, 2, 5, 3]) await writer.writePixels(new Uint8Array(length).fill(length));
    await writer.finish();
    expect(await sumsOf(path)).toEqual(['ok ok']);
  });

  it('refuses too many or too few pixels, and leaves nothing when it is abandoned', async () => {
    const path = newPath();
    const writer = await createFits(path);
    await expect(writer.writePixels([1])).rejects.toThrow(/call beginImage\(\) first/);
    await expect(writer.beginImage({ width: 0, height: 1, bitpix: 8 })).rejects.toThrow(/cannot be 0 x 1/);
    await writer.beginImage({ width: 2, height: 2, bitpix: -32 });
    await expect(writer.writePixels([1, 2, 3, 4, 5])).rejects.toThrow(/has 4 pixels, but 5 more were given after 0/);
    await writer.writePixels([1, 2, 3]);
    await expect(writer.finish()).rejects.toThrow(/has 4 pixels, but only 3 were given/);
    const before = readdirSync(folder).length;
    await writer.abandon();
    expect(readdirSync(folder)).toHaveLength(before - 1);
    await expect(createFits('a.fits.gz')).rejects.toMatchObject({ code: 'bad-argument' });
  });
});

describe('appending HDUs', () => {
  it('leaves existing HDUs in place', async () => {
    const path = newPath();
    await writeHdus(path, [image(1)], { checksum: true });
    const before = readFileSync(path);
    await appendHdus(path, [image(2, Header.fromObject({ EXTNAME: 'TWO' })), image(3)], { checksum: true });
    expect(await firstPixels(path)).toEqual([1, 2, 3]);
    expect(await sumsOf(path)).toEqual(['ok ok', 'ok ok', 'ok ok']);
    const after = readFileSync(path);
    expect(after.subarray(2880, before.length)).toEqual(before.subarray(2880));
    const file = await openFitsSource(path);
    expect(file.hdus[0].header.get('EXTEND')).toBe(true);
    expect(file.hdu('TWO').header.get('XTENSION')).toBe('IMAGE');
    await file.close();
  });

  it('adds padding that is missing at the end', async () => {
    const path = newPath();
    writeFileSync(path, encodeFits([image(1)]).subarray(0, 2880 + 30));
    await appendHdus(path, [image(2)]);
    expect(await firstPixels(path)).toEqual([1, 2]);
  });

  it('is refused where it would do harm, and the file is not changed', async () => {
    const whole = encodeFits([image(1)]);
    const cases: [Uint8Array, RegExp][] = [
      [whole.subarray(0, 2880 + 29), /HDU 0: the file is cut off at byte 2909, but its data end at byte 2910/],
      [Uint8Array.from([...whole, 1, 2, 3]), /3 bytes that are not an HDU follow/],
      [gzipSync(whole), /is compressed with gzip and cannot be changed in place/],
    ];
    for (const [bytes, message] of cases) {
      const path = newPath();
      writeFileSync(path, bytes);
      await expect(appendHdus(path, [image(2)])).rejects.toThrow(message);
      expect(new Uint8Array(readFileSync(path))).toEqual(new Uint8Array(bytes));
    }
    const path = newPath();
    writeFileSync(path, whole);
    await expect(appendHdus(path, [{ width: 1, height: 1, pixels: [NaN], bitpix: 8 }])).rejects.toThrow(
      /pixel 0 is NaN/,
    );
    expect(new Uint8Array(readFileSync(path))).toEqual(whole);
    await expect(appendHdus(join(folder, 'none.fits'), [image(1)])).rejects.toMatchObject({ code: 'no-such-file' });
  });
});

describe('changing a header', () => {
  it('writes the header block and no other byte', async () => {
    const path = newPath();
    await writeHdus(path, [image(1), image(2), image(3)], { checksum: true });
    const before = readFileSync(path);
    const { ino } = statSync(path);
    await updateHeader(path, 1, header => header.with('OBJECT', 'M 13').with('HISTORY', 'named'));
    const after = readFileSync(path);
    expect(statSync(path).ino).toBe(ino);
    expect(after.subarray(0, 5760)).toEqual(before.subarray(0, 5760));
    expect(after.subarray(8640)).toEqual(before.subarray(8640));
    expect(await sumsOf(path)).toEqual(['ok ok', 'ok ok', 'ok ok']);
    const file = await openFitsSource(path);
    expect(file.hdus[1].header.text('OBJECT')).toBe('M 13');
    await file.close();
  });

  it('copies the file if the header needs more blocks, without changing the data', async () => {
    const path = newPath();
    await writeHdus(path, [image(1), image(2)], { checksum: true });
    const history = Array.from({ length: 80 }, (_, i) => ({ keyword: 'HISTORY', value: `step ${i}`, comment: '' }));
    await updateHeader(path, 0, header => header.append(...history));
    expect(statSync(path).size).toBe(4 * 2880 + 2 * 2880);
    expect(await firstPixels(path)).toEqual([1, 2]);
    expect(await sumsOf(path)).toEqual(['ok ok', 'ok ok']);
    await updateHeader(path, 0, header => header.without('HISTORY'));
    expect(statSync(path).size).toBe(6 * 2880);
    expect(await firstPixels(path)).toEqual([1, 2]);
    expect(await sumsOf(path)).toEqual(['ok ok', 'ok ok']);
  });

  it('keeps a DATASUM that does not match the data', async () => {
    const path = newPath();
    const bytes = encodeFits([image(1)], { checksum: true });
    bytes[2880] ^= 1;
    writeFileSync(path, bytes);
    await updateHeader(path, 0, header => header.with('OBJECT', 'damaged'));
    expect(await sumsOf(path)).toEqual(['wrong wrong']);
  });

  it('refuses changes that would make the data unreadable', async () => {
    const path = newPath();
    await writeHdus(path, [image(1)]);
    const before = readFileSync(path);
    for (const change of [
      (header: Header) => header.with('NAXIS1', 6),
      (header: Header) => header.without('BITPIX'),
      (header: Header) => header.with('NAXIS3', 1),
    ])
      await expect(updateHeader(path, 0, change)).rejects.toThrow(/HDU 0: (NAXIS1|BITPIX|NAXIS3) defines how the data/);
    await expect(updateHeader(path, 5, header => header)).rejects.toMatchObject({ code: 'no-such-hdu' });
    writeFileSync(path, 'BZh91AY&SY and more');
    await expect(updateHeader(path, 0, header => header)).rejects.toThrow(
      /is compressed with bzip2 and cannot be changed/,
    );
    writeFileSync(path, before);
    await expect(updateHeader(path, 0, () => undefined as unknown as Header)).rejects.toThrow(/must return a Header/);
    expect(readFileSync(path)).toEqual(before);
  });
});
