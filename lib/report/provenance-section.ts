/**
 * The end of a report: what it was made with and made of.
 *
 * It contains no date, so that equal inputs make equal reports.
 *
 * @module
 */
import { escapeMarkup } from '../core/display.js';
import type { ProvenanceFile } from '../core/provenance.js';
import { mergeRecords, PROVENANCE_MIME, type ProvenanceRecord, type RecordedStep } from '../core/provenance-record.js';
import type { Notebook } from './notebook-json.js';

/** Facts about the making of a report, in addition to the provenance of its values. */
export interface ReportMaking {
  /** Programs and their versions: `{ Skyframe: '0.1.0', Node: '20.19.0' }`. */
  readonly versions?: Readonly<Record<string, string>>;
  /** The parameters given for this run. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The parameters left at the notebook's own values. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** The notebook itself. */
  readonly notebook?: ProvenanceFile;
  /** What to call a file in the report, such as its path from the notebook's folder. Default: its path as read. */
  readonly nameFile?: (path: string) => string;
}

/** The provenance in the outputs of a notebook, each step and file once. */
function collectProvenance({ cells }: Notebook): ProvenanceRecord {
  const records = cells
    .flatMap(cell => (cell.cell_type === 'code' ? cell.outputs : []))
    .flatMap(output => ('data' in output ? [asRecord(output.data[PROVENANCE_MIME])] : []))
    .filter(record => record !== null);
  return mergeRecords(records);
}

/** Renders the section, or nothing if it would be empty. @param id id of the section */
export function provenanceToHtml(notebook: Notebook, making: ReportMaking, id: string): string {
  const { steps, files } = collectProvenance(notebook);
  const { nameFile = path => path } = making;
  const named = files.map(({ path, sha256 }) => ({ path: nameFile(path), sha256 }));
  const tables = [
    table('Made with', ['program', 'version'], Object.entries(making.versions ?? {}).map(words)),
    parametersTable(making),
    table('Steps', ['verb', 'options', 'method'], steps.map(stepRow)),
    citations(steps),
    table('Files', ['file', 'SHA-256'], [...(making.notebook ? [making.notebook] : []), ...named].map(fileRow)),
  ].filter(html => html !== '');
  if (tables.length === 0) return '';
  return `<section class="provenance"><h2 id="${escapeMarkup(id)}">Provenance</h2>\n${tables.join('\n')}\n</section>`;
}

function table(title: string, names: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const head = names.map(name => `<th scope="col">${name}</th>`).join('');
  const body = rows.map(row => `<tr>${row.map(cell => `<td>${escapeMarkup(cell)}</td>`).join('')}</tr>`);
  return `<h3>${title}</h3>\n<table class="${title.toLowerCase().replaceAll(' ', '-')}"><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

/** The parameters; where some were left at their default, it is said which. */
function parametersTable({ parameters = {}, defaults = {} }: ReportMaking): string {
  const given = Object.entries(parameters).map(([name, value]) => [name, json(value), 'given']);
  const left = Object.entries(defaults).map(([name, value]) => [name, json(value), 'default']);
  if (left.length > 0) return table('Parameters', ['name', 'value', 'from'], [...given, ...left]);
  return table(
    'Parameters',
    ['name', 'value'],
    given.map(row => row.slice(0, 2)),
  );
}

const words = ([name, value]: readonly [string, string]): string[] => [name, value];

function stepRow({ verb, options, citation = '' }: RecordedStep): string[] {
  const settings = Object.entries(options).map(([name, value]) => `${name}: ${json(value)}`);
  return [verb, settings.join(', '), citation];
}

function fileRow({ path, sha256 }: ProvenanceFile): string[] {
  return [path, sha256 === '' ? 'not read whole' : sha256];
}

/** The papers behind the steps, each once, by name. */
function citations(steps: readonly RecordedStep[]): string {
  const papers = new Set(steps.flatMap(({ citation }) => citation?.split(/;\s+/) ?? []));
  if (papers.size === 0) return '';
  const items = [...papers].sort().map(paper => `<li>${escapeMarkup(paper)}</li>`);
  return `<h3>Citations</h3>\n<ul>\n${items.join('\n')}\n</ul>`;
}

/** A value in few characters; a number keeps eight digits. */
function json(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return 'undefined';
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return String(part);
    return typeof part === 'number' ? Number(part.toPrecision(8)) : part;
  });
}

/** A record as it came from a file, whose other parts anyone may have written. */
function asRecord(value: unknown): ProvenanceRecord | null {
  const { steps, files } = (value ?? {}) as { readonly steps?: unknown; readonly files?: unknown };
  if (!Array.isArray(steps) || !Array.isArray(files)) return null;
  return { steps: steps.filter(isStep), files: files.filter(isFile) };
}

function isStep(value: unknown): value is RecordedStep {
  const { verb, options, citation } = (value ?? {}) as Record<string, unknown>;
  const isCitation = citation === undefined || typeof citation === 'string';
  return typeof verb === 'string' && typeof options === 'object' && options !== null && isCitation;
}

function isFile(value: unknown): value is ProvenanceFile {
  const { path, sha256 } = (value ?? {}) as Record<string, unknown>;
  return typeof path === 'string' && typeof sha256 === 'string';
}
