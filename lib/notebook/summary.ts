/**
 * The summary of a notebook: its claims, in a few plain lines.
 *
 * @module
 */
import { displayAs, escapeMarkup, inspectAs, type MimeBundle } from '../core/display.js';

/** The MIME type by which a runner finds the lines to print at its end. */
const SUMMARY_MIME = 'application/vnd.skyframe.summary+json';

/** Lines that say what a notebook found. A notebook shows them; `npm start` and `skyframe report` print them at the end. */
export class Summary {
  /** What is shown, one string per line. */
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    this.lines = Object.freeze([...lines]);
  }

  static {
    displayAs(
      Summary,
      ({ lines }): MimeBundle => ({
        [SUMMARY_MIME]: { lines },
        'text/html': `<ul>${lines.map(line => `<li>${escapeMarkup(line)}</li>`).join('')}</ul>`,
        'text/plain': lines.join('\n'),
      }),
    );
    inspectAs(Summary, ({ lines }) => lines.join('\n'));
  }

  /** The lines as plain text. */
  toString(): string {
    return this.lines.join('\n');
  }
}

/**
 * Ends a notebook with its claims.
 *
 * @example
 * const amplitude = curve.columns.mag.max() - curve.columns.mag.min();
 * summary([`amplitude ${amplitude.toFixed(3)} mag`, `${curve.length} frames`]);
 */
export function summary(lines: readonly string[]): Summary {
  return new Summary(lines);
}
