/**
 * What was executed, for consoles that look back: `tail`, `range` and `search` of the protocol.
 *
 * It lasts as long as the kernel and is kept in memory only.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#history
 * @module
 */

/** A cell that was run. */
interface Entry {
  readonly line: number;
  readonly code: string;
  /** Text of its result, or null. */
  output: string | null;
}

/** As the protocol requires: session, number of the cell, code, or code and output. */
type HistoryItem = [number, number, string | [string, string | null]];

/** The session of this kernel, the only one it remembers; 0 means the same. */
const SESSION = 1;
/** How many cells are kept; older ones are dropped. */
const CAPACITY = 1000;

/** The cells of this kernel. */
export class History {
  readonly #entries: Entry[] = [];

  /** Adds a cell that is about to run. */
  add(line: number, code: string): void {
    this.#entries.push({ line, code, output: null });
    if (this.#entries.length > CAPACITY) this.#entries.shift();
  }

  /** Adds the text of its result. */
  setOutput(line: number, text: string): void {
    const entry = this.#entries.findLast(candidate => candidate.line === line);
    if (entry) entry.output = text;
  }

  /** Answers a history_request, oldest first. */
  find(request: Readonly<Record<string, unknown>>): HistoryItem[] {
    const withOutput = request['output'] === true;
    return this.#select(request).map(({ line, code, output }) => [SESSION, line, withOutput ? [code, output] : code]);
  }

  #select(request: Readonly<Record<string, unknown>>): Entry[] {
    const last = (entries: Entry[]): Entry[] =>
      entries.slice(Math.max(0, entries.length - countOf(request['n'], entries.length)));
    switch (request['hist_access_type']) {
      case 'tail':
        return last(this.#entries);
      case 'range': {
        if (![0, SESSION].includes(countOf(request['session'], 0))) return [];
        const start = countOf(request['start'], 0);
        const stop = countOf(request['stop'], Number.POSITIVE_INFINITY);
        return this.#entries.filter(({ line }) => line >= start && line < stop);
      }
      case 'search': {
        const pattern = globPattern(String(request['pattern'] ?? '*'));
        const found = this.#entries.filter(({ code }) => pattern.test(code));
        return last(request['unique'] === true ? newestOfEach(found) : found);
      }
      default:
        return [];
    }
  }
}

function countOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/** `*` matches any text, `?` one character; the whole cell must match. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's');
}

function newestOfEach(entries: readonly Entry[]): Entry[] {
  const newest = new Map<string, Entry>();
  for (const entry of entries) {
    newest.delete(entry.code);
    newest.set(entry.code, entry);
  }
  return [...newest.values()];
}
