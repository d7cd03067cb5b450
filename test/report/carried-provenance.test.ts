/** The provenance that displayed values pass to a report. */
import { expect, test } from 'vitest';
import type { ProvenanceRecord } from '../../lib/core/provenance-record.js';
import { openSeries } from '../../lib/index.js';

const PATTERN = new URL('../../data-samples/transit/*.fits', import.meta.url).pathname;

function recordOf(value: object): ProvenanceRecord {
  const bundle = (value as Record<symbol, () => Record<string, unknown>>)[Symbol.for('Jupyter.display')]();
  return bundle['application/vnd.skyframe.provenance+json'] as ProvenanceRecord;
}

const verbsOf = (value: object): string[] => recordOf(value).steps.map(step => step.verb);

test('frames, their pictures, tables and curves include their source files and verbs', async () => {
  const night = await openSeries(PATTERN);
  const bias = await night.where(h => h.imagetyp === 'bias').combine();
  const first = await night
    .where(h => h.imagetyp === 'light')
    .reduce({ bias })
    .frame(0);
  const stars = first.detect({ sigma: 5 });
  expect(verbsOf(night)).toEqual(['headerTable']);
  expect(verbsOf(bias)).toContain('combine');
  const checksums = recordOf(bias).files.map(file => file.sha256);
  expect(checksums.length).toBeGreaterThan(1);
  for (const sha256 of checksums) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(recordOf(bias.picture())).toEqual(recordOf(bias));
  expect(recordOf(bias.histogram())).toEqual(recordOf(bias));
  expect(recordOf(bias.view())).toEqual(recordOf(bias));
  expect(recordOf(await night.view({ frames: [0, 1] })).files).toHaveLength(2);
  expect(verbsOf(stars.head(3))).toEqual(['readImage', 'reduce', 'detect']);
  const growth = first.growthCurve(stars);
  expect(verbsOf(growth)).toContain('growthCurve');
  expect(recordOf(growth.plot())).toEqual(recordOf(growth));
});
