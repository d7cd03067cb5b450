/**
 * Records by column name, where a column may be called `constructor`.
 *
 * @module
 */

/** What `record` itself has under `name`, not what every object has; undefined if nothing. */
export function ownValue<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
