/**
 * Completions of a place in a cell: the compiler's in our order, and our own where it has none.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';
import { type CompletionPlace, escaped, type QuotedPlace, quotedPlace } from './completion-place.js';
import { pathMatches } from './file-paths.js';
import { orderedEntries } from './member-order.js';
import { optionNames } from './option-names.js';
import { pathKindAt } from './path-places.js';
import { quotedValues } from './quoted-values.js';

/** Completions with the part of the cell that they replace, where that is not the name at the position. */
export interface CellCompletions extends TypeScript.CompletionInfo {
  /** Positions in the cell. */
  readonly replaced?: { readonly start: number; readonly end: number };
}

/** @param compilers asks the compiler for its completions of the place */
export function completeCell(
  place: CompletionPlace,
  compilers: () => TypeScript.CompletionInfo | undefined,
): CellCompletions | undefined {
  const quoted = quotedPlace(place);
  if (quoted) return inQuotes(place, quoted, compilers);
  const info = compilers();
  if (!info) return undefined;
  const options = optionNames(place);
  return { ...info, entries: options ? optionEntries(options, info.entries) : orderedEntries(place, info.entries) };
}

/** Files where a path is meant, else columns and values of options, else what the compiler knows. */
function inQuotes(
  place: CompletionPlace,
  quoted: QuotedPlace,
  compilers: () => TypeScript.CompletionInfo | undefined,
): CellCompletions {
  const { ts } = place;
  const { quote, typed } = quoted;
  const paths = pathKindAt(place, quoted);
  const matches = paths === null ? [] : pathMatches(typed, paths, place.folder);
  if (matches.length > 0)
    return cellCompletions(
      matches.map(({ name, kind }) => quotedEntry(name, quote, kind as TypeScript.ScriptElementKind)),
      lastPart(place, quoted),
    );
  const values = quotedValues(place, quoted.literal).filter(({ text }) => isBegun(text, typed));
  if (values.length > 0)
    return cellCompletions(
      values.map(({ text, note }) => quotedEntry(text, quote, ts.ScriptElementKind.string, note)),
      inCell(place, quoted.start, quoted.end),
    );
  const found = (compilers()?.entries ?? []).filter(({ name }) => name !== '' && isBegun(name, typed));
  const entries = orderedEntries(place, found).sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
  return cellCompletions(entries, inCell(place, quoted.start, quoted.end));
}

/** What follows the last slash before the position, to the next slash or the closing quote. */
function lastPart(place: CompletionPlace, { start, end }: QuotedPlace): { start: number; end: number } {
  const { file, position } = place;
  const begin = start + file.text.slice(start, position).lastIndexOf('/') + 1;
  const slash = file.text.slice(position, end).indexOf('/');
  return inCell(place, begin, slash < 0 ? end : position + slash + 1);
}

/** The compiler's file of a cell has one line more in front. */
function inCell({ file }: CompletionPlace, start: number, end: number): { start: number; end: number } {
  const prefix = file.text.indexOf('\n') + 1;
  return { start: start - prefix, end: end - prefix };
}

function isBegun(text: string, typed: string): boolean {
  return text.toLowerCase().startsWith(typed.toLowerCase());
}

function optionEntries(
  options: readonly { readonly name: string; readonly note: string }[],
  compilers: readonly TypeScript.CompletionEntry[],
): TypeScript.CompletionEntry[] {
  const known = new Map(compilers.map(entry => [entry.name, entry]));
  return options.map(({ name, note }, index) => ({
    ...(known.get(name) ?? entryOf(name, 'property' as TypeScript.ScriptElementKind)),
    sortText: String(index).padStart(5, '0'),
    ...(note === '' ? {} : { labelDetails: { description: note } }),
  }));
}

/** A name in quotes; `insertText` is how it is written there. */
function quotedEntry(
  name: string,
  quote: string,
  kind: TypeScript.ScriptElementKind,
  note?: string,
): TypeScript.CompletionEntry {
  const written = escaped(name, quote);
  return { ...entryOf(name, kind, note), ...(written === name ? {} : { insertText: written }) };
}

function entryOf(name: string, kind: TypeScript.ScriptElementKind, note?: string): TypeScript.CompletionEntry {
  return { name, kind, sortText: '', ...(note ? { labelDetails: { description: note } } : {}) };
}

function cellCompletions(
  entries: TypeScript.CompletionEntry[],
  replaced: { start: number; end: number },
): CellCompletions {
  const flags = { isGlobalCompletion: false, isMemberCompletion: false, isNewIdentifierLocation: false };
  return {
    ...flags,
    entries: entries.map((entry, index) => ({ ...entry, sortText: String(index).padStart(5, '0') })),
    replaced,
  };
}

/** What the compiler asks of the file system to complete a path in `import ... from './'`. */
export function completionHost(ts: PatchableTypeScript, program: TypeScript.Program, folder: string): object {
  return {
    ...ts.sys,
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => program.getCompilerOptions(),
    useCaseSensitiveFileNames: () => true,
  };
}
