/**
 * Damaged FITS files: a mutated file still reads, or is refused with our error; nothing else, and never for long.
 *
 * Every mutation is seeded: a failure prints the file, the seed and the number of the mutation that repeat it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { encodeFits, Header, openFits, PhotometryError } from '../../lib/index.js';
import { randomGenerator } from '../../lib/math/random.js';

const SEED = 20251120;
const MUTATIONS = Number(process.env.FUZZ_MUTATIONS ?? 2000);

const samples = fileURLToPath(new URL('../../data-samples/transit/', import.meta.url));
const light = readdirSync(samples).find(name => name.endsWith('light.fits'))!;

/** Small files of every kind that we write, and a real one. */
const files: readonly (readonly [string, Uint8Array])[] = [
  ['sample light frame', new Uint8Array(readFileSync(join(samples, light)))],
  [
    'float64 with a long header',
    encodeFits([
      { width: 7, height: 5, pixels: Float64Array.from({ length: 35 }, (_, i) => i / 3), header: longHeader() },
    ]),
  ],
  [
    'three extensions',
    encodeFits([
      {},
      { width: 4, height: 4, pixels: new Int16Array(16), bitpix: 16 },
      { width: 3, height: 2, pixels: Float32Array.of(1, NaN, 3, 4, 5, 6) },
    ]),
  ],
  [
    'integers with BLANK',
    encodeFits([{ width: 4, height: 2, pixels: Float64Array.of(1, 2, NaN, 4, 5, 6, 7, 8), bitpix: 32, blank: -99 }]),
  ],
];

function longHeader(): Header {
  let header = Header.fromObject({ OBJECT: 'mutated', EXPTIME: 12.5 });
  header = header.with('LONGTEXT', 'a text that does not fit on one card and goes on and on '.repeat(4));
  header = header.with('ESO DET CHIP NAME', 'HIERARCH card');
  for (let k = 0; k < 20; k++) header = header.with('HISTORY', `step ${k}`);
  return header;
}

/** Flips bits, overwrites bytes, cuts, doubles or shuffles blocks of a copy. */
function mutate(bytes: Uint8Array, random: { uniform(): number }): Uint8Array {
  const pick = (n: number): number => Math.floor(random.uniform() * n);
  const copy = bytes.slice();
  // headers hold what can go wrong: half of the damage is done there
  const place = (): number => pick(random.uniform() < 0.5 ? Math.min(2880 * 2, copy.length) : copy.length);
  for (let n = 1 + pick(8); n > 0; n--) {
    const at = place();
    const kind = pick(4);
    if (kind === 0) copy[at] ^= 1 << pick(8);
    else if (kind === 1) copy[at] = pick(256);
    else if (kind === 2) copy[at] = "0123456789-E.T'/ ".charCodeAt(pick(17));
    else copy.copyWithin(at, place(), Math.min(copy.length, place() + 80));
  }
  const length = random.uniform();
  if (length < 0.15) return copy.subarray(0, pick(copy.length));
  if (length < 0.25)
    return Uint8Array.from([
      ...copy.subarray(0, pick(Math.min(6000, copy.length))),
      ...copy.subarray(0, Math.min(6000, copy.length)),
    ]);
  return copy;
}

/** Opens a file and reads all it holds. */
async function readAll(bytes: Uint8Array): Promise<number> {
  const file = await openFits(bytes.slice().buffer as ArrayBuffer, { path: 'mutated.fits' });
  let pixels = 0;
  for (const hdu of file.hdus) {
    void hdu.header.cards.length;
    if (hdu.kind === 'image' && hdu.shape.length >= 2) pixels += (await file.readImage(hdu.index)).pixels.length;
  }
  await file.close();
  return pixels;
}

test.each(files)('%s: every mutation reads or is refused', async (name, bytes) => {
  const random = randomGenerator(SEED);
  const memory = process.memoryUsage().arrayBuffers;
  let read = 0;
  let refused = 0;
  for (let k = 0; k < MUTATIONS; k++) {
    const mutated = mutate(bytes, random);
    try {
      await readAll(mutated);
      read++;
    } catch (error) {
      const told = error instanceof PhotometryError && error.message.includes('mutated.fits');
      expect(
        told,
        `${name}, seed ${SEED}, mutation ${k}: ${error instanceof Error ? error.stack : String(error)}`,
      ).toBe(true);
      refused++;
    }
  }
  expect(read + refused).toBe(MUTATIONS);
  expect(read).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
  expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(1e9);
});
