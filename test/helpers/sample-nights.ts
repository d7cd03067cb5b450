/**
 * The two nights of data-samples through the public API, and simulated nights on disk for single tests.
 *
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { NightOptions } from '../../data-samples/simulator/night-options.js';
import { encodeExposure, type SimulatedNight, simulateNight } from '../../data-samples/simulator/simulate-night.js';
import type { NightTruth } from '../../data-samples/simulator/truth.js';
import { type Frame, type FrameSeries, openSeries } from '../../lib/index.js';

const samples = fileURLToPath(new URL('../../data-samples/', import.meta.url));

/** A night of data-samples. */
export type SampleName = 'rr-lyrae' | 'transit';

/** Returns the absolute path of a file in the folder of a sample night. */
export function samplePath(name: SampleName, file: string): string {
  return join(samples, name, file);
}

/** The result of a perfect reduction of a sample night. */
export function sampleTruth(name: SampleName): NightTruth {
  return JSON.parse(readFileSync(samplePath(name, 'truth.json'), 'utf8'));
}

/** The masters of a night. */
export interface NightMasters {
  readonly bias: Frame;
  readonly dark: Frame;
  readonly flat: Frame;
}

/** Makes the master bias, dark and flat as a user would. */
export async function mastersOf(night: FrameSeries): Promise<NightMasters> {
  const bias = await night.where(h => h.imagetyp === 'bias').combine();
  const dark = await night
    .where(h => h.imagetyp === 'dark')
    .subtract(bias)
    .combine();
  const flat = await night
    .where(h => h.imagetyp === 'flat')
    .reduce({ bias, dark })
    .combine({ normalize: 'each' });
  return { bias, dark, flat };
}

/** A night with its masters. */
export interface OpenNight extends NightMasters {
  readonly night: FrameSeries;
  readonly lights: FrameSeries;
}

/** Opens the night in a folder and makes its masters. */
export async function openNight(folder: string): Promise<OpenNight> {
  const night = await openSeries(join(folder, '*.fits'));
  return { night, lights: night.where(h => h.imagetyp === 'light'), ...(await mastersOf(night)) };
}

/** Opens a sample night and makes its masters. */
export function openSample(name: SampleName): Promise<OpenNight> {
  return openNight(join(samples, name));
}

/** Creates a folder that is removed when the tests of the file are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skyframe-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Simulates a night and writes its frames. */
export function writeNight(folder: string, options: NightOptions): SimulatedNight {
  const night = simulateNight(options);
  for (const exposure of night.exposures) writeFileSync(join(folder, exposure.plan.file), encodeExposure(exposure));
  return night;
}

/** A small night: five lights of 128 x 120 px that drift, with a handful of stars and good calibration frames. */
export const smallNight: NightOptions = {
  width: 128,
  height: 120,
  seed: 5,
  lights: 5,
  cadence: 300,
  target: { x: 62.3, y: 57.8, magnitude: 12.8 },
  companions: [12.2, 12.6, 13, 13.3],
  companionMargin: 24,
  faintStars: 14,
  motion: { drift: { dx: 6, dy: -5 } },
  calibrations: { bias: 3, dark: 3, flat: 3 },
  cosmicRayRate: 0,
};
