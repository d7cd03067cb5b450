/**
 * The first screen of a report: whether the run failed, and what it found.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import { type CellWishes, cellWishes } from './cell-tags.js';
import {
  type CodeCell,
  type ErrorOutput,
  joinText,
  type MarkdownCell,
  type Notebook,
  type NotebookCell,
  type NotebookOutput,
} from './notebook-json.js';
import { outputsToHtml } from './output-html.js';
import { plainText } from './printed-text.js';

/** MIME type of the library's `summary`. */
const SUMMARY_MIME = 'application/vnd.skyframe.summary+json';

/** Anchors of the cells that the first screen names, by their index in the notebook. */
export type CellAnchors = ReadonlyMap<number, string>;

/** A cell that ended with an error which it was not expected to end with. */
interface FailedCell {
  readonly index: number;
  readonly error: ErrorOutput;
}

/** The first cell that failed, or null. */
function failedCell({ cells }: Notebook): FailedCell | null {
  for (const [index, cell] of cells.entries()) {
    if (cell.cell_type !== 'code' || !hasFailed(cell)) continue;
    return { index, error: cell.outputs.find(isError)! };
  }
  return null;
}

/** Whether a cell ended with an error which it was not expected to end with. */
export function hasFailed(cell: NotebookCell): boolean {
  return cell.cell_type === 'code' && !cellWishes(cell).mayFail && cell.outputs.some(isError);
}

function isError(output: NotebookOutput): output is ErrorOutput {
  return output.output_type === 'error';
}

/** Gives an anchor to each cell that the first screen links to: the results, the claims and a failed cell. */
export function cellAnchors(notebook: Notebook): CellAnchors {
  const failed = failedCell(notebook)?.index;
  const tagged = resultCells(notebook);
  const results = tagged.map(({ index }) => index).filter(at => !cellWishes(notebook.cells[at]).isRemoved);
  const claims = tagged.length > 0 ? [] : claimsOf(notebook).map(({ index }) => index);
  return new Map(
    [...results, ...claims, ...(failed === undefined ? [] : [failed])].map(at => [at, `report-cell-${at + 1}`]),
  );
}

/** Whether the outputs of a cell are shown on the first screen and not at their place. */
export function isShownFirst(cell: NotebookCell): boolean {
  const wishes = cellWishes(cell);
  return wishes.isResult && resultHtml(cell, wishes) !== '';
}

/**
 * The first screen, or nothing if the notebook neither failed nor says what it found.
 *
 * @param textHtml renders a cell of text
 */
export function firstScreenHtml(
  notebook: Notebook,
  anchors: CellAnchors,
  textHtml: (cell: MarkdownCell) => string,
): string {
  const failed = failedCell(notebook);
  const results = resultCells(notebook, textHtml);
  const found =
    results.length > 0
      ? results.map(({ index, html }) => `${html}\n${linkTo(anchors.get(index), sourceWords(notebook.cells[index]))}`)
      : claimsOf(notebook).map(claimHtml(notebook, anchors));
  const parts = [
    failed === null ? '' : failureHtml(notebook, failed, anchors),
    found.length === 0
      ? ''
      : `<section class="found" id="report-result"><h2>Result</h2>\n${found.join('\n')}\n</section>`,
  ];
  return parts.filter(html => html !== '').join('\n');
}

/** What a cell tagged `result` shows on the first screen. */
interface ResultCell {
  readonly index: number;
  readonly html: string;
}

function resultCells({ cells }: Notebook, textHtml?: (cell: MarkdownCell) => string): ResultCell[] {
  return cells.flatMap((cell, index) => {
    const wishes = cellWishes(cell);
    const html = wishes.isResult ? resultHtml(cell, wishes, textHtml) : '';
    return html === '' ? [] : [{ index, html }];
  });
}

