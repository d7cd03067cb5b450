/**
 * Remembers what was compiled, so that an error can point at the line the user wrote.
 *
 * @module
 */
import { SourceMap } from 'node:module';

/** A place in a source. Line and column count from 1. */
export interface SourcePlace {
  /** `cell 3`, or the path of a file. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** The line of source text at that place. */
  readonly text: string;
}

/** One compiled source. */
interface CompiledSource {
  readonly name: string;
  readonly lines: readonly string[];
  /** Source maps from what runs back to what was written, the last step first. */
  readonly maps: readonly string[];
  /** Number of lines before the first mapped one in the running code. */
  readonly scriptLinesBefore: number;
  /** Number of lines before the user's first one in the compiled code. */
  readonly sourceLinesBefore: number;
}

/** Sources kept; an error in an older cell is shown without its line. */
const CAPACITY = 1000;

/** The compiled cells and files of one session, by the script name in a stack. */
export class CompiledSources {
  readonly #sources = new Map<string, CompiledSource>();

  /** Script name under which a cell runs. */
  static cellScript(count: number): string {
    return `skyframe-cell-${count}`;
  }

  /** Remembers a cell; tslab puts a line before its text and its wrapper before what runs. */
  addCell(count: number, source: string, maps: readonly string[]): void {
    this.#add(CompiledSources.cellScript(count), {
      name: `cell ${count}`,
      lines: source.split('\n'),
      maps,
      scriptLinesBefore: 1,
      sourceLinesBefore: 1,
    });
  }

  /** Remembers a local module. */
  addFile(path: string, source: string, maps: readonly string[]): void {
    this.#add(path, {
      name: path,
      lines: source.split('\n'),
      maps,
      scriptLinesBefore: 0,
      sourceLinesBefore: 0,
    });
  }

  /** What the user wrote at a place in a compiled script, or null if the script is not ours. */
  find(script: string, line: number, column: number): SourcePlace | null {
    const source = this.#sources.get(script);
    if (!source) return null;
    let at = { line: line - 1 - source.scriptLinesBefore, column: column - 1 };
    for (const map of source.maps) {
      const entry = new SourceMap(JSON.parse(map)).findEntry(at.line, at.column);
      // Between the mapped lines is code that the compiler and tslab added.
      if (!('originalLine' in entry) || entry.generatedLine !== at.line) return null;
      at = { line: entry.originalLine, column: entry.originalColumn };
    }
    const index = at.line - source.sourceLinesBefore;
    const text = source.lines[index];
    return text === undefined ? null : { name: source.name, line: index + 1, column: at.column + 1, text };
  }

  #add(script: string, source: CompiledSource): void {
    this.#sources.delete(script);
    this.#sources.set(script, source);
    for (const oldest of this.#sources.keys()) {
      if (this.#sources.size <= CAPACITY) break;
      this.#sources.delete(oldest);
    }
  }
}

const INLINE_MAP = /\n?\/\/# sourceMappingURL=data:application\/json;(?:charset=[^;,]+;)?base64,([A-Za-z0-9+/=]+)\s*$/;

/** Splits JavaScript from the source map at its end. */
export function splitInlineMap(code: string): { code: string; map: string | null } {
  const match = INLINE_MAP.exec(code);
  if (!match) return { code, map: null };
  return { code: code.slice(0, match.index), map: Buffer.from(match[1], 'base64').toString('utf8') };
}

/** Removes the line that names a source map. */
export function withoutMapComment(code: string): string {
  return code.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '');
}
