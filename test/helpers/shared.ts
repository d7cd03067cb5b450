/**
 * The team's shared folder of real data and reference values of peers, which a user's clone does not have.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';

const folder = fileURLToPath(new URL('../../../shared/', import.meta.url));
const present = existsSync(folder);

if (!present && process.env.SKYFRAME_REQUIRE_SHARED === '1')
  throw new Error(`SKYFRAME_REQUIRE_SHARED=1, but ${folder} is not there`);

/** Returns the absolute path of a file in the shared folder. */
export function shared(path: string): string {
  return `${folder}${path}`;
}

/** Returns a peer's reference values: `reference/values/<name>.json`. */
export function referenceValues<T = Record<string, never>>(name: string): T {
  return JSON.parse(readFileSync(shared(`reference/values/${name}.json`), 'utf8'));
}

/**
 * A `describe` that is skipped, and says so, where the shared folder is absent. Its body, which may read reference
 * values, does not run in that case.
 */
export function describeShared(name: string, body: () => void): void {
  if (present) describe(name, body);
  else
    describe.skip(`${name} (skipped: no ../shared beside the project)`, () => {
      test('needs ../shared', () => {});
    });
}
