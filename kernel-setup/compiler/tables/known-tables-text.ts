/**
 * The declarations by which `readTable` knows the columns of files.
 *
 * @module
 */

/** Name of the compiler's own file with these declarations. */
export const KNOWN_TABLES = '__tables__.d.ts';

/** The types of columns by the path, or pattern, that the library's functions are given. */
export interface KnownTypes {
  /** For `readTable`. */
  readonly tables: ReadonlyMap<string, string>;
  /** For the keywords of `headerTable`. */
  readonly headers: ReadonlyMap<string, string>;
}

/** A module of declarations that adds to the library's `KnownTables` and `KnownHeaders`. */
export function knownTablesText(types: KnownTypes): string {
  return `export {};\n${knownTablesDeclaration(types)}`;
}

/** The part of it that a script has at its top; empty if nothing is known. */
export function knownTablesDeclaration({ tables, headers }: KnownTypes): string {
  const parts = [interfaceOf('KnownTables', tables), interfaceOf('KnownHeaders', headers)].join('');
  return parts === '' ? '' : `declare module 'skyframe' {\n${parts}}\n`;
}

function interfaceOf(name: string, types: ReadonlyMap<string, string>): string {
  if (types.size === 0) return '';
  const lines = [...types].map(([path, type]) => `    ${JSON.stringify(path)}: ${type};\n`);
  return `  interface ${name} {\n${lines.join('')}  }\n`;
}
