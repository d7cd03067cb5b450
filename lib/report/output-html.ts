/**
 * Renders one output of a cell as HTML: the richest form that a page without its own scripts can show.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import { markdownToHtml } from './markdown.js';
import { joinText, type MultilineText, type NotebookMimeBundle, type NotebookOutput } from './notebook-json.js';

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Renders an output; progress lines, which only mattered while the cell ran, are dropped. */
export function outputToHtml(output: NotebookOutput): string {
  switch (output.output_type) {
    case 'stream':
      return `<pre class="output ${output.name === 'stderr' ? 'stderr' : 'stdout'}">${plain(shortened(joinText(output.text)))}</pre>`;
    case 'error':
      return `<pre class="output error" role="alert">${plain(output.traceback.join('\n') || `${output.ename}: ${output.evalue}`)}</pre>`;
    default:
      if (isProgress(output.metadata)) return '';
      return bundleToHtml(output.data);
  }
}

/** Number of characters of printed text shown at the beginning and at the end. */
const SHOWN = { head: 60_000, tail: 20_000 };

/** Printed text as a page shows it: if long, the beginning and the end, in whole lines. */
function shortened(text: string): string {
  if (text.length <= SHOWN.head + SHOWN.tail) return text;
  const head = text.slice(0, SHOWN.head).replace(/[^\n]*$/, '') || text.slice(0, SHOWN.head);
  const tail = text.slice(-SHOWN.tail).replace(/^[^\n]*\n/, '');
  const left = text.length - head.length - tail.length;
  return `${head}... (${left} characters are left out here; the executed notebook has them)\n${tail}`;
}

function isProgress(metadata: Readonly<Record<string, unknown>> | undefined): boolean {
  return (metadata?.['skyframe'] as { progress?: boolean } | undefined)?.progress === true;
}

function bundleToHtml(bundle: NotebookMimeBundle): string {
  const html = text(bundle, 'text/html');
  if (html !== null) return `<div class="output html">${html}</div>`;
  const svg = text(bundle, 'image/svg+xml');
  if (svg !== null) return `<figure class="output">${withoutProlog(svg)}</figure>`;
  for (const type of PICTURES) {
    const data = text(bundle, type);
    if (data !== null) return pictureToHtml(type, data, text(bundle, 'text/plain') ?? '');
  }
  const markdown = text(bundle, 'text/markdown');
  if (markdown !== null) return `<div class="output text">${markdownToHtml(markdown, () => null)}</div>`;
  return `<pre class="output result">${plain(text(bundle, 'text/plain') ?? '')}</pre>`;
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

const ESCAPE_SEQUENCE = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');

/** Escaped text, without a terminal's colours. */
function plain(value: MultilineText): string {
  return escapeMarkup(joinText(value).replace(ESCAPE_SEQUENCE, ''));
}
