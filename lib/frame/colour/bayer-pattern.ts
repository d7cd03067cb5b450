/**
 * Which colour a pixel of a mosaic has.
 *
 * The pattern names the colours of two rows, left to right: `RGGB` is a row R G and a row G B. XBAYROFF and YBAYROFF tell
 * where in the pattern the first stored pixel is: with XBAYROFF = 1 it has the pattern's second colour. ROWORDER tells
 * which rows the pattern describes. Under `TOP-DOWN`, which N.I.N.A., SharpCap and most drivers write, and without the
 * card, they are the first two stored rows. Under `BOTTOM-UP` the first stored row is the lowest of the picture, and
 * the pattern still begins at the top: at the last stored row. The rows are then counted from there, so that the
 * pattern is turned upside down in a picture of an even number of rows and stays as it is in one of an odd number.
 * The offsets are those of the stored rows and count last. Siril does the same.
 *
 * @see Siril documentation, "Orientation of FITS images" (ROWORDER) and "Retrieving the Bayer matrix"
 * @module
 */
import type { Problem } from '../../core/problem.js';
import type { Header } from '../../fits/header/header.js';

/** A mosaic of colours, as its header describes it. */
interface BayerMosaic {
  /** The card that has the pattern, such as BAYERPAT. */
  readonly keyword: string;
  /** The value of that card. */
  readonly value: string;
  /**
   * Colours of the first stored cell: pixels (0, 0), (1, 0), (0, 1), (1, 1). Empty if the card names no pattern of two by
   * two pixels.
   */
  readonly cell: string;
}

/** Spellings of the card. */
const KEYWORDS = ['BAYERPAT', 'BAYRPAT', 'CFAPAT', 'COLORTYP'] as const;
const PATTERN = /^(RGGB|BGGR|GRBG|GBRG)$/;
/** Values of BAYERPAT that say that there is no mosaic. */
const NONE = /^(|F|FALSE|NO|NONE|MONO|MONOCHROME|N\/A)$/;
/** Every card that describes a mosaic. ROWORDER stays: it is about the picture. */
const MOSAIC_KEYWORDS = [...KEYWORDS, 'XBAYROFF', 'YBAYROFF', 'BAYOFFX', 'BAYOFFY'];

/**
 * The mosaic of a header; null if it is of a monochrome camera. A card with another text than a pattern, such as TRUE, is
 * a mosaic of an unknown pattern; COLORTYP, which has other uses, is then left alone.
 *
 * @param height stored rows of the image
 */
export function mosaicOf(header: Header, height: number): BayerMosaic | null {
  const cards = KEYWORDS.map(keyword => ({ keyword, value: header.text(keyword).toUpperCase() }));
  const known = cards.find(({ value }) => PATTERN.test(value));
  if (known) return { ...known, cell: storedCell(known.value, header, height) };
  const unknown = cards.find(({ keyword, value }) => keyword !== 'COLORTYP' && !NONE.test(value));
  return unknown ? { ...unknown, cell: '' } : null;
}

/** The header of interpolated frames, in which the colours of a mosaic are mixed; the same header if it describes none. */
export function mixedMosaic(header: Header, height: number): Header {
  const mosaic = mosaicOf(header, height);
  return mosaic ? header.with(mosaic.keyword, 'MIXED', 'colours of a mosaic, mixed by interpolation') : header;
}

/** A header without any description of a mosaic. */
export function withoutMosaic(header: Header): Header {
  const present = MOSAIC_KEYWORDS.filter(keyword => header.has(keyword));
  return present.length > 0 ? header.without(...present) : header;
}

/**
 * The header of a part of a mosaic, whose pattern begins elsewhere; the same header if it describes none.
 *
 * @param first the first pixel of the part
 * @param height stored rows of the whole and of the part
 */
export function movedMosaic(
  header: Header,
  first: { readonly x: number; readonly y: number },
  height: { readonly whole: number; readonly part: number },
): Header {
  if (!mosaicOf(header, height.whole)?.cell) return header;
  const below = isBottomUp(header) ? height.whole + height.part : 0;
  const moved = {
    XBAYROFF: parity(offset(header, 'XBAYROFF') + first.x),
    YBAYROFF: parity(offset(header, 'YBAYROFF') + first.y + below),
  };
  return Object.entries(moved).reduce(
    (cards, [keyword, value]) => (offset(header, keyword) === value ? cards : cards.with(keyword, value)),
    header,
  );
}

/** What is said of a mosaic that is read as one grey image; nothing of an image without a mosaic, or of a cube of colours. */
export function greyMosaicProblems(
  header: Header,
  { path, height, planes }: { readonly path: string; readonly height: number; readonly planes: number },
): Problem[] {
  const mosaic = planes === 3 ? null : mosaicOf(header, height);
  if (mosaic === null) return [];
  return [mosaicProblem(mosaic, path), ...(mosaic.cell ? mosaicCardProblems(header, path) : [])];
}

function mosaicProblem({ keyword, value, cell }: BayerMosaic, file: string): Problem {
  const open = `open it with { channel: 'G' } (or 'R', 'B', 'L') for a frame of one colour`;
  const unknown = `its card does not say RGGB, BGGR, GRBG or GBRG, so that no channel can be taken from it`;
  return {
    file,
    where: `card ${keyword}`,
    value,
    code: 'colour-mosaic',
    action: 'assumed',
    remedy: `the pixels of a colour camera have several colours and are measured as one grey image, in which the light of a star depends on where in the mosaic it falls; ${cell ? open : unknown}`,
  };
}

/** What is assumed about cards of a mosaic that cannot be understood. */
export function mosaicCardProblems(header: Header, file: string): Problem[] {
  const problem = (keyword: string, remedy: string): Problem => ({
    file,
    where: `card ${keyword}`,
    value: header.text(keyword),
    code: 'unreadable-card',
    action: 'assumed',
    remedy,
  });
  const offsets = ['XBAYROFF', 'YBAYROFF'].filter(
    keyword => header.has(keyword) && !Number.isInteger(header.number(keyword)),
  );
  const order = header.text('ROWORDER');
  const known = order === '' || isBottomUp(header) || /^top/i.test(order);
  return [
    ...offsets.map(keyword => problem(keyword, 'the offset of the colour pattern is not a whole number; 0 is assumed')),
    ...(known
      ? []
      : [
          problem(
            'ROWORDER',
            'neither TOP-DOWN nor BOTTOM-UP; the colour pattern is assumed to begin at the first row',
          ),
        ]),
  ];
}

/** The colours of the first stored cell, from a pattern. */
function storedCell(pattern: string, header: Header, height: number): string {
  const turned = isBottomUp(header) ? height + 1 : 0;
  const [dx, dy] = [offset(header, 'XBAYROFF'), offset(header, 'YBAYROFF') + turned];
  const at = (x: number, y: number): string => pattern[2 * parity(y + dy) + parity(x + dx)];
  return at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1);
}

function isBottomUp(header: Header): boolean {
  return /^bottom/i.test(header.text('ROWORDER'));
}

function offset(header: Header, keyword: string): number {
  const value = header.number(keyword);
  return Number.isInteger(value) ? value : 0;
}

/** 0 for even, 1 for odd whole numbers, negative ones too. */
function parity(value: number): number {
  return Math.abs(value % 2);
}
