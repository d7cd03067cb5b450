/**
 * Plain values as YAML for an ECSV header.
 *
 * Everything is written in one line, in the flow style that YAML shares with JSON, so that any YAML
 * reader agrees on it; texts are in double quotes unless they are plain words.
 *
 * @module
 */
import { toBase64 } from '../../core/base64.js';
import { PhotometryError } from '../../core/errors.js';

/** A word that every YAML reader takes for text. */
const WORD = /^[A-Za-z_][A-Za-z0-9_.]*$/;
/** Words that YAML 1.1 reads as something else. */
const RESERVED = /^(y|n|yes|no|on|off|true|false|null|nan|inf|infinity)$/i;
/** Maximum nesting depth of values. */
const DEEPEST = 100;

/**
 * A value in one line of YAML 1.1.
 *
 * A record with `yamlTag` gets that tag again; see `YamlValue`. What YAML cannot represent (functions,
 * undefined) becomes null.
 *
 * @throws PhotometryError `bad-argument` for values nested more than 100 deep, or in themselves
 */
export function yamlText(value: unknown, depth = 0): string {
  if (depth > DEEPEST)
    throw new PhotometryError('bad-argument', `meta holds values nested more than ${DEEPEST} deep, or in themselves`);
  if (value === null || value === undefined) return 'null';
  switch (typeof value) {
    case 'number':
      return yamlNumber(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'string':
      return yamlString(value);
    case 'object':
      return yamlObject(value, depth);
    default:
      return 'null';
  }
}

/** A text: plain if it is a harmless word, else in double quotes. */
export function yamlString(text: string): string {
  if (WORD.test(text) && !RESERVED.test(text)) return text;
  // JSON leaves these unescaped; YAML requires escapes
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Entries as an ordered map: `!!omap [{a: 1}, {b: 2}]`. */
export function yamlOrderedMap(entries: Iterable<readonly [string, unknown]>, depth = 0): string {
  const items = [...entries].map(([key, value]) => `{${yamlString(key)}: ${yamlText(value, depth + 1)}}`);
  return `!!omap [${items.join(', ')}]`;
}

function yamlNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (Object.is(value, -0)) return '-0.0';
  // a whole number beyond 2^53 without exponent would come back as a bigint
  const text = Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
  // Python's YAML takes 1e+300 for a text: an exponent needs a point before it
  return text.replace(/^(-?\d+)e/, '$1.0e');
}

function yamlObject(value: object, depth: number): string {
  if (Array.isArray(value)) return yamlList(value, depth);
  if (value instanceof Date) return yamlString(Number.isNaN(value.getTime()) ? '' : value.toISOString());
  if (value instanceof Uint8Array) return `!!binary "${toBase64(value)}"`;
  if (ArrayBuffer.isView(value)) return yamlList([...(value as unknown as Iterable<unknown>)], depth);
  if (value instanceof Map) return yamlRecord(Object.fromEntries(value), depth);
  const { yamlTag, ...rest } = value as Record<string, unknown>;
  if (typeof yamlTag !== 'string' || !/^!!?[\w./:-]+$/.test(yamlTag)) return yamlRecord(value, depth);
  return `${yamlTag} ${yamlText('yamlValue' in rest ? rest.yamlValue : rest, depth + 1)}`;
}

function yamlList(values: readonly unknown[], depth: number): string {
  return `[${values.map(value => yamlText(value, depth + 1)).join(', ')}]`;
}

function yamlRecord(record: object, depth: number): string {
  const entries = Object.entries(record).map(([key, value]) => `${yamlString(key)}: ${yamlText(value, depth + 1)}`);
  return `{${entries.join(', ')}}`;
}
