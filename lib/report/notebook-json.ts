/**
 * A Jupyter notebook as stored in its file (nbformat 4).
 *
 * Only what is read or written here is declared; everything else in a file is preserved.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 * @module
 */

/** Text in a notebook file: one string, or its lines with their line ends. */
export type MultilineText = string | readonly string[];

/** The forms of one output by MIME type; binary forms are base64, JSON forms are objects. */
export type NotebookMimeBundle = Readonly<Record<string, MultilineText | Readonly<Record<string, unknown>>>>;

/** Text that a cell printed. */
interface StreamOutput {
  readonly output_type: 'stream';
  readonly name: 'stdout' | 'stderr';
  readonly text: MultilineText;
}

/** Something a cell showed while it ran. */
interface DisplayOutput {
  readonly output_type: 'display_data';
  readonly data: NotebookMimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The value of a cell's last expression. */
interface ResultOutput {
  readonly output_type: 'execute_result';
  readonly execution_count: number | null;
  readonly data: NotebookMimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The error that ended a cell. */
export interface ErrorOutput {
  readonly output_type: 'error';
  /** Name of the error's class. */
  readonly ename: string;
  /** The message. */
  readonly evalue: string;
  /** The lines shown to the reader. */
  readonly traceback: readonly string[];
}

/** One output of a code cell. */
export type NotebookOutput = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** What all cells have. */
interface CellBase {
  readonly id?: string;
  readonly metadata: { readonly tags?: readonly string[]; readonly [name: string]: unknown };
  readonly source: MultilineText;
}

/** A cell of code with what it put out. */
export interface CodeCell extends CellBase {
  readonly cell_type: 'code';
  readonly execution_count: number | null;
  readonly outputs: readonly NotebookOutput[];
}

/** A cell of text in Markdown. */
export interface MarkdownCell extends CellBase {
  readonly cell_type: 'markdown';
  /** Pictures that travel inside the cell: file name to MIME bundle. */
  readonly attachments?: Readonly<Record<string, NotebookMimeBundle>>;
}

/** A cell that is shown unchanged. */
interface RawCell extends CellBase {
  readonly cell_type: 'raw';
}

/** A cell of any type. */
export type NotebookCell = CodeCell | MarkdownCell | RawCell;

/** A whole notebook. */
export interface Notebook {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly NotebookCell[];
}

/** Text as one string. */
export function joinText(text: MultilineText): string {
  return typeof text === 'string' ? text : text.join('');
}
