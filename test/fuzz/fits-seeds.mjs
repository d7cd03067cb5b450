/**
 * Small FITS files of every kind, to be damaged: images, tables, random groups, compressed tiles, compressed files.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const fixtures = fileURLToPath(new URL('../fixtures/fits/', import.meta.url));

/**
 * The files by name, in a fixed order.
 *
 * @param library the build of the library under test
 */
export function fitsSeeds({ encodeFits, Header, Table, Vectors, Lists }) {
  const images = encodeFits([
    { width: 4, height: 4, pixels: new Int16Array(16).fill(3), bitpix: 16 },
    { width: 3, height: 2, pixels: Float32Array.of(1, NaN, 3, 4, 5, 6) },
    { width: 4, height: 2, planes: 2, pixels: Float64Array.from({ length: 16 }, (_, i) => i), bitpix: 32, blank: -9 },
  ]);
  const header = longHeader(Header);
  const double = { header, width: 7, height: 5, pixels: Float64Array.from({ length: 35 }, (_, i) => i / 3) };
  const table = Table.fromColumns(
    {
      id: [1n, 2n ** 60n, null],
      mag: [12.5, NaN, 13],
      name: ['a', 'longer name', ''],
      ok: [true, null, false],
      count: Int32Array.of(1, -2, 3),
      level: Float32Array.of(1, 2, 3),
      aperture: new Vectors(Float64Array.of(1, 2, 3, 4, 5, 6), 2),
      spectrum: new Lists(Float32Array.of(1, 2, 3, 4, 5), [0, 2, 2, 5]),
    },
    { units: { mag: 'mag' } },
  );
  const text = Table.fromColumns({ star: ['a', 'bc'], mag: [12.5, 13.25], n: Int32Array.of(4, 5) });
  const made = [
    ['float64 with a long header', encodeFits([double])],
    ['images in extensions', images],
    ['images with checksums', encodeFits([double, { width: 2, height: 1, pixels: [1, 2] }], { checksum: true })],
    ['a binary table', encodeFits([{ table, name: 'STARS' }])],
    ['a text table', encodeFits([{ table: text, name: 'TEXT', ascii: true }])],
    ['random groups', groups(encodeFits, Header)],
    ['a table in gzip', new Uint8Array(gzipSync(encodeFits([{ table: text }])))],
  ];
  const packed = readdirSync(fixtures)
    .filter(name => /\.fits(\.bz2)?$/.test(name))
    .sort();
  return [...made, ...packed.map(name => [name, new Uint8Array(readFileSync(`${fixtures}${name}`))])];
}

function longHeader(Header) {
  let header = Header.fromObject({ OBJECT: 'mutated', EXPTIME: 12.5 });
  header = header.with('LONGTEXT', 'a text that does not fit on one card and goes on and on '.repeat(4));
  header = header.with('ESO DET CHIP NAME', 'HIERARCH card');
  for (let k = 0; k < 20; k++) header = header.with('HISTORY', `step ${k}`);
  return header;
}

function groups(encodeFits, Header) {
  const cards = {
    SIMPLE: true,
    BITPIX: 16,
    NAXIS: 3,
    NAXIS1: 0,
    NAXIS2: 2,
    NAXIS3: 2,
    GROUPS: true,
    PCOUNT: 2,
    GCOUNT: 2,
  };
  return encodeFits([
    { header: Header.fromObject({ ...cards, PTYPE1: 'UU', PSCAL1: 0.5 }), data: new Uint8Array(24).fill(1) },
  ]);
}
