/**
 * The rows and cells of a table in HTML.
 *
 * @module
 */

/** A plain table: rows of equally many cells. */
export interface TableCells {
  /** The opening tag. */
  readonly open: string;
  /** Rows of the head, and of the body; each cell is its whole element. */
  readonly head: readonly TableRow[];
  readonly body: readonly TableRow[];
}

/** A row: its opening tag and its cells. */
export interface TableRow {
  readonly open: string;
  readonly cells: readonly string[];
}

const ROW = /(<tr\b[^>]*>)([\s\S]*?)<\/tr>/gi;
const CELL = /<t[hd]\b[^>]*>[\s\S]*?<\/t[hd]>/gi;

/** Reads a table; null if it is not plain: cells that span others, tables or anchors within, missing tags. */
export function tableCells(html: string): TableCells | null {
  if (/\b(?:col|row)span\b|\sid=|<script|<caption|<col/i.test(html) || html.indexOf('<table', 1) > 0) return null;
  const open = /^<table\b[^>]*>/i.exec(html)?.[0];
  if (open === undefined) return null;
  const headEnd = html.search(/<\/thead>/i);
  const rows = [...html.matchAll(ROW)].map(match => ({
    isHead: match.index < headEnd,
    row: { open: match[1], cells: match[2].match(CELL) ?? [] },
  }));
  const width = rows[0]?.row.cells.length ?? 0;
  if (width === 0 || rows.some(({ row }) => row.cells.length !== width)) return null;
  const part = (isHead: boolean): TableRow[] => rows.filter(one => one.isHead === isHead).map(({ row }) => row);
  return { open, head: part(true), body: part(false) };
}

/** The number of characters that a cell shows. */
export function cellLength(cell: string): number {
  const full = /^<td\b[^>]*\bclass="skyframe-cut"[^>]*\btitle="([^"]*)"/i.exec(cell)?.[1];
  return (full ?? cell.replace(/<[^>]*>/g, '')).replace(/&#?\w+;/g, '.').length;
}