/** What a cell shows on the first screen; of a text, without `textHtml`, its source. */
function resultHtml(cell: NotebookCell, { output }: CellWishes, textHtml?: (cell: MarkdownCell) => string): string {
  if (cell.cell_type === 'markdown') return textHtml ? textHtml(cell) : joinText(cell.source).trim();
  return cell.cell_type === 'code' && output !== 'removed' ? outputsToHtml(cell.outputs) : '';
}

/** The claims of a cell, from `summary`. */
interface Claims {
  readonly index: number;
  readonly lines: readonly string[];
}

/** The claims of the last cell that has some: a notebook ends with them. */
function claimsOf({ cells }: Notebook): Claims[] {
  const all = cells.flatMap((cell, index) => {
    if (cell.cell_type !== 'code') return [];
    const { isRemoved, output } = cellWishes(cell);
    if (isRemoved || output === 'removed') return [];
    const lines = cell.outputs.flatMap(output => ('data' in output ? summaryLines(output.data[SUMMARY_MIME]) : []));
    return lines.length === 0 ? [] : [{ index, lines }];
  });
  return all.slice(-1);
}

function summaryLines(summary: unknown): string[] {
  const lines: unknown = (summary as { lines?: unknown } | null | undefined)?.lines;
  return Array.isArray(lines) ? lines.map(String) : [];
}

const claimHtml =
  (notebook: Notebook, anchors: CellAnchors) =>
  ({ index, lines }: Claims): string => {
    const items = lines.map(line => `<li>${escapeMarkup(line)}</li>`);
    return `<ul>${items.join('')}</ul>\n${linkTo(anchors.get(index), sourceWords(notebook.cells[index]))}`;
  };

function linkTo(anchor: string | undefined, words: string): string {
  return anchor === undefined ? '' : `<p class="from"><a href="#${anchor}">${escapeMarkup(words)}</a></p>`;
}

/** Names a cell in a few words. */
function sourceWords(cell: NotebookCell): string {
  if (cell.cell_type !== 'code') return 'to its place in the report';
  return `from ${cellName(cell)}`;
}

function cellName(cell: CodeCell): string {
  const comment = openingComment(joinText(cell.source));
  const number = cell.execution_count === null ? 'a cell' : `cell ${cell.execution_count}`;
  return comment === '' ? number : `${number}: ${withoutNumber(comment)}`;
}

/** A label without the number that cells are often given: `17  How deep?` */
function withoutNumber(comment: string): string {
  return comment.replace(/^\d+[.:)]?\s+/, '');
}

/** The comment at the beginning of a cell's code, or empty. */
export function openingComment(source: string): string {
  return /^\/\/\s*(.+)/.exec(source.trimStart())?.[1] ?? '';
}

/** Characters of an error's message on the first screen. */
const MAX_MESSAGE = 500;

function failureHtml({ cells }: Notebook, { index, error }: FailedCell, anchors: CellAnchors): string {
  const failed = cells[index] as CodeCell;
  const isCode = (cell: NotebookCell): boolean => cell.cell_type === 'code' && joinText(cell.source).trim() !== '';
  const number = failed.execution_count ?? cells.slice(0, index + 1).filter(isCode).length;
  const left = cells
    .slice(index + 1)
    .filter(cell => isCode(cell) && (cell as CodeCell).execution_count === null).length;
  const rest =
    left === 0 ? '' : left === 1 ? ' The cell after it was not run.' : ` The ${left} cells after it were not run.`;
  const comment = openingComment(joinText(failed.source));
  const message = plainText(error.evalue === '' ? error.ename : `${error.ename}: ${error.evalue}`);
  const words = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)} ...` : message;
  return (
    `<section class="failed" role="alert"><p><strong>This run failed</strong> in ` +
    `<a href="#${anchors.get(index)}">cell ${number}${comment && escapeMarkup(`: ${withoutNumber(comment)}`)}</a>.${rest}</p>\n` +
    `<pre class="output error">${escapeMarkup(words)}</pre></section>`
  );
}
