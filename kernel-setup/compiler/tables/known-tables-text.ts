/**
 * The declarations by which `readTable` knows the columns of files.
 *
 * @module
 */

/**
 * A module of declarations that adds to the library's `KnownTables`.
 *
 * @param types the type of the columns by the path that `readTable` is given
 */
export function knownTablesText(types: ReadonlyMap<string, string>): string {
  return `export {};\n${types.size > 0 ? knownTablesDeclaration(types) : ''}`;
}

/** The part of it that a script has at its top. */
export function knownTablesDeclaration(types: ReadonlyMap<string, string>): string {
  const lines = [...types].map(([path, type]) => `    ${JSON.stringify(path)}: ${type};\n`);
  return `declare module 'skyframe' {\n  interface KnownTables {\n${lines.join('')}  }\n}\n`;
}
