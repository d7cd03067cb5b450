import { expect, test } from 'vitest';
import { displayAs } from '../../lib/core/display.js';
import type { Provenance, ProvenanceStep } from '../../lib/core/provenance.js';
import { mergeRecords, PROVENANCE_MIME, provenanceRecord } from '../../lib/core/provenance-record.js';

const read = (path: string, sha256: string): ProvenanceStep => ({
  verb: 'readImage',
  options: { hdu: 0 },
  files: [{ path, sha256 }],
});

test('each step and each file is listed once, with files sorted by path', () => {
  const record = provenanceRecord([read('b.fits', 'b1'), read('a.fits', 'a1'), read('b.fits', 'b1')]);
  expect(record).toEqual({
    steps: [{ verb: 'readImage', options: { hdu: 0 } }],
    files: [
      { path: 'a.fits', sha256: 'a1' },
      { path: 'b.fits', sha256: 'b1' },
    ],
  });
});

test('a checksum replaces a header-only read; a changed file is listed with both checksums', () => {
  const record = provenanceRecord([read('a', ''), read('a', '1'), read('b', ''), read('c', '1'), read('c', '2')]);
  expect(record?.files.map(({ path, sha256 }) => path + sha256)).toEqual(['a1', 'b', 'c1', 'c2']);
});

test('options survive JSON: non-finite numbers and functions as words, long lists and deep objects shortened', () => {
  const options = {
    clip: Number.POSITIVE_INFINITY,
    gain: Number.NaN,
    test: () => true,
    absent: undefined,
    radii: [1, 2],
    weights: new Float64Array(500).fill(2),
    deep: { a: { b: { c: { d: 1 } } } },
    text: 'x'.repeat(1000),
  };
  const record = provenanceRecord([{ verb: 'measure', options, citation: 'A' }])!;
  const [step] = record.steps;
  expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  expect(step.citation).toBe('A');
  expect(step.options).toMatchObject({ clip: 'Infinity', gain: 'NaN', test: 'a function', radii: [1, 2] });
  expect(step.options).not.toHaveProperty('absent');
  expect(step.options['weights']).toEqual([...new Array(12).fill(2), '... (500 in all)']);
  expect(step.options['deep']).toEqual({ a: { b: { c: 'an object' } } });
  expect(JSON.stringify(step).length).toBeLessThan(600);
});

test('records are merged without duplicates', () => {
  const one = provenanceRecord([read('a', '1')])!;
  const two = provenanceRecord([read('a', '1'), { verb: 'detect', options: { sigma: 5 } }])!;
  expect(mergeRecords([one, two, one])).toEqual(two);
  expect(mergeRecords([])).toEqual({ steps: [], files: [] });
});

test('a value with a provenance carries the record in its display, and one without carries none', () => {
  class Known {
    constructor(readonly provenance: Provenance) {}
    static {
      displayAs(Known, () => ({ 'text/plain': 'known' }));
    }
  }
  const bundleOf = (value: object): object => (value as Record<symbol, () => object>)[Symbol.for('Jupyter.display')]();
  expect(bundleOf(new Known([read('a', '1')]))).toEqual({
    'text/plain': 'known',
    [PROVENANCE_MIME]: provenanceRecord([read('a', '1')]),
  });
  expect(bundleOf(new Known([]))).toEqual({ 'text/plain': 'known' });
});
