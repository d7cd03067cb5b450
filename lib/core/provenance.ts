/**
 * How a value came to be: the verbs, options, files and papers behind it.
 *
 * @module
 */

/** One step in the making of a value. */
export interface ProvenanceStep {
  /** The verb: `combine`, `measure`. */
  readonly verb: string;
  /** The options as they took effect, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The paper or manual that the step follows. */
  readonly citation?: string;
  /** Files that went in, with their SHA-256 where the bytes were read. */
  readonly files?: readonly ProvenanceFile[];
}

/** A file that went into a step. */
export interface ProvenanceFile {
  /** Path or address as it was given. */
  readonly path: string;
  /** Hexadecimal SHA-256 of the bytes; empty if the file was not read whole. */
  readonly sha256: string;
}

/** The steps from the files to the value, oldest first. */
export type Provenance = readonly ProvenanceStep[];

/** Adds a step; the list given is not changed. */
export function withStep(provenance: Provenance, step: ProvenanceStep): Provenance {
  return Object.freeze([...provenance, Object.freeze(step)]);
}
