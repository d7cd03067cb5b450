/**
 * An executed notebook as one HTML file that needs nothing else: no network, no scripts, no folder.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import { highlight } from './highlight.js';
import { markdownToHtml } from './markdown.js';
import { type CodeCell, joinText, type MarkdownCell, type Notebook, type NotebookCell } from './notebook-json.js';
import { outputToHtml } from './output-html.js';
import { REPORT_STYLE } from './report-style.js';

/** Settings of {@link renderReport}. */
export interface ReportOptions {
  /** Title of the page. Default: the first heading of the notebook, or `Notebook`. */
  readonly title?: string;
  /** Whether the code of the cells stands open. Default false: folded, one click away. */
  readonly codeOpen?: boolean;
  /**
   * Gives a picture that the notebook's text names as a `data:` address, or null to leave it out.
   * Default: none is found.
   */
  readonly embedPicture?: (path: string) => string | null;
}

/**
 * Renders a notebook with its outputs.
 *
 * Text, code, printed lines and error messages are escaped. What a cell showed as `text/html` or SVG
 * stands as it was made: whoever ran the notebook trusted its code. In Markdown, only harmless tags
 * stay tags.
 *
 * @example
 * const html = renderReport(notebook, { title: 'First light' });
 */
export function renderReport(notebook: Notebook, options: ReportOptions = {}): string {
  const title = escapeMarkup(options.title ?? firstHeading(notebook) ?? 'Notebook');
  const cells = notebook.cells.map(cell => renderCell(cell, options)).filter(html => html !== '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Skyframe">
<title>${title}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
${cells.join('\n')}
</main>
</body>
</html>
`;
}

function firstHeading({ cells }: Notebook): string | null {
  for (const cell of cells) {
    const heading = cell.cell_type === 'markdown' && /^#\s+(.+)$/m.exec(joinText(cell.source));
    if (heading) return heading[1].replace(/[*_`]/g, '').trim();
  }
  return null;
}

function renderCell(cell: NotebookCell, options: ReportOptions): string {
  if (cell.cell_type === 'markdown') return renderMarkdownCell(cell, options);
  if (cell.cell_type === 'code') return renderCodeCell(cell, options);
  return `<section class="raw"><pre>${escapeMarkup(joinText(cell.source))}</pre></section>`;
}

function renderMarkdownCell(cell: MarkdownCell, { embedPicture }: ReportOptions): string {
  const html = markdownToHtml(joinText(cell.source), path => attachment(cell, path) ?? embedPicture?.(path) ?? null);
  return `<section class="text">${html}</section>`;
}

/** A picture that travels inside the cell, as a `data:` address. */
function attachment(cell: MarkdownCell, path: string): string | null {
  if (!path.startsWith('attachment:')) return null;
  const bundle = cell.attachments?.[path.slice('attachment:'.length)] ?? {};
  for (const [type, data] of Object.entries(bundle))
    if (/^image\/[\w.+-]+$/.test(type) && (typeof data === 'string' || Array.isArray(data)))
      return `data:${type};base64,${joinText(data)}`;
  return null;
}

/** What stands where the code is folded: its first line if that is a comment. */
function codeLabel({ execution_count }: CodeCell, source: string): string {
  const comment = /^\/\/\s*(.+)/.exec(source.trimStart());
  if (comment) return escapeMarkup(comment[1]);
  return execution_count === null ? 'Code' : `Code of cell ${execution_count}`;
}

function renderCodeCell(cell: CodeCell, { codeOpen = false }: ReportOptions): string {
  const source = joinText(cell.source).trimEnd();
  const outputs = cell.outputs.map(outputToHtml).join('\n');
  if (source === '' && outputs === '') return '';
  const hasFailed = cell.outputs.some(output => output.output_type === 'error');
  return `<section class="code">
<details${codeOpen || hasFailed ? ' open' : ''}><summary>${codeLabel(cell, source)}</summary><pre class="source"><code>${highlight(source)}</code></pre></details>
${outputs}
</section>`;
}
