/**
 * Records by column name, where a column may be called `constructor`.
 *
 * @module
 */

/** The own property `name` of `record`, never an inherited one; undefined if there is none. */
export function ownValue<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
