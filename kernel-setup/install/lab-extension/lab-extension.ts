/**
 * Lets JupyterLab know our extension: the files of a prebuilt one, beside the kernelspec's folder.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../package-root.js';
import { type KernelPlace, kernelspecFolder } from '../kernel-place.js';
import { writeFailure } from '../write-failure.js';
import { EXTENSION_NAME, REMOTE_ENTRY } from './remote-entry.js';

/** The folder of the extension at a place. */
function extensionFolder(place: KernelPlace): string {
  return join(dirname(dirname(kernelspecFolder(place))), 'labextensions', EXTENSION_NAME);
}

/**
 * Writes the extension, replacing an older one.
 *
 * @returns its folder
 * @throws NotebookError if the folder cannot be written
 */
export function installLabExtension(place: KernelPlace): string {
  const folder = extensionFolder(place);
  const script = `remoteEntry.${createHash('sha1').update(REMOTE_ENTRY).digest('hex').slice(0, 12)}.js`; // a browser keeps what has the same name
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'static'), { recursive: true });
    writeFileSync(join(folder, 'static', script), REMOTE_ENTRY);
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(script), null, 2)}\n`); // last: without it the folder is none
  } catch (error) {
    throw writeFailure(`the JupyterLab extension cannot be installed in ${folder}`, error);
  }
  return folder;
}

/**
 * Removes the extension from a place; nothing if there is none.
 *
 * @throws NotebookError if the folder cannot be written
 */
export function uninstallLabExtension(place: KernelPlace): void {
  const folder = extensionFolder(place);
  try {
    if (existsSync(join(folder, 'package.json'))) rmSync(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(`the JupyterLab extension cannot be removed from ${folder}`, error);
  }
}

/** What JupyterLab reads of a prebuilt extension. */
function manifest(script: string): object {
  const { version, license } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
    license: string;
  };
  return {
    name: EXTENSION_NAME,
    version,
    license,
    description: 'Brings the stars that are chosen in a viewer of skyframe into its variable.',
    jupyterlab: { extension: true, _build: { load: `static/${script}`, extension: './extension' } },
  };
}
