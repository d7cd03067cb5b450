/**
 * Renders an executed notebook as one self-contained HTML file: no network, no folder, and no scripts
 * except for convenience.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import { type CellWishes, cellWishes } from './cell-tags.js';
import { contentsHtml, PagePlaces } from './contents/headings.js';
import {
  type CellAnchors,
  cellAnchors,
  firstScreenHtml,
  hasFailed,
  isShownFirst,
  openingComment,
} from './first-screen.js';
import { highlight } from './highlight.js';
import { markdownToHtml } from './markdown.js';
import { type CodeCell, joinText, type MarkdownCell, type Notebook, type NotebookCell } from './notebook-json.js';
import { outputsToHtml } from './output-html.js';
import { provenanceToHtml, type ReportMaking } from './provenance-section.js';
import { CODE_BUTTON, REPORT_SCRIPT } from './report-script.js';
import { REPORT_STYLE } from './report-style.js';
import { withPaperTables } from './tables/paper-tables.js';

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
  const anchors = cellAnchors(notebook);
  const page = { options, places, labels, anchors };
  const cells = notebook.cells.map((cell, index) => renderCell(cell, index, page)).filter(html => html !== '');
  const end = provenanceToHtml(notebook, options.making ?? {}, places.add(2, 'Provenance'));
  const contents = contentsHtml(end === '' ? places.all.slice(0, -1) : places.all);
  const found = firstScreenHtml(notebook, anchors, cell => textHtml(cell, options, null));
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
${withBeginning(cells, found, contents).join('\n')}
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

/** What was found comes below the title; the contents come after the text of the title, or first if there is none. */
function withBeginning(cells: readonly string[], found: string, contents: string): string[] {
  const title = /^(<section class="text"[^>]*>)(<h1\b[\s\S]*?<\/h1>)\n?/.exec(cells[0] ?? '');
  const added = (html: string): string[] => (html === '' ? [] : [html]);
  if (title === null) return [...added(found), ...added(contents), ...cells];
  const [whole, section, heading] = title;
  const text = cells[0].slice(whole.length);
  const first =
    found === ''
      ? [cells[0]]
      : [`${section}${heading}</section>`, found, ...(text === '</section>' ? [] : [section + text])];
  return [...first, ...added(contents), ...cells.slice(1)];
}

/** Whether the text has headings besides its title. */
function hasChapters({ cells }: Notebook): boolean {
  const texts = cells.filter(cell => cell.cell_type === 'markdown').map(cell => joinText(cell.source));
  const headings = texts.flatMap(text => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').match(/^#{1,4}\s+\S/gm) ?? []);
  return headings.length > 1;
}

/** What the rendering of a cell needs of its page. */
interface Page {
  readonly options: ReportOptions;
  readonly places: PagePlaces;
  /** Receives the labels of cells, where they are the contents. */
  readonly labels: PagePlaces | null;
  readonly anchors: CellAnchors;
}

function renderCell(cell: NotebookCell, index: number, page: Page): string {
  const wishes = cellWishes(cell);
  if (wishes.isRemoved && !hasFailed(cell)) return ''; // the cell that failed is seen
  if (cell.cell_type === 'markdown') return renderMarkdownCell(cell, index, page);
  if (cell.cell_type === 'code') return renderCodeCell(cell, index, page, wishes);
  return `<section class="raw"><pre>${escapeMarkup(joinText(cell.source))}</pre></section>`;
}

function renderMarkdownCell(cell: MarkdownCell, index: number, { options, places, anchors }: Page): string {
  if (isShownFirst(cell)) return `<section class="text"${anchorId(anchors, index)}>${SHOWN_ABOVE}</section>`;
  return textHtml(cell, options, places);
}

/** A cell of text; its headings can be linked to if there are places. */
function textHtml(cell: MarkdownCell, { embedPicture }: ReportOptions, places: PagePlaces | null): string {
  const picture = (path: string): string | null => attachment(cell, path) ?? embedPicture?.(path) ?? null;
  return `<section class="text">${withPaperTables(markdownToHtml(joinText(cell.source), picture, places))}</section>`;
}

function anchorId(anchors: CellAnchors, index: number): string {
  const anchor = anchors.get(index);
  return anchor === undefined ? '' : ` id="${anchor}"`;
}

const SHOWN_ABOVE = '<p class="from"><a href="#report-result">shown above, under Result</a></p>';

/** A picture that travels inside the cell, as a `data:` address. */
function attachment(cell: MarkdownCell, path: string): string | null {
  if (!path.startsWith('attachment:')) return null;
  const bundle = cell.attachments?.[path.slice('attachment:'.length)] ?? {};
  for (const [type, data] of Object.entries(bundle))
    if (/^image\/[\w.+-]+$/.test(type) && (typeof data === 'string' || Array.isArray(data)))
      return `data:${type};base64,${joinText(data)}`;
  return null;
}

function renderCodeCell(cell: CodeCell, index: number, page: Page, wishes: CellWishes): string {
  const code = codeHtml(cell, page, wishes);
  const outputs = cellOutputsHtml(cell, wishes);
  if (code === '' && outputs === '') return '';
  const comment = openingComment(joinText(cell.source));
  const id = page.labels && comment && code !== '' ? ` id="${escapeMarkup(page.labels.add(2, comment))}"` : '';
  const anchor = page.anchors.get(index);
  const target = anchor === undefined ? '' : id === '' ? '' : `<a id="${anchor}"></a>`;
  return `<section class="code"${id || anchorId(page.anchors, index)}>${target}
${[code, outputs].filter(html => html !== '').join('\n')}
</section>`;
}

/** The code, folded under its label. */
function codeHtml(cell: CodeCell, { options }: Page, { input }: CellWishes): string {
  const source = joinText(cell.source).trimEnd();
  if (source === '' || (input === 'removed' && !hasFailed(cell))) return '';
  const isOpen = hasFailed(cell) || (input !== 'folded' && options.codeOpen === true);
  const comment = openingComment(source);
  const label = comment || (cell.execution_count === null ? 'Code' : `Code of cell ${cell.execution_count}`);
  return `<details${comment && ' class="labelled"'}${isOpen ? ' open' : ''}><summary>${escapeMarkup(label)}</summary><pre class="source"><code>${highlight(source)}</code></pre></details>`;
}

function cellOutputsHtml(cell: CodeCell, { output }: CellWishes): string {
  if (hasFailed(cell)) return outputsToHtml(cell.outputs);
  if (isShownFirst(cell)) return SHOWN_ABOVE;
  const html = output === 'removed' ? '' : outputsToHtml(cell.outputs);
  if (output !== 'folded' || html === '') return html;
  const number = cell.execution_count === null ? '' : ` of cell ${cell.execution_count}`;
  return `<details class="hidden-output"><summary>Output${number}</summary>\n${html}</details>`;
}
