/**
 * The values that the parameters of a run have, for the record of it.
 *
 * @module
 */
import type { OutputMessage } from '../messages.js';

/** A parameter of a run. */
export interface RunParameter {
  readonly name: string;
  /** Its value as text. */
  readonly value: string;
  /** Whether the value is the notebook's own. */
  readonly isDefault: boolean;
}

/** MIME type in which the cell returns the values. */
const VALUES_TYPE = 'application/vnd.skyframe.parameters+json';

/** The text of a value, in a function that stands in a cell by itself. */
const TEXT_FUNCTION = `(value: any): string => {
  const plain = (part: any): any =>
    typeof part === 'bigint' ? String(part)
    : part instanceof Date ? (Number.isNaN(part.getTime()) ? 'Invalid Date' : part.toISOString().replace('T00:00:00.000Z', ''))
    : part;
  const simple = plain(value);
  if (typeof simple === 'string') return simple;
  if (typeof simple !== 'object' || simple === null) return String(simple);
  try {
    const dates = (part: any): any => Array.isArray(part) ? part.map(dates)
      : part && Object.getPrototypeOf(part) === Object.prototype
        ? Object.fromEntries(Object.entries(part).map(([name, field]) => [name, dates(field)]))
      : plain(part);
    return JSON.stringify(dates(value)) ?? String(value);
  } catch { return String(value); }
}`;

/** A cell that returns the values of variables and changes nothing. */
export function valuesCell(names: readonly string[]): string {
  const texts = names.map(name => `${JSON.stringify(name)}: (${TEXT_FUNCTION})(${name})`);
  return `({ [Symbol.for('Jupyter.display')]: () => ({ ${JSON.stringify(VALUES_TYPE)}: { ${texts.join(', ')} } }) })`;
}

/** The values in what such a cell published, or null. */
export function publishedValues(messages: readonly OutputMessage[]): Readonly<Record<string, string>> | null {
  for (const message of messages)
    if (message.type === 'execute_result' || message.type === 'display_data') {
      const values: unknown = message.content.data[VALUES_TYPE];
      if (typeof values === 'object' && values !== null) return values as Record<string, string>;
    }
  return null;
}
