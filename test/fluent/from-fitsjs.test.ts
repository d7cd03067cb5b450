/** HDUs as fitsjs itself parses them, against our own reader. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { openFits } from '../../lib/fluent/fits-file.js';
import { Frame } from '../../lib/fluent/frame.js';
import { type FitsjsHdu, fromFitsjs } from '../../lib/fluent/from-fitsjs.js';
import { Table } from '../../lib/table/table.js';
import { describeShared, shared } from '../helpers/shared.js';

interface FitsjsFile {
  readonly hdus: readonly FitsjsHdu[];
}

type Fitsjs = new (source: Blob, callback: (file: FitsjsFile) => void) => unknown;

let fitsjs: Fitsjs;

/** The only browser API that fitsjs needs and Node lacks. */
class FileReaderStandIn {
  result: ArrayBuffer | null = null;
  onloadend: (event: { target: FileReaderStandIn }) => void = () => {};

  readAsArrayBuffer(blob: Blob): void {
    blob.arrayBuffer().then(bytes => {
      this.result = bytes;
      this.onloadend({ target: this });
    });
  }
}

beforeAll(() => {
  Object.assign(globalThis, { FileReader: FileReaderStandIn });
  const { astro } = createRequire(import.meta.url)('fitsjs');
  Object.assign(globalThis, { astro }); // fitsjs refers to itself by this name
  fitsjs = astro.FITS;
});

function parsed(bytes: Uint8Array): Promise<readonly FitsjsHdu[]> {
  return new Promise(done => {
    new fitsjs(new Blob([bytes]), ({ hdus }) => done(hdus));
  });
}

describe('an HDU that fitsjs parsed', () => {
  it.each([
    ['unsigned 16-bit', Uint16Array.of(0, 32768, 65535, 1)],
    ['float64', Float64Array.of(1 / 3, -1e20, Number.NaN, 0)],
    ['float32', Float32Array.of(1.5, -2, 3, 4)],
    ['32-bit', Int32Array.of(-1, 2, 3, 2 ** 30)],
  ])('of %s pixels becomes a frame with the values of our reader', async (_, pixels) => {
    const header = Header.fromObject({ OBJECT: 'a / b', LONGTEXT: 'word '.repeat(30).trim(), GAIN: 1.5 });
    const [hdu] = await parsed(encodeFits([{ header, width: 2, height: 2, pixels }]));
    const frame = await fromFitsjs(hdu, { precision: 'float64' });
    expect(frame).toBeInstanceOf(Frame);
    expect([...(frame as Frame).pixels]).toEqual([...pixels]);
    expect((frame as Frame).header.text('OBJECT')).toBe('a / b');
    expect((frame as Frame).header.text('LONGTEXT')).toHaveLength(149);
    expect((frame as Frame).gain).toBe(1.5);
  });

  it('from an extension may be an image or a table', async () => {
    const stars = Table.fromColumns({ id: [1n, 2n ** 60n], mag: [12.5, 13.25] }, { units: { mag: 'mag' } });
    const image = { header: Header.fromObject({ EXTNAME: 'SCI' }), width: 1, height: 2, pixels: [7, 8] };
    const hdus = await parsed(encodeFits([{}, image, stars]));
    expect([...((await fromFitsjs(hdus[1])) as Frame).pixels]).toEqual([7, 8]);
    const table = (await fromFitsjs(hdus[2])) as Table<Record<string, unknown>>;
    expect(table.toObjects()).toEqual(stars.toObjects());
    expect(table.columns.mag.unit).toBe('mag');
  });

  it('without data, or an invalid HDU, is rejected', async () => {
    const [empty] = await parsed(encodeFits([{}, { width: 1, height: 1, pixels: [1] }]));
    await expect(fromFitsjs(empty)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(/got one without data/),
    });
    for (const wrong of [undefined, null, {}, { header: {} }, { header: { block: 5 }, data: {} }])
      await expect(fromFitsjs(wrong as unknown as FitsjsHdu)).rejects.toMatchObject({ code: 'bad-argument' });
  });
});

describeShared('files of others', () => {
  it.each(['data/fits/astropy/test0.fits', 'data/fits/astropy/btable.fits', 'data/fits/nom-tam/test.fits'])(
    'parsed by fitsjs match our reader: %s',
    async path => {
      const file = await openFits(shared(path));
      const hdus = await parsed(new Uint8Array(readFileSync(shared(path))));
      expect(hdus).toHaveLength(file.hdus.length);
      for (const { index, kind, shape } of file.hdus) {
        if (shape.length === 0) continue;
        const taken = await fromFitsjs(hdus[index]);
        if (kind === 'image') expect((taken as Frame).pixels).toEqual((await file.image(index)).pixels);
        else expect((taken as Table<unknown>).toObjects()).toEqual((await file.table(index)).toObjects());
      }
      await file.close();
    },
  );
});
