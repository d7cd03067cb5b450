/**
 * A user's value in a message: short, whatever it is.
 *
 * @module
 */

/** Characters of a quotation. */
const MAX_LENGTH = 120;
/** Items of a list, or fields of an object, that are shown. */
const MAX_ITEMS = 4;
/** Characters of a text among other values. */
const MAX_TEXT = 60;

/**
 * Quotes a value: text in quotation marks, short lists and plain objects with their first entries, everything else by its
 * class and size. Never longer than 120 characters; values that contain themselves do no harm.
 *
 * @example
 * quoted('V') // "V"
 * quoted(new Float32Array(90000)) // Float32Array of 90000
 * quoted({ x: 1, y: [1, 2, 3, 4, 5, 6] }) // { x: 1, y: [1, 2, 3, 4, ... 6 in all] }
 */
export function quoted(value: unknown): string {
  return cut(textOf(value, 0), MAX_LENGTH);
}

function textOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(cut(value, depth === 0 ? MAX_LENGTH - 10 : MAX_TEXT));
  if (typeof value === 'bigint') return cut(`${value}n`, MAX_TEXT);
  if (typeof value === 'function') return `function ${cut(nameOf(value), MAX_TEXT)}`.trimEnd();
  if (typeof value !== 'object' || value === null) return cut(String(value), MAX_TEXT);
  try {
    return objectText(value, depth);
  } catch {
    return 'an object'; // a proxy or a getter that throws
  }
}

function objectText(value: object, depth: number): string {
  const type = classOf(value);
  if (ArrayBuffer.isView(value)) return `${type} of ${(value as { length?: number }).length ?? value.byteLength}`;
  if (Array.isArray(value)) return listText(value, depth);
  if (value instanceof Date) return `Date ${Number.isNaN(value.getTime()) ? 'Invalid' : value.toISOString()}`;
  if (value instanceof Error) return `${type}: ${cut(String(value.message), MAX_TEXT)}`;
  if (type !== 'Object') return `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}`;
  const keys = Object.keys(value);
  if (depth > 1) return keys.length === 0 ? '{}' : '{ ... }';
  const shown = keys
    .slice(0, MAX_ITEMS)
    .map(key => `${cut(key, MAX_TEXT)}: ${textOf((value as Record<string, unknown>)[key], depth + 1)}`);
  if (keys.length > shown.length) shown.push(`... ${keys.length} in all`);
  return shown.length === 0 ? '{}' : `{ ${shown.join(', ')} }`;
}

function listText(list: readonly unknown[], depth: number): string {
  if (depth > 1) return `a list of ${list.length}`;
  const shown = list.slice(0, MAX_ITEMS).map(item => textOf(item, depth + 1));
  if (list.length > shown.length) shown.push(`... ${list.length} in all`);
  return `[${shown.join(', ')}]`;
}

function classOf(value: object): string {
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null)?.constructor?.name;
  return typeof name === 'string' && name !== '' ? cut(name, MAX_TEXT) : 'Object';
}

function nameOf(value: object): string {
  const { name } = value as { name?: unknown };
  return typeof name === 'string' ? name : '';
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}\u2026`;
}

/** Items of a list in an error's details. */
const MAX_DETAILS = 100;
/** Depth of objects in an error's details. */
const MAX_DEPTH = 3;
/** Characters of a text in an error's details. */
const MAX_DETAIL_TEXT = 1000;

/**
 * A value as it may stand in the details of an error: plain data stay what they are, lists keep their first 100 items, and
 * what may hold pixels (a frame, a table, a typed array) is only quoted.
 */
export function smallDetail(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cut(value, MAX_DETAIL_TEXT);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  try {
    const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
    if (!isPlain || depth === MAX_DEPTH) return quoted(value);
    if (Array.isArray(value)) return value.slice(0, MAX_DETAILS).map(item => smallDetail(item, depth + 1));
    const entries = Object.entries(value).slice(0, MAX_DETAILS);
    return Object.fromEntries(entries.map(([key, item]) => [key, smallDetail(item, depth + 1)]));
  } catch {
    return 'an object';
  }
}

/** Longest message of an error. */
const MAX_MESSAGE = 960;
/** Its end, which says what to do, is kept. */
const MESSAGE_END = 240;

/** A message, cut in the middle if it is very long: it quotes a list that is. */
export function shortMessage(message: string): string {
  if (message.length <= MAX_MESSAGE) return message;
  return `${cut(message, MAX_MESSAGE - MESSAGE_END)} ${message.slice(-MESSAGE_END)}`;
}
