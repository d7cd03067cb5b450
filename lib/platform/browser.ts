/**
 * The platform of a browser: web addresses, `Blob`s, streams that compress, the page's document.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { sourceOf } from './any-source.js';
import * as arrow from './arrow-library.js';
import { webSource } from './byte-sources.js';
import type { LibraryName } from './libraries.js';
import { isPattern } from './names.js';
import * as plot from './plot-library.js';
import type { DrawingDocument, Platform } from './types.js';

/** What is used of a browser's globals, whose types the library does not load. */
interface Browser {
  readonly document?: DrawingDocument;
  readonly location?: { readonly href: string };
  readonly crypto: { readonly subtle: { digest(name: string, bytes: Uint8Array): Promise<ArrayBuffer> } };
  readonly URL: new (address: string, base?: string) => { readonly href: string };
  readonly Blob: new (parts: readonly Uint8Array[]) => { stream(): { pipeThrough(stream: object): object } };
  readonly Response: new (stream: object) => { arrayBuffer(): Promise<ArrayBuffer> };
  readonly CompressionStream: new (format: string) => object;
  readonly DecompressionStream: new (format: string) => object;
}

const browser = globalThis as unknown as Browser;

/** Nothing can be loaded at once later, so that they come with the page. */
const LIBRARIES: Readonly<Record<LibraryName, unknown>> = { plot, arrow };

/** The services of a browser. */
export const platform: Platform = {
  openSource: source => sourceOf(source, address => webSource(fullAddress(address))),
  readText: async path => {
    const source = await webSource(fullAddress(path));
    return new TextDecoder().decode(await source.read(0, source.byteLength));
  },
  writeFile: noFiles,
  createFile: noFiles,
  editFile: noFiles,
  findFiles: async pattern => (typeof pattern === 'string' ? [pattern] : [...pattern]).map(explicitAddress).sort(),
  gunzip: bytes => streamed(bytes, new browser.DecompressionStream('gzip')),
  gzip: bytes => streamed(bytes, new browser.CompressionStream('gzip')),
  sha256,
  sha256Of: async source => sha256(await source.read(0, source.byteLength)),
  document: () => {
    if (browser.document !== undefined) return browser.document;
    throw new PhotometryError(
      'unsupported',
      'figures need a document, and this worker has none; draw them in the page',
    );
  },
  library: name => LIBRARIES[name],
  // pages opened from a file have neither module workers nor shared memory
  workers: () => ({ why: 'in a browser the library works on one frame after the other', isFault: false }),
};

async function sha256(bytes: Uint8Array): Promise<string> {
  return hexadecimal(new Uint8Array(await browser.crypto.subtle.digest('SHA-256', bytes)));
}

async function noFiles(path: string): Promise<never> {
  throw new PhotometryError(
    'unsupported',
    `${path} cannot be written: a page has no files. Encode the data (encodeFits, toCsv) and offer it as a download`,
    { path },
  );
}

/** An address against that of the page. */
function fullAddress(address: string): string {
  return new browser.URL(address, browser.location?.href).href;
}

/** The web cannot be searched by pattern. */
function explicitAddress(address: string): string {
  if (!isPattern(address)) return fullAddress(address);
  throw new PhotometryError(
    'unsupported',
    `'${address}' is a pattern; a browser cannot list files. Give the addresses one by one`,
    { pattern: address },
  );
}

async function streamed(bytes: Uint8Array, transform: object): Promise<Uint8Array> {
  const stream = new browser.Blob([bytes]).stream().pipeThrough(transform);
  return new Uint8Array(await new browser.Response(stream).arrayBuffer());
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
