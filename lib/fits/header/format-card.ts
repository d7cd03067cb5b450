/**
 * Formats a card as the 80-character lines stored in the file.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 4.2 (fixed format), 4.2.1.2 (CONTINUE); HIERARCH convention
 */
import { PhotometryError } from '../../core/errors.js';
import { CARD_LENGTH, type Card, type CardValue, isCommentary } from './card.js';

const STANDARD_KEYWORD = /^[A-Z0-9_-]{1,8}$/;

/**
 * Returns the lines of a card, 80 characters each, in one string. A long string continues on CONTINUE
 * lines, long commentary is split over several cards of the same keyword, and a long keyword or one
 * with blanks is written after HIERARCH. A comment that does not fit is truncated.
 *
 * @throws PhotometryError `bad-header` for a keyword or value that FITS cannot hold
 * @example formatCard({ keyword: 'GAIN', value: 1.5, comment: '[electron/adu]' })
 */
export function formatCard({ keyword, value, comment }: Card): string {
  if (isCommentary(keyword)) return commentary(keyword, value === null ? '' : String(value));
  const head = STANDARD_KEYWORD.test(keyword) ? `${keyword.padEnd(8)}= ` : hierarchHead(keyword);
  assertText(keyword, comment);
  if (typeof value === 'string') return stringCard(keyword, head, value, comment);
  const isFixed = head.length === 10;
  const token = formatScalar(keyword, value);
  const line = head + (isFixed ? token.padStart(20) : token);
  if (line.length > CARD_LENGTH) throw tooLong(keyword, line);
  return withComment(line, comment);
}

/** Formats a number in the fewest digits that read back as the same number; beyond 2^53 always with an exponent. */
function formatNumber(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  if (Number.isSafeInteger(value)) return String(value);
  const text = Number.isInteger(value) ? value.toExponential() : String(value);
  const [mantissa, exponent] = text.split('e');
  const withPoint = mantissa.includes('.') ? mantissa : `${mantissa}.0`;
  if (exponent === undefined) return withPoint;
  const digits = exponent.replace(/^[+-]/, '').padStart(2, '0');
  return `${withPoint}E${exponent.startsWith('-') ? '-' : '+'}${digits}`;
}

function formatScalar(keyword: string, value: Exclude<CardValue, string>): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return ''; // a missing value: FITS writes it as undefined
    if (!Number.isFinite(value))
      throw new PhotometryError(
        'bad-header',
        `${keyword} = ${value}: FITS headers hold finite numbers only; leave it undefined (null) or write text`,
        { keyword, value },
      );
    return formatNumber(value);
  }
  return `(${formatScalar(keyword, value.re)}, ${formatScalar(keyword, value.im)})`;
}

function stringCard(keyword: string, head: string, value: string, comment: string): string {
  assertText(keyword, value);
  const quoted = `'${value.replaceAll("'", "''").padEnd(8)}'`;
  if (head.length + quoted.length <= CARD_LENGTH) return withComment(head + quoted, comment);
  return continued(head, value, comment);
}

/** Splits a string over several lines, each but the last ending in `&`. */
function continued(head: string, value: string, comment: string): string {
  const pieces: string[] = [];
  let room = CARD_LENGTH - head.length - 3; // two quotes and the ampersand
  let piece = '';
  for (const letter of value) {
    const escaped = letter === "'" ? "''" : letter;
    if (piece.length + escaped.length > room) {
      pieces.push(piece);
      piece = '';
      room = CARD_LENGTH - 10 - 3;
    }
    piece += escaped;
  }
  pieces.push(piece);
  if (value.trimEnd().endsWith('&')) pieces.push(''); // a final '&' would be read as a continuation mark
  return pieces
    .map((text, i) => {
      const isLast = i === pieces.length - 1;
      const line = `${i === 0 ? head : 'CONTINUE  '}'${text}${isLast ? '' : '&'}'`;
      return isLast ? withComment(line, comment) : line.padEnd(CARD_LENGTH);
    })
    .join('');
}

function commentary(keyword: string, text: string): string {
  assertText(keyword === '' ? 'a blank card' : keyword, text);
  const width = CARD_LENGTH - 8;
  let lines = '';
  for (let at = 0; at === 0 || at < text.length; at += width)
    lines += keyword.padEnd(8) + text.slice(at, at + width).padEnd(width);
  return lines;
}

function hierarchHead(keyword: string): string {
  if (!/^[\x21-\x3c\x3e-\x7e]+( [\x21-\x3c\x3e-\x7e]+)*$/.test(keyword))
    throw new PhotometryError(
      'bad-header',
      `'${keyword}' cannot be a keyword: capital letters, digits, '-' and '_' are allowed, and single blanks between words`,
      { keyword },
    );
  return `HIERARCH ${keyword} = `;
}

function withComment(line: string, comment: string): string {
  const value = line.padEnd(Math.min(30, CARD_LENGTH));
  if (comment === '' || value.length + 4 > CARD_LENGTH) return value.padEnd(CARD_LENGTH);
  return `${value} / ${comment}`.slice(0, CARD_LENGTH).padEnd(CARD_LENGTH);
}

/** Throws unless the text is printable ASCII, as headers must be. */
function assertText(keyword: string, text: string): void {
  const bad = /[^\x20-\x7e]/.exec(text);
  if (bad !== null)
    throw new PhotometryError(
      'bad-header',
      `the text of ${keyword} has the character ${JSON.stringify(bad[0])} at position ${bad.index}; FITS headers are printable ASCII`,
      { keyword, text },
    );
}

function tooLong(keyword: string, line: string): PhotometryError {
  return new PhotometryError(
    'bad-header',
    `the card of ${keyword} needs ${line.length} characters; a card has ${CARD_LENGTH}. Use a shorter keyword`,
    { keyword },
  );
}
