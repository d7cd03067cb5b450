/**
 * The YAML of an ECSV header to plain values.
 *
 * @module
 */
import type { Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { PhotometryError } from '../../core/errors.js';

/**
 * A value of a header: what JSON knows, and bigints, dates and bytes. A value that a tag names an
 * object of another program (`!astropy.units.Unit {unit: m}`) is a record with the tag as `yamlTag`; one
 * that was not a record itself has what it was as `yamlValue`.
 */
export type YamlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | readonly YamlValue[]
  | YamlRecord;

/** A mapping of a header. */
export type YamlRecord = { readonly [key: string]: YamlValue };

/** Maximum number of values to which aliases may expand a header. */
const MAX_VALUES = 200_000;
/** Maximum nesting depth of values. */
const DEEPEST = 100;
/** Tags of Python for what plain values hold as well. */
const PLAIN_PYTHON =
  /^tag:yaml\.org,2002:(omap|map|seq|str|set|binary|timestamp|python\/(tuple|list|dict|str|unicode))$/;
/** YAML 1.1 as Python reads it: a number without a decimal point has no exponent. */
const NO_FLOAT = /^[-+]?[0-9_]+[eE]/;

/**
 * Reads a YAML text as Python's YAML 1.1 does.
 *
 * @param where the file, for messages
 * @param firstLine the line of the file in which the text begins
 * @throws PhotometryError `bad-table` naming the line
 */
export async function readYaml(text: string, where: string, firstLine: number): Promise<YamlValue> {
  const yaml = await import('yaml');
  try {
    const document = yaml.parseDocument(text, {
      version: '1.1',
      intAsBigInt: true,
      logLevel: 'silent',
      prettyErrors: false,
    });
    const [error] = document.errors;
    if (error !== undefined) {
      const line = firstLine + text.slice(0, error.pos[0]).split('\n').length - 1;
      throw new PhotometryError('bad-table', `${where}, line ${line}: no YAML: ${error.message}`, { line });
    }
    return new PlainValues(yaml, document, where).of(document.contents, 0);
  } catch (error) {
    if (error instanceof PhotometryError) throw error;
    throw new PhotometryError(
      'bad-table',
      `${where}: the YAML header cannot be read: ${String(error)}`,
      {},
      { cause: error },
    );
  }
}

/** Whether a value is a mapping. */
export function isRecord(value: YamlValue | undefined): value is YamlRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  );
}

/** Walks through the nodes of one document. */
class PlainValues {
  readonly #yaml: typeof import('yaml');
  readonly #document: Document.Parsed;
  readonly #where: string;
  #count = 0;

  constructor(yaml: typeof import('yaml'), document: Document.Parsed, where: string) {
    this.#yaml = yaml;
    this.#document = document;
    this.#where = where;
  }

  of(node: Node | null, depth: number): YamlValue {
    if (++this.#count > MAX_VALUES || depth > DEEPEST)
      throw new PhotometryError(
        'bad-table',
        `${this.#where}: the YAML header unfolds to more than ${MAX_VALUES} values, or nests more than ${DEEPEST} deep`,
      );
    if (node === null) return null;
    if (this.#yaml.isAlias(node)) return this.of(node.resolve(this.#document) ?? null, depth + 1);
    const value = this.#untagged(node, depth);
    if (node.tag === undefined || PLAIN_PYTHON.test(node.tag)) return value;
    if (node.tag.startsWith('tag:yaml.org,2002:') && !node.tag.includes('python/')) return value;
    const yamlTag = node.tag.replace('tag:yaml.org,2002:', '!!');
    return isRecord(value) ? { yamlTag, ...value } : { yamlTag, yamlValue: value };
  }

  #untagged(node: Node, depth: number): YamlValue {
    if (this.#yaml.isMap(node)) return this.#record(node as YAMLMap<Node, Node | null>, depth);
    if (this.#yaml.isSeq(node)) return this.#list(node as YAMLSeq<Node | Pair<Node, Node | null>>, depth);
    return scalarValue(node as Scalar);
  }

  #list(node: YAMLSeq<Node | Pair<Node, Node | null>>, depth: number): YamlValue {
    const isOrderedMap = node.tag === 'tag:yaml.org,2002:omap';
    const values = node.items.map(item =>
      this.#yaml.isPair(item)
        ? Object.fromEntries([this.#entry(item as Pair<Node, Node | null>, depth)])
        : this.of(item as Node, depth + 1),
    );
    return isOrderedMap ? Object.fromEntries(values.filter(isRecord).flatMap(value => Object.entries(value))) : values;
  }

  #record(node: YAMLMap<Node, Node | null>, depth: number): YamlValue {
    return Object.fromEntries(node.items.map(pair => this.#entry(pair, depth)));
  }

  #entry(pair: Pair<Node, Node | null>, depth: number): [string, YamlValue] {
    const key = this.#yaml.isScalar(pair.key)
      ? (pair.key.source ?? String(pair.key.value))
      : String(this.of(pair.key, depth + 1));
    return [key, this.of(pair.value, depth + 1)];
  }
}

/** A scalar; a whole number as number where that is exact, and as text what Python does not take for a number. */
function scalarValue({ value, source, type }: Scalar): YamlValue {
  if (typeof value === 'bigint') {
    if (source?.includes(':')) return source; // 12:30:00 is a time of day to people, 45000 to YAML 1.1
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  if (typeof value === 'number') {
    const isText = type === 'PLAIN' && source !== undefined && (NO_FLOAT.test(source) || source.includes(':'));
    return isText ? source : value;
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Date || value instanceof Uint8Array) return value;
  return value === null || value === undefined ? null : String(value);
}
