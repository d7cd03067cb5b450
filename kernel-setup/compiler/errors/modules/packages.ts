/**
 * Names of packages.
 *
 * @module
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The package's part of `name/file` and `@scope/name/file`. */
export function packageOf(id: string): string {
  return id.split('/', id.startsWith('@') ? 2 : 1).join('/');
}

/** Whether a package of npm can have a name. */
export function isPackageName(name: string): boolean {
  return /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name) && name.length <= 214;
}

/** The packages that are installed where the modules of a folder look for them. */
export function installedPackages(folder: string): string[] {
  const places = createRequire(join(folder, 'cell.cjs')).resolve.paths('a-package') ?? [];
  return [...new Set(places.flatMap(packagesIn))];
}

function packagesIn(place: string): string[] {
  return namesIn(place).flatMap(name =>
    name.startsWith('@') ? namesIn(join(place, name)).map(inner => `${name}/${inner}`) : [name],
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => !name.startsWith('.'));
  } catch {
    return [];
  }
}
