import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSums, encodeChecksum, sumBytes } from '../../lib/fits/hdu/checksum.js';
import { checkHdu, withChecksums } from '../../lib/fits/hdu/hdu-checksums.js';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { describeShared, referenceValues, shared } from '../helpers/shared.js';

describe('the sum of bytes', () => {
  it('matches the definition, word by word', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        let sum = 0n;
        for (let i = 0; i < bytes.length; i += 4) {
          let word = 0n;
          for (let j = 0; j < 4; j++) word = (word << 8n) | BigInt(bytes[i + j] ?? 0);
          sum += word;
          if (sum > 0xffffffffn) sum -= 0xffffffffn;
        }
        expect(BigInt(sumBytes(bytes))).toBe(sum);
      }),
      { seed: 1 },
    );
  });

  it('can be computed in pieces of whole words', () => {
    const bytes = Uint8Array.from({ length: 5_000_000 }, (_, i) => (i * 7919) % 251);
    const cut = 4 * 123_457;
    expect(sumBytes(bytes.subarray(cut), sumBytes(bytes.subarray(0, cut)))).toBe(sumBytes(bytes));
    expect(addSums(sumBytes(bytes.subarray(0, cut)), sumBytes(bytes.subarray(cut)))).toBe(sumBytes(bytes));
    expect(sumBytes(new Uint8Array(4 << 20).fill(255))).toBe(0xffffffff);
  });
});

describe('the encoded sum', () => {
  it('matches the example in appendix J of the standard', () => {
    expect(encodeChecksum(868229149)).toBe('hcHjjc9ghcEghc9g');
    expect(encodeChecksum(0xffffffff)).toBe('0000000000000000');
  });

  it('consists of letters and digits only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), sum => {
        expect(encodeChecksum(sum)).toMatch(/^[0-9A-Za-z]{16}$/);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('makes the sum of header and data zero', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.integer({ min: 0, max: 1e9 }), (data, value) => {
        const dataSum = sumBytes(data);
        const header = withChecksums(Header.fromObject({ SIMPLE: true, VALUE: value }), dataSum);
        expect(addSums(sumBytes(header.toBytes()), dataSum)).toBe(0xffffffff);
        // and again, over existing checksums
        expect(withChecksums(header, dataSum).toBytes()).toEqual(header.toBytes());
      }),
      { seed: 3 },
    );
  });
});

describe('a file with checksums', () => {
  const hdus = [
    { width: 7, height: 3, pixels: new Uint8Array(21).fill(9) },
    { header: Header.fromObject({ EXTNAME: 'SECOND' }), width: 2, height: 1, pixels: Float32Array.of(1.5, 2.5) },
    {
      header: Header.fromObject({ XTENSION: 'TABLE', BITPIX: 8, NAXIS: 2, NAXIS1: 3, NAXIS2: 1, PCOUNT: 0, GCOUNT: 1 }),
      data: new TextEncoder().encode('abc'),
    },
  ];

  async function verdicts(bytes: Uint8Array): Promise<string[][]> {
    const file = await openFitsSource(bytes);
    const sums = await Promise.all(file.hdus.map(hdu => checkHdu(file.bytes, hdu)));
    return sums.map(({ checksum, datasum }) => [checksum, datasum]);
  }

  it('passes the check in every HDU', async () => {
    expect(await verdicts(encodeFits(hdus, { checksum: true }))).toEqual(hdus.map(() => ['ok', 'ok']));
    expect(await verdicts(encodeFits(hdus))).toEqual(hdus.map(() => ['absent', 'absent']));
  });

  it('fails the check after a change in the header or in the data', async () => {
    const bytes = encodeFits(hdus, { checksum: true });
    const changed = bytes.slice();
    changed[2880] ^= 1; // the first pixel
    expect((await verdicts(changed))[0]).toEqual(['wrong', 'wrong']);
    const renamed = bytes.slice();
    renamed[80 * 6 + 40] = 65; // in a comment
    expect((await verdicts(renamed))[0]).toEqual(['wrong', 'ok']);
  });
});

interface ReferenceSums {
  readonly checksum?: string;
  readonly datasum?: string;
  readonly datasum_computed?: string;
}

describeShared('checksums of the reference files', () => {
  const { files } = referenceValues<{ files: { file: string; hdus: (ReferenceSums & { index: number })[] }[] }>('fits');
  const withSums = files.filter(({ hdus }) => hdus.some(hdu => hdu.checksum ?? hdu.datasum));

  it('are present in some of them', () => {
    expect(withSums.length).toBeGreaterThan(8);
  });

  it.each(withSums.map(({ file, hdus }) => [file, hdus] as const))('match for %s', async (name, hdus) => {
    const file = await openFitsSource(shared(`data/${name}`));
    for (const expected of hdus) {
      const { checksum, datasum, computedDatasum } = await checkHdu(file.bytes, file.hdus[expected.index]);
      expect([checksum, datasum]).toEqual([expected.checksum ?? 'absent', expected.datasum ?? 'absent']);
      if (expected.datasum_computed !== undefined) expect(String(computedDatasum)).toBe(expected.datasum_computed);
    }
    await file.close();
  });
});
