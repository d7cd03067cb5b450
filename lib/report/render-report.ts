/**
 * Renders an executed notebook as one self-contained HTML file: no network, no folder, and no scripts
 * except for convenience.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import { contentsHtml, PagePlaces } from './headings.js';
import { highlight } from './highlight.js';
import { markdownToHtml } from './markdown.js';
import { type CodeCell, joinText, type MarkdownCell, type Notebook, type NotebookCell } from './notebook-json.js';
import { outputToHtml } from './output-html.js';
import { provenanceToHtml, type ReportMaking } from './provenance-section.js';
import { CODE_BUTTON, REPORT_SCRIPT } from './report-script.js';
import { REPORT_STYLE } from './report-style.js';

/** Settings of {@link renderReport}. */
export interface ReportOptions {
  /** Title of the page. Default: the first heading of the notebook, or the name of its file. */
  readonly title?: string;
  /** Whether the code of the cells is expanded. Default: false, folded. */
  readonly codeOpen?: boolean;
  /**
   * Returns a picture that the notebook's text names as a `data:` address, or null to leave it out.
   * Default: none is found.
   */
  readonly embedPicture?: (path: string) => string | null;
  /** Versions, parameters and the notebook's own checksum, for the provenance at the end. Default: omitted. */
  readonly making?: ReportMaking;
}

/**
 * Renders a notebook with its outputs.
 *
 * Text, code, printed lines and error messages are escaped. What a cell showed as `text/html` or SVG
 * is included unchanged: whoever ran the notebook trusted its code. In Markdown, only harmless tags
 * stay tags.
 *
 * @example
 * const html = renderReport(notebook, { title: 'First light' });
 */
export function renderReport(notebook: Notebook, options: ReportOptions = {}): string {
  const name = options.making?.notebook?.path.replace(/\.ipynb$/, '');
  const title = escapeMarkup(options.title ?? firstHeading(notebook) ?? name ?? 'Notebook');
  const places = new PagePlaces();
  const labels = hasChapters(notebook) ? null : places; // without chapters, the labels of the cells are the contents
  const cells = notebook.cells.map(cell => renderCell(cell, options, places, labels)).filter(html => html !== '');
  const end = provenanceToHtml(notebook, options.making ?? {}, places.add(2, 'Provenance'));
  const contents = contentsHtml(end === '' ? places.all.slice(0, -1) : places.all);
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
<header>${CODE_BUTTON}</header>
<main>
${withContents(cells, contents).join('\n')}
${end}
</main>
<script>${REPORT_SCRIPT}</script>
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

/** The table of contents comes after the title and its text, or first if there is no title. */
function withContents(cells: readonly string[], contents: string): string[] {
  const start = cells[0]?.startsWith('<section class="text"><h1') ? 1 : 0;
  return [...cells.slice(0, start), ...(contents === '' ? [] : [contents]), ...cells.slice(start)];
}

/** Whether the text has headings besides its title. */
function hasChapters({ cells }: Notebook): boolean {
  const texts = cells.filter(cell => cell.cell_type === 'markdown').map(cell => joinText(cell.source));
  const headings = texts.flatMap(text => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').match(/^#{1,4}\s+\S/gm) ?? []);
  return headings.length > 1;
}

function renderCell(cell: NotebookCell, options: ReportOptions, places: PagePlaces, labels: PagePlaces | null): string {
  if (cell.cell_type === 'markdown') return renderMarkdownCell(cell, options, places);
  if (cell.cell_type === 'code') return renderCodeCell(cell, options, labels);
  return `<section class="raw"><pre>${escapeMarkup(joinText(cell.source))}</pre></section>`;
}

function renderMarkdownCell(cell: MarkdownCell, { embedPicture }: ReportOptions, places: PagePlaces): string {
  const picture = (path: string): string | null => attachment(cell, path) ?? embedPicture?.(path) ?? null;
  return `<section class="text">${markdownToHtml(joinText(cell.source), picture, places)}</section>`;
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

/** The comment at the beginning of a cell's code, or empty. */
function openingComment(source: string): string {
  return /^\/\/\s*(.+)/.exec(source.trimStart())?.[1] ?? '';
}

function renderCodeCell(cell: CodeCell, { codeOpen = false }: ReportOptions, labels: PagePlaces | null): string {
  const source = joinText(cell.source).trimEnd();
  const outputs = cell.outputs.map(outputToHtml).join('\n');
  if (source === '' && outputs === '') return '';
  const hasFailed = cell.outputs.some(output => output.output_type === 'error');
  const comment = openingComment(source);
  const label = comment || (cell.execution_count === null ? 'Code' : `Code of cell ${cell.execution_count}`);
  const id = labels && comment ? ` id="${escapeMarkup(labels.add(2, comment))}"` : '';
  return `<section class="code"${id}>
<details${comment && ' class="labelled"'}${codeOpen || hasFailed ? ' open' : ''}><summary>${escapeMarkup(label)}</summary><pre class="source"><code>${highlight(source)}</code></pre></details>
${outputs}
</section>`;
}
