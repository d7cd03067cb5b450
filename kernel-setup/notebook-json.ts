/**
 * The notebook types of the library, which the runner fills and the report reads.
 *
 * Its types only: nothing of the library is loaded.
 *
 * @module
 */
import type { MultilineText } from 'skyframe/report';

export type {
  CodeCell,
  ErrorOutput,
  Notebook,
  NotebookCell,
  NotebookOutput,
} from 'skyframe/report';

/** Text as one string. */
export function joinText(text: MultilineText): string {
  return typeof text === 'string' ? text : text.join('');
}
