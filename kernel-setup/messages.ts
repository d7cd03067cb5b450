/**
 * What a running cell sends, in the terms of the Jupyter protocol.
 *
 * The runner puts these into a notebook file, the supervisor onto a socket; the executor knows neither.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html
 * @module
 */

/** The forms of a value by MIME type; binary forms are base64. */
export type MimeBundle = Record<string, unknown>;

/** Text that was printed. */
interface StreamContent {
  readonly name: 'stdout' | 'stderr';
  readonly text: string;
}

/** Something shown: in place (`display_data`) or instead of an earlier one (`update_display_data`). */
interface DisplayContent {
  readonly data: MimeBundle;
  readonly metadata: Record<string, unknown>;
  readonly transient: { readonly display_id?: string };
}

/** The value of the last expression. */
interface ResultContent {
  readonly execution_count: number;
  readonly data: MimeBundle;
  readonly metadata: Record<string, unknown>;
}

/** The error that ended a cell. */
export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** One message of a running cell. */
export type OutputMessage =
  | { readonly type: 'stream'; readonly content: StreamContent }
  | { readonly type: 'display_data'; readonly content: DisplayContent }
  | { readonly type: 'update_display_data'; readonly content: DisplayContent }
  | { readonly type: 'execute_result'; readonly content: ResultContent }
  | { readonly type: 'error'; readonly content: ErrorContent }
  | { readonly type: 'clear_output'; readonly content: { readonly wait: boolean } };

/** What a comm's message carries beside its data: metadata as JSON, and bytes as they are. */
export interface CommExtras {
  /** Default: none. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Default: none. */
  readonly buffers?: readonly Uint8Array[];
}

/**
 * A message of a comm: a channel between an object in a cell and its counterpart in the front end.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
export type CommMessage =
  | ({ readonly type: 'comm_open'; readonly content: CommOpenContent } & CommExtras)
  | ({ readonly type: 'comm_msg' | 'comm_close'; readonly content: CommContent } & CommExtras);

/** What is said over a comm. */
interface CommContent {
  readonly comm_id: string;
  /** Anything that JSON can carry. */
  readonly data: unknown;
}

/** The beginning of a comm. */
interface CommOpenContent extends CommContent {
  /** Name under which the other side waits for comms of this kind. */
  readonly target_name: string;
}

/** Receives the messages of a cell in order. */
export type Publish = (message: OutputMessage) => void;

/** How a cell ended. */
export type CellResult = { readonly status: 'ok' } | ({ readonly status: 'error' } & ErrorContent);

/** Completions at a place in a cell. Positions count UTF-16 units. */
export interface CompletionResult {
  readonly start: number;
  readonly end: number;
  readonly matches: readonly CompletionMatch[];
}

/** One completion. */
export interface CompletionMatch {
  readonly text: string;
  /** The text as it is written between its quotes, where that differs. */
  readonly written?: string;
  /** What it is: `property`, `method`, `function`, `const`, `class`, `keyword`, ... */
  readonly kind: string;
  /** Its type in short, of a column with the unit: `number, mag`. */
  readonly type?: string;
}

/** What is known of the name at a place in a cell. */
export interface InspectionResult {
  /** The declaration, on one or more lines. */
  readonly signature: string;
  /** Its documentation, in Markdown; empty if there is none. */
  readonly documentation: string;
}

/** Whether a cell is complete, for consoles. */
export interface CompletenessResult {
  readonly status: 'complete' | 'incomplete' | 'invalid' | 'unknown';
  /** Blanks for the next line. */
  readonly indent: string;
}
