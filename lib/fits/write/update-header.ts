/**
 * Changes the header of an HDU in its file, without changing the data.
 *
 * @module
 */
import { platform } from '#platform';
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource, FileWriter } from '../../platform/types.js';
import { findHdu } from '../hdu/find-hdu.js';
import type { Hdu } from '../hdu/hdu.js';
import { sumRange, withChecksums } from '../hdu/hdu-checksums.js';
import { BLOCK_LENGTH, CARD_LENGTH, type Card } from '../header/card.js';
import { Header } from '../header/header.js';
import { editFits, endOfHdu, type FitsEdit } from './edit-fits.js';

/** Keywords that define how to read the data. */
const STRUCTURAL =
  /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|GROUPS|TFIELDS|THEAP|TFORM\d+|TBCOL\d+|Z(IMAGE|TABLE|SIMPLE|TENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|CMPTYPE|TILE\d+|TILELEN|FORM\d+|CTYP\d+|NAME\d+|VAL\d+|QUANTIZ|DITHER0))$/;

/**
 * Changes the header of one HDU of a file.
 *
 * If the cards need no more blocks than before, only they are written, which is not atomic: a crash can leave some of
 * the old ones. If they need more, a copy of the file is written and replaces it once complete.
 * An existing CHECKSUM is updated, using the DATASUM if there is one.
 *
 * @param which number or name of the HDU
 * @param change returns the new header, given that in the file; for a compressed image, that of the table that stores
 * it
 * @throws PhotometryError `no-such-file`, `no-such-hdu`; `bad-argument` if a card that describes the data was changed;
 * `unsupported` for a compressed file; `io`
 * @example await updateHeader('field.fits', 0, header => header.with('OBJECT', 'M 13').with('HISTORY', 'named'));
 */
export async function updateHeader(
  path: string,
  which: number | string,
  change: (header: Header) => Header,
): Promise<void> {
  await editFits(path, async edit => {
    const hdu = findHdu(edit.hdus, which, path);
    const header = change(hdu.storedHeader);
    if (!(header instanceof Header))
      throw new PhotometryError(
        'bad-argument',
        `the change must return a Header, as \`with\` and \`without\` do, got ${header}`,
      );
    assertSameData(hdu, header, path);
    await replaceHeader(edit, hdu, header);
  });
}

/** Replaces the header of an HDU. */
export async function replaceHeader(edit: FitsEdit, hdu: Hdu, changed: Header): Promise<void> {
  const room = hdu.dataStart - hdu.headerStart;
  const header = await withTrueSum(edit, hdu, withBlankCards(changed, room));
  const bytes = header.toBytes();
  if (bytes.length === room) await edit.file.writeAt(hdu.headerStart, bytes);
  else await copyWith(edit, hdu, bytes);
}

function assertSameData({ index, storedHeader }: Hdu, header: Header, path: string): void {
  const structure = (of: Header): readonly Card[] => of.cards.filter(({ keyword }) => STRUCTURAL.test(keyword));
  const before = structure(storedHeader);
  const after = structure(header);
  const at = before.findIndex((card, i) => after[i]?.keyword !== card.keyword || after[i].value !== card.value);
  if (at < 0 && after.length === before.length) return;
  const { keyword } = at < 0 ? after[before.length] : before[at];
  throw new PhotometryError(
    'bad-argument',
    `${path}, HDU ${index}: ${keyword} defines how the data are read and cannot be changed in the header alone; write the HDU again`,
    { path, hdu: index, keyword },
  );
}

/** Pads a shorter header with blank cards before END, so that it keeps its length. */
function withBlankCards(header: Header, room: number): Header {
  const blocks = (room - header.toBytes().length) / BLOCK_LENGTH;
  if (blocks <= 0) return header;
  const blank: Card = { keyword: '', value: '', comment: '' };
  return header.append(...new Array<Card>(blocks * (BLOCK_LENGTH / CARD_LENGTH)).fill(blank));
}

/** Returns the header with a valid CHECKSUM, if it had one. */
async function withTrueSum({ file }: FitsEdit, hdu: Hdu, header: Header): Promise<Header> {
  if (!hdu.storedHeader.has('CHECKSUM') || !header.has('CHECKSUM')) return header;
  const known = header.number('DATASUM');
  return withChecksums(header, known >= 0 ? known : await sumRange(file, hdu.dataStart, endOfHdu(hdu)));
}

/** Copies the file, replacing the header. */
async function copyWith({ path, file }: FitsEdit, { headerStart, dataStart }: Hdu, header: Uint8Array): Promise<void> {
  const copy = await platform.createFile(path);
  try {
    await copyRange(file, 0, headerStart, copy);
    await copy.write(header);
    await copyRange(file, dataStart, file.byteLength, copy);
    await copy.finish();
  } finally {
    await copy.abandon();
  }
}

/** Bytes copied at a time. */
const STRIDE = 1 << 24;

async function copyRange(from: ByteSource, start: number, end: number, to: FileWriter): Promise<void> {
  for (let at = start; at < end; at += STRIDE) await to.write(await from.read(at, Math.min(end, at + STRIDE)));
}
