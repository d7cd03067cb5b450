/**
 * Values that no column kind holds, as text.
 *
 * @module
 */

/** Text unchanged, anything else as JSON: bigints with all digits, dates in ISO 8601, maps as objects. */
export function jsonOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(plain(value)) ?? 'null');
}

/** The same value made of what JSON knows. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [String(key), plain(inner)]));
  if (Symbol.iterator in value) return Array.from(value as Iterable<unknown>, plain);
  if ('toJSON' in value && typeof value.toJSON === 'function') return plain(value.toJSON());
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
