/**
 * The tags of a cell that a report heeds, as nbconvert and Jupyter Book know them.
 *
 * `remove-cell`, `remove-input` and `remove-output` leave out the cell, its code or its outputs; `hide-cell`, `hide-input` and
 * `hide-output` fold them. `raises-exception` expects the error that the cell ends with; `result` shows its outputs first.
 * nbconvert's spelling with underscores, and its `remove_all_outputs`, mean the same.
 *
 * @module
 */
import type { NotebookCell } from './notebook-json.js';

/** What the tags of a cell ask for. */
export interface CellWishes {
  /** Whether the cell is left out. */
  readonly isRemoved: boolean;
  /** What becomes of the code and of the outputs; `shown` is what a report does without tags. */
  readonly input: 'shown' | 'folded' | 'removed';
  readonly output: 'shown' | 'folded' | 'removed';
  /** Whether an error is part of what the cell shows. */
  readonly mayFail: boolean;
  /** Whether the outputs are what the notebook found. */
  readonly isResult: boolean;
}

/** Reads the tags of a cell. */
export function cellWishes({ metadata }: NotebookCell): CellWishes {
  const given: unknown = metadata?.tags;
  const tags = new Set(Array.isArray(given) ? given.map(tag => String(tag).replaceAll('_', '-')) : []);
  const wish = (part: 'input' | 'output'): CellWishes['input'] => {
    if (tags.has(`remove-${part}`)) return 'removed';
    return tags.has(`hide-${part}`) || tags.has('hide-cell') ? 'folded' : 'shown';
  };
  return {
    isRemoved: tags.has('remove-cell'),
    input: wish('input'),
    output: tags.has('remove-all-outputs') ? 'removed' : wish('output'),
    mayFail: tags.has('raises-exception'),
    isResult: tags.has('result'),
  };
}
