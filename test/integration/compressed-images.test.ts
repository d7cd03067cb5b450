/** Images compressed by us and read by astropy and CFITSIO (fitsio): bit-identical values and valid checksums. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { type CompressImageOptions, compressImage } from '../../lib/fits/write/compress-image.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { randomGenerator } from '../../lib/math/random.js';

/** For each file named on stdin, prints how many pixels differ from the float64 values in the file beside it. */
const DIFFERENCES = `
import json, sys, warnings
import numpy as np
import fitsio
from astropy.io import fits
warnings.simplefilter('error', fits.verify.VerifyWarning)
for line in sys.stdin:
    path = line.strip()
    want = np.fromfile(path + '.raw')
    with fits.open(path, checksum=True) as file:
        theirs = [file[1].data, fitsio.FITS(path)[1].read()]
    read = [np.asarray(pixels, dtype=float).ravel() for pixels in theirs]
    print(json.dumps([len(want)] + [int(np.sum((pixels != want) & ~(np.isnan(pixels) & np.isnan(want)))) for pixels in read]))
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyframe-tiles-'));
});
afterAll(() => rm(folder, { recursive: true }));

const [WIDTH, HEIGHT, PLANES] = [47, 33, 2];

/** A noisy sky with a star, as an array of the given type. */
function sky(type: typeof Int16Array | typeof Float32Array, scale: number, offset: number) {
  const random = randomGenerator(8);
  return type.from({ length: WIDTH * HEIGHT * PLANES }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH) % HEIGHT];
    return offset + scale * (100 + 8 * random.normal() + 2000 * Math.exp(-((x - 20) ** 2 + (y - 11) ** 2) / 8));
  });
}

const images = {
  uint8: sky(Uint8Array as never, 0.1, 0),
  int8: sky(Int8Array as never, 0.05, -60),
  int16: sky(Int16Array, 1, -500),
  uint16: sky(Uint16Array as never, 1, 33_000),
  int32: sky(Int32Array as never, 1e5, -1e7),
  uint32: sky(Uint32Array as never, 1, 3e9),
  float32: sky(Float32Array, 1, 0),
  float64: sky(Float64Array as never, 1e3, 0),
};
images.float32.fill(Number.NaN, 5, 12).fill(0, 60, 70);

const options: readonly CompressImageOptions[] = [
  ...(['RICE_1', 'HCOMPRESS_1', 'GZIP_1', 'GZIP_2'] as const).map(compress => ({ compress })),
  ...(['NO_DITHER', 'SUBTRACTIVE_DITHER_1', 'SUBTRACTIVE_DITHER_2'] as const).map(dither => ({
    dither,
    seed: 9_990,
    tile: [16, 10],
    quantize: 8,
  })),
  { quantize: 'lossless' },
];

describe('compressed images', () => {
  it('are read by astropy and fitsio with identical values', async () => {
    const paths: string[] = [];
    for (const [name, pixels] of Object.entries(images))
      for (const [i, option] of options.entries()) {
        const path = join(folder, `${name}-${i}.fits`);
        const image = { pixels, width: WIDTH, height: HEIGHT, planes: PLANES };
        const bytes = encodeFits([await compressImage(image, option)], { checksum: true });
        const file = await openFitsSource(bytes);
        const ours: number[] = [];
        for (let plane = 0; plane < PLANES; plane++)
          ours.push(...(await file.readImage(1, 'float64', { plane })).pixels);
        await writeFile(path, bytes);
        await writeFile(`${path}.raw`, new Uint8Array(Float64Array.from(ours).buffer));
        paths.push(path);
      }
    const printed = execFileSync('/usr/bin/python3', ['-c', DIFFERENCES], {
      input: paths.join('\n'),
      encoding: 'utf8',
    });
    const differences = printed.trim().split('\n');
    expect(differences).toHaveLength(64);
    expect(paths.filter((_, i) => differences[i] !== `[${WIDTH * HEIGHT * PLANES}, 0, 0]`)).toEqual([]);
  });
});
