/**
 * What a cell printed, as a page shows it: long logs fold on the screen and are cut on paper, with a count.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';

/** Printed text of one kind. */
export interface PrintedText {
  /** Class of its element: `stdout`, `stderr`, `result`, `error`. */
  readonly kind: string;
  readonly text: string;
}

interface Line {
  readonly kind: string;
  readonly text: string;
}

/** Longer logs fold. */
const MAX_LINES = 60;
/** Lines of a long log at its beginning and at its end that are always seen. */
const HEAD = 30;
const TAIL = 10;
/** Characters of the lines between that the page holds. */
const MAX_FOLDED = 60_000;
/** Characters of one line. */
const MAX_LINE = 2000;

/** HTML of printed text in its order. */
export function printedHtml(texts: readonly PrintedText[]): string {
  const lines = texts.flatMap(({ kind, text }) => linesOf(text).map((line): Line => ({ kind, text: line })));
  if (lines.length <= MAX_LINES) return linesHtml(lines);
  const between = lines.slice(HEAD, -TAIL);
  return [linesHtml(lines.slice(0, HEAD)), foldHtml(between), linesHtml(lines.slice(-TAIL))].join('\n');
}

/** The lines between head and tail, folded; on paper their number alone. */
function foldHtml(lines: readonly Line[]): string {
  const held = heldLines(lines);
  const left = lines.length - held.length;
  const rest = left > 0 ? `<p class="left">${count(left)} lines more are in the executed notebook</p>` : '';
  return (
    `<details class="more"><summary>${count(lines.length)} lines more<span class="paper"> in the executed notebook</span>` +
    `</summary>\n${linesHtml(held)}${rest}</details>`
  );
}

/** The first lines, as many as a page should hold. */
function heldLines(lines: readonly Line[]): readonly Line[] {
  let room = MAX_FOLDED;
  const end = lines.findIndex(({ text }) => {
    room -= Math.min(text.length, MAX_LINE) + 1;
    return room < 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

/** One element for each run of lines of a kind. */
function linesHtml(lines: readonly Line[]): string {
  const blocks: string[] = [];
  for (let from = 0, to = 0; from < lines.length; from = to) {
    const { kind } = lines[from];
    while (to < lines.length && lines[to].kind === kind) to++;
    const role = kind === 'error' ? ' role="alert"' : '';
    const text = lines.slice(from, to).map(line => escapeMarkup(cutLine(line.text)));
    blocks.push(`<pre class="output ${kind}"${role}>${text.join('')}</pre>`);
  }
  return blocks.join('\n');
}

function cutLine(line: string): string {
  if (line.length <= MAX_LINE + 200) return line;
  const start = line.slice(0, MAX_LINE).replace(/[\ud800-\udbff]$/, '');
  const end = line.endsWith('\n') ? '\n' : '';
  return `${start} ... (${count(line.length - start.length - end.length)} characters more in the executed notebook)${end}`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** The lines of a text with their ends, as a terminal shows them: without colours, and with what was overwritten overwritten. */
function linesOf(text: string): string[] {
  return (plainText(text).match(/[^\n]*\n|[^\n]+$/g) ?? []) as string[];
}

const ESC = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/** Colours and moves of the cursor, titles and links, character sets. */
const ESCAPE_SEQUENCE = new RegExp(
  `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^${BELL}${ESC}]*(?:${BELL}|${ESC}\\\\|$)|[()*+#%][ -~]|[ -~])`,
  'g',
);
/** Control characters besides the ends of lines and tabulators. */
const CONTROLS = /(?![\n\t])\p{Cc}/gu;
/** A character and the step back over it. */
const TAKEN_BACK = new RegExp(`[^\n]${String.fromCharCode(8)}`, 'g');

/** Orders to erase the rest of a line, and the whole of it. */
const ERASE_REST = new RegExp(`${ESC}\\[0?K`, 'g');
const ERASE_LINE = new RegExp(`${ESC}\\[2K`, 'g');
/** Stands for what erases the rest of a line: a code point that no text has. */
const ERASED = '\ufdd0';

/** Text without a terminal's codes; of a line that was written over, what was seen last. */
export function plainText(text: string): string {
  const plain = text
    .replaceAll(ERASED, '')
    .replace(ERASE_LINE, `\r${ERASED}`)
    .replace(ERASE_REST, ERASED)
    .replace(ESCAPE_SEQUENCE, '')
    .replace(/\r+\n/g, '\n');
  const overwritten = plain.includes('\r') ? plain.split('\n').map(lastWritten).join('\n') : plain;
  return overwritten.replace(TAKEN_BACK, '').replace(CONTROLS, '');
}

const LINE_PARTS = /\r|\ufdd0|[^\r\ufdd0]+/g;

/** A line after its carriage returns: each part is written over the ones before it. */
function lastWritten(line: string): string {
  if (!line.includes('\r')) return line;
  let shown = '';
  let column = 0;
  for (const [part] of line.matchAll(LINE_PARTS)) {
    if (part === '\r') column = 0;
    else if (part === ERASED) shown = shown.slice(0, column);
    else {
      shown = shown.slice(0, column) + part + shown.slice(column + part.length);
      column += part.length;
    }
  }
  return shown;
}
