/**
 * What the commands need of the library's report.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Notebook } from '../notebook-json.js';

/** The library's `renderReport`. */
export type RenderReport = (notebook: Notebook, options: RenderReportOptions) => string;

/** Its settings, as far as the command line uses them. */
export interface RenderReportOptions {
  readonly title?: string;
  /** Gives a picture that the text of the notebook names as a `data:` address, or null. */
  readonly embedPicture?: (path: string) => string | null;
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
export function pictureReader(folder: string): (path: string) => string | null {
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
