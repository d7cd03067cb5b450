/**
 * Renders one output of a cell as HTML: the richest form that a page without its own scripts can show.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import { inlineFigures } from './inline-figures.js';
import { markdownToHtml } from './markdown.js';
import { joinText, type NotebookMimeBundle, type NotebookOutput } from './notebook-json.js';
import { type PrintedText, printedHtml } from './printed-text.js';
import { withPaperTables } from './tables/paper-tables.js';

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Renders the outputs of a cell; progress lines, which only mattered while the cell ran, are dropped. */
export function outputsToHtml(outputs: readonly NotebookOutput[]): string {
  const parts: string[] = [];
  let printed: PrintedText[] = []; // stdout and stderr in turn are one log
  const endLog = (): void => {
    if (printed.length > 0) parts.push(printedHtml(printed));
    printed = [];
  };
  for (const output of outputs.filter(one => !isProgress(one))) {
    if (output.output_type === 'stream') {
      printed.push({ kind: output.name === 'stderr' ? 'stderr' : 'stdout', text: joinText(output.text) });
      continue;
    }
    endLog();
    parts.push(outputToHtml(output));
  }
  endLog();
  return parts.filter(html => html !== '').join('\n');
}

function outputToHtml(output: Exclude<NotebookOutput, { output_type: 'stream' }>): string {
  if (output.output_type !== 'error') return bundleToHtml(output.data);
  const text = output.traceback.join('\n') || `${output.ename}: ${output.evalue}`;
  return printedHtml([{ kind: 'error', text }]);
}

function isProgress(output: NotebookOutput): boolean {
  if (!('metadata' in output)) return false;
  return (output.metadata?.['skyframe'] as { progress?: boolean } | undefined)?.progress === true;
}

function bundleToHtml(bundle: NotebookMimeBundle): string {
  const html = text(bundle, 'text/html');
  if (html !== null) return `<div class="output html">${withPaperTables(inlineFigures(html))}</div>`;
  const svg = text(bundle, 'image/svg+xml');
  if (svg !== null) return `<figure class="output">${withoutProlog(svg)}</figure>`;
  for (const type of PICTURES) {
    const data = text(bundle, type);
    if (data !== null) return pictureToHtml(type, data, text(bundle, 'text/plain') ?? '');
  }
  const markdown = text(bundle, 'text/markdown');
  if (markdown !== null)
    return `<div class="output text">${withPaperTables(markdownToHtml(markdown, () => null))}</div>`;
  const plain = text(bundle, 'text/plain');
  return plain === null ? '' : printedHtml([{ kind: 'result', text: plain }]);
}

function pictureToHtml(type: string, data: string, description: string): string {
  const bytes = data.replace(/[^A-Za-z0-9+/=]/g, '');
  return `<figure class="output"><img src="data:${type};base64,${bytes}" alt="${escapeMarkup(description)}"></figure>`;
}

/** Removes the XML declaration and document type, which are not allowed inside a page. */
function withoutProlog(svg: string): string {
  return svg.replace(/^\s*(<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|\s)+/i, '');
}

function text(bundle: NotebookMimeBundle, type: string): string | null {
  const form = bundle[type];
  return typeof form === 'string' || Array.isArray(form) ? joinText(form) : null;
}
