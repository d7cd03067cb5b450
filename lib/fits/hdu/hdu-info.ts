/**
 * The summary of an HDU that `hdu.info()` gives: a few lines that display themselves.
 *
 * @module
 */
import { displayAs, inspectAs } from '../../core/display.js';

/** What an HDU holds, in words. */
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

  /** The summary as text. */
  toString(): string {
    return this.lines.join('\n');
  }
}
