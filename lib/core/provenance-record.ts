/**
 * Provenance as it travels with a display: small, in plain JSON, each step and each file once.
 *
 * @module
 */
import type { Provenance, ProvenanceFile } from './provenance.js';

/** The MIME type by which a report finds the record among a value's forms. */
export const PROVENANCE_MIME = 'application/vnd.skyframe.provenance+json';

/** One step of a {@link ProvenanceRecord}; its files are in the record's list. */
export interface RecordedStep {
  readonly verb: string;
  /** The options as they took effect, long lists shortened. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly citation?: string;
}

/** How a value came to be: its steps, oldest first, and its files, sorted by path. */
export interface ProvenanceRecord {
  readonly steps: readonly RecordedStep[];
  readonly files: readonly ProvenanceFile[];
}

/** Maximum number of items kept of a list in an option ... */
const LIST_LENGTH = 12;
/** ... so deep an option is followed ... */
const DEPTH = 3;
/** ... and of characters of a text. */
const TEXT_LENGTH = 200;

/** The record of a provenance, or null if there are no steps. */
export function provenanceRecord(provenance: Provenance): ProvenanceRecord | null {
  if (provenance.length === 0) return null;
  const steps = new Map<string, RecordedStep>();
  for (const { verb, options, citation } of provenance) {
    const step: RecordedStep = {
      verb,
      options: plainOptions(options, DEPTH),
      ...(citation === undefined ? {} : { citation }),
    };
    steps.set(JSON.stringify(step), step);
  }
  return { steps: [...steps.values()], files: mergeFiles(provenance.flatMap(step => step.files ?? [])) };
}

/** Joins records: each step and each file once, steps in the order of their first appearance. */
export function mergeRecords(records: readonly ProvenanceRecord[]): ProvenanceRecord {
  const steps = new Map(records.flatMap(record => record.steps).map(step => [JSON.stringify(step), step] as const));
  return { steps: [...steps.values()], files: mergeFiles(records.flatMap(record => record.files)) };
}

/**
 * Each file once, sorted by path; one that was read whole wins over the same read for its header. A file
 * that changed between two readings is listed with both checksums.
 */
function mergeFiles(files: readonly ProvenanceFile[]): ProvenanceFile[] {
  const checksums = new Map<string, Set<string>>();
  for (const { path, sha256 } of files) {
    const known = checksums.get(path) ?? new Set();
    if (sha256 !== '') known.add(sha256);
    checksums.set(path, known);
  }
  return [...checksums]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([path, known]) => (known.size === 0 ? [''] : [...known]).map(sha256 => ({ path, sha256 })));
}

function plainOptions(options: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, plainValue(value, depth)]),
  );
}

/** A value that JSON keeps unchanged: NaN and infinities as words, functions and long lists shortened. */
function plainValue(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string')
    return value.length <= TEXT_LENGTH ? value : `${value.slice(0, TEXT_LENGTH)} ... (${value.length} characters)`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return String(value);
  const list = asList(value);
  if (depth === 0) return list ? `a list of ${list.length}` : 'an object';
  if (!list) return plainOptions(value as Record<string, unknown>, depth - 1);
  const kept = Array.from({ length: Math.min(list.length, LIST_LENGTH) }, (_, i) => plainValue(list[i], depth - 1));
  return list.length <= LIST_LENGTH ? kept : [...kept, `... (${list.length} in all)`];
}

function asList(value: object): ArrayLike<unknown> | null {
  if (Array.isArray(value)) return value;
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? (value as unknown as ArrayLike<unknown>) : null;
}
