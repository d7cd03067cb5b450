/**
 * The summary that `hdu.info()` returns: a few lines that display themselves.
 *
 * @module
 */
import { displayAs, inspectAs } from '../../core/display.js';

/** A text summary of what an HDU holds. */
export class HduInfo {
  /** The lines of the summary. */
  readonly lines: readonly string[];

  static {
    displayAs(HduInfo, info => ({ 'text/plain': info.toString() }));
    inspectAs(HduInfo, info => info.toString());
  }

  /** @internal */
  constructor(lines: readonly string[]) {
    this.lines = Object.freeze([...lines]);
  }

  /** Returns the summary as text. */
  toString(): string {
    return this.lines.join('\n');
  }
}
