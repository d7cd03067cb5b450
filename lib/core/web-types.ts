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
  readonly size: number;
  slice(start?: number, end?: number): BlobLike;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What is read of a `URL`. */
export interface UrlLike {
  readonly href: string;
  readonly protocol: string;
}

/** What is obeyed of an `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/** Where bytes may come from: a path, an address, a `Blob` or the bytes themselves. */
export type Source = string | UrlLike | BlobLike | ArrayBuffer | Uint8Array;
