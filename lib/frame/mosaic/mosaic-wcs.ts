/**
 * The world coordinates of a frame that was put together: those of its first part, moved and flipped as its pixels were.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import { type Card, Header } from '../../fits/header/header.js';
import { parseWcs, type Wcs } from '../wcs/wcs.js';
import { isWcsKeyword } from '../wcs/wcs-cards.js';
import { listOf } from './part-detector.js';
import type { MosaicPart, MosaicPlan } from './plan/plan-mosaic.js';

/** How far the world coordinates of two parts may be from each other [px]. */
const TOLERANCE = 1;

/** The cards of a frame's world coordinates. */
interface MosaicWcs {
  readonly cards: readonly Card[];
  readonly problems: readonly Problem[];
}

/**
 * The world coordinates of a frame in parts; no cards if neither a part nor the primary header has any.
 *
 * Those of the primary header, if it has no pixels itself, are taken as the frame's if the reference pixel is inside it.
 */
export function mosaicWcs(plan: MosaicPlan): MosaicWcs {
  const first = plan.parts.find(part => hasWcs(part.cards));
  if (first === undefined) return primaryWcs(plan);
  const cards = wcsCards(first);
  return { cards, problems: differences(plan, first, parseWcs(new Header(cards))) };
}

function hasWcs(header: Header): boolean {
  return header.has('CTYPE1') && header.has('CRPIX1') && header.has('CRVAL1');
}

function primaryWcs({ primary, width, height, path }: MosaicPlan): MosaicWcs {
  const { header, shape } = primary;
  const [x, y] = [header.number('CRPIX1'), header.number('CRPIX2')];
  const inside = x >= 0 && x <= width + 1 && y >= 0 && y <= height + 1;
  if (!hasWcs(header) || !inside || shape.some(length => length > 0)) return { cards: [], problems: [] };
  const problem: Problem = {
    file: path,
    where: 'primary header',
    value: `CRPIX ${x}, ${y}`,
    code: 'primary-wcs',
    action: 'noted',
    remedy: 'no part has world coordinates; those of the primary header were taken as those of the whole frame',
  };
  return { cards: header.cards.filter(({ keyword }) => isWcsKeyword(keyword)), problems: [problem] };
}

/** The world coordinates of a part for the pixels of the frame. */
function wcsCards({ cards, from, to, flipX, flipY }: MosaicPart): Card[] {
  const sign = { 1: flipX ? -1 : 1, 2: flipY ? -1 : 1 } as const;
  // a pixel i of the HDU, counted from 1, is sign x i + shift in the frame
  const shift = {
    1: flipX ? to.x + to.width + from.x + 1 : to.x - from.x,
    2: flipY ? to.y + to.height + from.y + 1 : to.y - from.y,
  } as const;
  const ownCards = cards.cards.filter(({ keyword }) => isWcsKeyword(keyword));
  const hasMatrix = ownCards.some(({ keyword }) => /^(CD|PC)\d_\d/.test(keyword));
  return ownCards.map(card => {
    const value = typeof card.value === 'number' ? card.value : Number.NaN;
    if (Number.isNaN(value)) return card;
    const changed = (result: number): Card => ({
      keyword: card.keyword,
      value: result === 0 ? 0 : result,
      comment: card.comment,
    });
    const pixel = /^CRPIX([12])[A-Z]?$/.exec(card.keyword);
    if (pixel) return changed(sign[pixel[1] as '1' | '2'] * value + shift[pixel[1] as '1' | '2']);
    const column = /^(?:CD|PC)[12]_([12])[A-Z]?$/.exec(card.keyword);
    if (column) return changed(sign[column[1] as '1' | '2'] * value);
    const step = hasMatrix ? null : /^CDELT([12])[A-Z]?$/.exec(card.keyword);
    if (step) return changed(sign[step[1] as '1' | '2'] * value);
    const term = /^(AP?|BP?)_(\d)_(\d)$/.exec(card.keyword);
    if (term) return changed(value * sign[term[1].startsWith('A') ? 1 : 2] * sign[1] ** +term[2] * sign[2] ** +term[3]);
    return card;
  });
}

/** A problem if the world coordinates of other parts are not those of the first, at their corners. */
function differences({ parts, path }: MosaicPlan, first: MosaicPart, frame: Wcs | null): Problem[] {
  if (frame === null) return [];
  const different: string[] = [];
  let largest = 0;
  for (const part of parts) {
    const own = part === first || !hasWcs(part.cards) ? null : parseWcs(new Header(wcsCards(part)));
    if (own === null) continue;
    const { x, y, width, height } = part.to;
    const apart = Math.max(
      ...[x, x + width - 1].flatMap(column => [y, y + height - 1].map(row => distance(frame, own, column, row))),
    );
    if (!(apart > TOLERANCE)) continue;
    different.push(part.name);
    largest = Math.max(largest, apart);
  }
  if (different.length === 0) return [];
  return [
    {
      file: path,
      where: listOf(different),
      value: `${largest.toPrecision(3)} px`,
      code: 'part-wcs-differs',
      action: 'assumed',
      remedy: `the world coordinates of ${first.name} were taken for the whole frame; for positions on the sky read one part or chip, or solve the frame`,
    },
  ];
}

/** How far the place on the sky of a pixel by `own` is from it by `frame` [px]. */
function distance(frame: Wcs, own: Wcs, column: number, row: number): number {
  const { ra, dec } = own.pixelToSky(column, row);
  const { x, y } = frame.skyToPixel(ra, dec);
  const apart = Math.hypot(x - column, y - row);
  return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
}
