/**
 * The notebook types of the library, which the runner fills and the report reads.
 *
 * Its types only: nothing of the library is loaded. They come from the built declarations, because
 * the two folders are compiled one after the other into one `dist/`.
 *
 * @module
 */
import type { MultilineText } from '../dist/report/notebook-json.js';

export type {
  CodeCell,
  ErrorOutput,
  Notebook,
  NotebookCell,
  NotebookOutput,
} from '../dist/report/notebook-json.js';

/** Text as one string. */
export function joinText(text: MultilineText): string {
  return typeof text === 'string' ? text : text.join('');
}
