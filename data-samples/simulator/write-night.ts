/**
 * Files of a night: its frames and truth.json.
 *
 * @module
 */
import type { NightOptions } from './night-options.js';
import { encodeExposure, simulateNight } from './simulate-night.js';
import type { NightTruth } from './truth.js';

/** Every file of a night by its name, in memory. */
export function nightFiles(options: NightOptions): Map<string, Uint8Array> {
  const { exposures, truth } = simulateNight(options);
  const files = new Map<string, Uint8Array>();
  for (const exposure of exposures) files.set(exposure.plan.file, encodeExposure(exposure));
  files.set('truth.json', new TextEncoder().encode(formatTruth(truth)));
  return files;
}

/** JSON with one line for each field, and for each element of a list of objects. */
export function formatTruth(truth: NightTruth): string {
  const fields = Object.entries(truth).map(([name, value]) => {
    const lines =
      Array.isArray(value) && typeof value[0] === 'object'
        ? `[\n${value.map(element => `    ${JSON.stringify(element)}`).join(',\n')}\n  ]`
        : JSON.stringify(value);
    return `  ${JSON.stringify(name)}: ${lines}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}
