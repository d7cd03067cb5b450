/**
 * The least of the web platform's types that public signatures name.
 *
 * A notebook's compiler may have neither the DOM library nor Node's types, so signatures say what
 * they need of a `Blob`, a `URL` or an `AbortSignal`; the real ones fit.
 *
 * @module
 */

/** What is read of a `Blob` or `File`. */
export interface BlobLike {
  /** Length [bytes]. */
  readonly size: number;
  /** A part of it: from byte `start` to before byte `end`. */
  slice(start?: number, end?: number): BlobLike;
  /** Reads all of its bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What is read of a `URL`. */
export interface UrlLike {
  /** The whole address. */
  readonly href: string;
  /** The scheme with its colon: `https:`. */
  readonly protocol: string;
}

/** What is obeyed of an `AbortSignal`. */
export interface AbortSignalLike {
  /** Whether the work is to stop. */
  readonly aborted: boolean;
  /** The reason, if one was given. */
  readonly reason?: unknown;
}

/** Where bytes may come from: a path, an address, a `Blob` or the bytes themselves. */
export type Source = string | UrlLike | BlobLike | ArrayBuffer | Uint8Array;
