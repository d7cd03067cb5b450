import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { acsFiles } from '../../data-samples/simulator/acs.js';
import { lightWithin, lightWithinAt } from '../../data-samples/simulator/acs-light.js';

const folder = fileURLToPath(new URL('../../data-samples/acs/', import.meta.url));

test('the committed count rates equal the output of the simulator, byte for byte', () => {
  const files = acsFiles();
  expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort());
  for (const [name, content] of files) expect(Buffer.compare(readFileSync(`${folder}${name}`), content), name).toBe(0);
});

test('the light of a neighbour in the circle matches a sum over a fine grid', () => {
  const [radius, distance, step] = [5, 7, 0.05];
  let share = 0;
  for (let x = -radius; x <= radius; x += step)
    for (let y = -radius; y <= radius; y += step) {
      if (Math.hypot(x, y) > radius) continue;
      const from = Math.hypot(x - distance, y);
      const ring = lightWithin('F606W', from + 0.01) - lightWithin('F606W', Math.max(0, from - 0.01));
      share += (ring / (0.02 * 2 * Math.PI * from)) * step * step;
    }
  expect(lightWithinAt('F606W', radius, distance)).toBeCloseTo(share, 2);
  expect(lightWithinAt('F606W', 60, 10)).toBeCloseTo(lightWithin('F606W', 40), 12);
  expect(lightWithinAt('F606W', 5, 60)).toBe(0);
});
