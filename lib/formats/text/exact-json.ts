/**
 * JSON with every whole number exact, and with the `NaN` and `Infinity` that Python writes.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** A value of a JSON text; whole numbers beyond 2^53 are bigints. */
export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | { readonly [key: string]: JsonValue };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** More digits in a row than a float64 is sure to keep, not behind a point. */
const LONG_NUMBER = /(?:^|[^.\d])\d{16}/;
/** Such a number on its own; it may also occur within a text. */
const LONG_WHOLE = /(?<=[:,[\s])-?\d{16,}(?=[,}\]\s])/g;
/** Prefix of a text that represents a whole number. */
const MARK = '\0n';
const ESCAPED_MARK = '\\u0000n';
/** Maximum nesting depth of values. */
const DEEPEST = 500;

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORDS: readonly (readonly [string, JsonValue])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
];

/**
 * Reads a JSON text.
 *
 * @param where where the text comes from, for messages: `stars.jsonl, line 3`
 * @throws PhotometryError `bad-table` naming the character and its position
 */
export function parseJson(text: string, where: string): JsonValue {
  try {
    if (!LONG_NUMBER.test(text)) return JSON.parse(text);
    if (!text.includes(ESCAPED_MARK)) return unmarked(JSON.parse(marked(text)), 0);
  } catch {
    // the reader below takes NaN, and says where it stumbles
  }
  return new JsonReader(text, where).read();
}

/**
 * Long whole numbers as marked texts, so that the engine's own reader keeps their digits. One within a text
 * breaks that text: then the engine refuses it, and the slower reader has its turn.
 */
function marked(text: string): string {
  return text.replace(LONG_WHOLE, digits => `"${ESCAPED_MARK}${digits}"`);
}

/** Replaces marked texts by the numbers they represent, within the value itself. */
function unmarked(value: JsonValue, depth: number): JsonValue {
  if (typeof value === 'string') return value.startsWith(MARK) ? wholeNumber(value.slice(MARK.length)) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) throw new RangeError('too deep for this reader');
  const inner = value as Record<string, JsonValue>;
  for (const key of Object.keys(inner)) {
    const before = inner[key];
    if (typeof before === 'string' ? before.startsWith(MARK) : typeof before === 'object')
      inner[key] = unmarked(before, depth + 1);
  }
  return value;
}

/** A number where that is exact, else a bigint. */
function wholeNumber(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : BigInt(digits);
}

/** Whether a value is a JSON object, neither null nor an array. */
export function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads one text from its first character to its last. */
class JsonReader {
  readonly #text: string;
  readonly #where: string;
  #at = 0;

  constructor(text: string, where: string) {
    this.#text = text;
    this.#where = where;
  }

  read(): JsonValue {
    const value = this.#value(0);
    this.#skipBlanks();
    if (this.#at < this.#text.length) this.#fail('expected the end');
    return value;
  }

  #value(depth: number): JsonValue {
    this.#skipBlanks();
    if (depth > DEEPEST) this.#fail(`expected values nested at most ${DEEPEST} deep`);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      default:
        return this.#numberOrWord();
    }
  }

  #object(depth: number): JsonValue {
    const entries: [string, JsonValue][] = [];
    this.#at++;
    this.#skipBlanks();
    if (this.#take('}')) return {};
    do {
      this.#skipBlanks();
      if (this.#text[this.#at] !== '"') this.#fail('expected a name in double quotes');
      const key = this.#string();
      this.#skipBlanks();
      if (!this.#take(':')) this.#fail("expected ':'");
      entries.push([key, this.#value(depth + 1)]);
      this.#skipBlanks();
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail("expected ',' or '}'");
    return Object.fromEntries(entries); // makes an own property even of __proto__
  }

  #array(depth: number): JsonValue[] {
    const values: JsonValue[] = [];
    this.#at++;
    this.#skipBlanks();
    if (this.#take(']')) return values;
    do {
      values.push(this.#value(depth + 1));
      this.#skipBlanks();
    } while (this.#take(','));
    if (!this.#take(']')) this.#fail("expected ',' or ']'");
    return values;
  }

  #string(): string {
    const start = this.#at;
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    try {
      const value: string = JSON.parse(this.#text.slice(start, end + 1));
      this.#at = end + 1;
      return value;
    } catch {
      return this.#fail('expected a text in double quotes');
    }
  }

  #numberOrWord(): JsonValue {
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) return this.#fail('expected a value');
    this.#at = NUMBER.lastIndex;
    const isWhole = match[1] === undefined && match[2] === undefined;
    return isWhole ? wholeNumber(match[0]) : Number(match[0]);
  }

  #take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #skipBlanks(): void {
    while (' \n\r\t'.includes(this.#text[this.#at] ?? '-')) this.#at++;
  }

  #fail(expected: string): never {
    const at = Math.min(this.#at, this.#text.length);
    const got = at === this.#text.length ? 'the end' : `'${this.#text.slice(at, at + 20)}'`;
    throw new PhotometryError('bad-table', `${this.#where}: no JSON: ${expected} at character ${at + 1}, got ${got}`, {
      character: at + 1,
    });
  }
}
