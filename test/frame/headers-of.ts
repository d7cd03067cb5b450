/**
 * Headers of any file under ../shared/data: FITS, plain or gzipped, and dumps of header cards.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { shared } from '../helpers/shared.js';

/** The headers of a file, one per HDU; of a dump of cards, its single header. */
export async function headersOf(path: string): Promise<Header[]> {
  const file = readFileSync(shared(`data/${path}`));
  const bytes = new Uint8Array(file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file) : file);
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4000));
  if (start.startsWith('SIMPLE  =') && !/(hdr|header)$/.test(path))
    return (await openFitsSource(bytes, { path })).hdus.map(hdu => hdu.header);
  const text = new TextDecoder('latin1').decode(bytes);
  const cards = start.slice(0, 400).includes('\n') ? text.split(/\r?\n/) : (text.match(/.{1,80}/gs) ?? []);
  return [Header.parse(new TextEncoder().encode(cards.map(card => card.padEnd(80).slice(0, 80)).join('')))];
}

/** Paths relative to ../shared/data of the files in the given folders whose names match. */
export function dataFiles(folders: readonly string[], name: RegExp): string[] {
  return folders.flatMap(folder =>
    readdirSync(shared(`data/${folder}`), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && name.test(entry.name))
      .map(entry => `${entry.parentPath}/${entry.name}`.slice(shared('data/').length)),
  );
}
