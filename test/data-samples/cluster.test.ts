import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { clusterFiles } from '../../data-samples/simulator/cluster.js';

const folder = fileURLToPath(new URL('../../data-samples/cluster/', import.meta.url));

test('the committed cluster equals the output of the simulator, byte for byte', () => {
  const files = clusterFiles();
  expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort());
  for (const [name, content] of files) expect(Buffer.compare(readFileSync(`${folder}${name}`), content), name).toBe(0);
});

test('a different seed produces different stars', () => {
  expect(clusterFiles({ seed: 2 }).get('stars.ecsv')).not.toEqual(clusterFiles().get('stars.ecsv'));
});
