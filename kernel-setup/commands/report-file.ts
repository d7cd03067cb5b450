/**
 * What the commands need of the library's report.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { loadTslab } from '../compiler/tslab.js';
import type { Notebook } from '../notebook-json.js';
import { packageRoot } from '../package-root.js';
import type { RunParameter } from '../runner/parameter-record.js';
import type { NotebookRun } from '../runner/run-notebook.js';

/** The library's `renderReport`. */
export type RenderReport = (notebook: Notebook, options: RenderReportOptions) => string;

/** Its settings, as far as the command line uses them. */
interface RenderReportOptions {
  readonly title?: string;
  /** Gives a picture that the text of the notebook names as a `data:` address, or null. */
  readonly embedPicture?: (path: string) => string | null;
  /** What the report is made with and of. */
  readonly making?: {
    readonly versions?: Readonly<Record<string, string>>;
    readonly parameters?: Readonly<Record<string, string>>;
    readonly defaults?: Readonly<Record<string, string>>;
    readonly notebook?: { readonly path: string; readonly sha256: string };
    readonly nameFile?: (path: string) => string;
  };
}

/** The settings of a report on a notebook file: its pictures, and what the report is made with. */
export function reportOptions(
  notebook: string,
  { sha256, parameters }: Pick<NotebookRun, 'sha256' | 'parameters'>,
): RenderReportOptions {
  const folder = dirname(resolve(notebook));
  return {
    embedPicture: pictureReader(folder),
    making: {
      versions: programVersions(),
      parameters: valuesOf(parameters.filter(({ isDefault }) => !isDefault)),
      defaults: valuesOf(parameters.filter(({ isDefault }) => isDefault)),
      notebook: { path: basename(notebook), sha256 },
      nameFile: path => (/^[a-z][a-z\d+.-]+:\/\//i.test(path) ? path : relative(folder, resolve(folder, path))),
    },
  };
}

function valuesOf(parameters: readonly RunParameter[]): Record<string, string> {
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
}

/** The programs whose versions may matter to the numbers. */
function programVersions(): Record<string, string> {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return { Skyframe: version, Node: process.versions.node, TypeScript: loadTslab().ts.version };
}

const PICTURE_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

/** Reads pictures that a notebook's text names, from the notebook's folder. */
function pictureReader(folder: string): (path: string) => string | null {
  return path => {
    const type = PICTURE_TYPES[/\.\w+$/.exec(path.toLowerCase())?.[0] ?? ''];
    if (type === undefined || /^[a-z][a-z\d+.-]*:/i.test(path)) return null;
    try {
      return `data:${type};base64,${readFileSync(resolve(folder, decodeURIComponent(path))).toString('base64')}`;
    } catch {
      return null;
    }
  };
}
