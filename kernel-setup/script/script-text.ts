/**
 * A notebook as one script.
 *
 * @module
 */
import { type KnownTypes, knownTablesDeclaration } from '../compiler/tables/known-tables-text.js';
import { loadTslab } from '../compiler/tslab.js';
import { NotebookError } from '../notebook-error.js';
import { joinText, type Notebook } from '../notebook-json.js';
import { declaredTwice, namesIn } from './declared-twice.js';
import { mergeImports } from './merge-imports.js';

/** What the cells may call without an import, as far as it makes sense outside a notebook. */
const STAND_INS: Readonly<Record<string, string>> = {
  display:
    'const display = (value: unknown) => {\n  console.log(value);\n' +
    "  return { id: '', update: (next: unknown) => console.log(next) };\n};\n",
  clearOutput: 'const clearOutput = (): void => {};\n',
};

/** The code of a notebook, cell after cell: what is looked through for files. */
export function codeOf(notebook: Notebook): string {
  return notebook.cells.flatMap(cell => (cell.cell_type === 'code' ? [joinText(cell.source)] : [])).join('\n');
}

/**
 * The text of the script: imports, the columns of the tables that it reads, then the cells with the texts between them as
 * comments.
 *
 * @param path the notebook's file, for messages
 * @param types the columns of the files that the cells read
 * @throws NotebookError if two cells declare the same name
 */
export function scriptText(notebook: Notebook, path: string, types: KnownTypes): string {
  const { ts } = loadTslab();
  const code = notebook.cells.filter(cell => cell.cell_type === 'code');
  const cells = code.map((cell, index) =>
    ts.createSourceFile(`cell-${index + 1}.ts`, joinText(cell.source), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS),
  );
  const twice = declaredTwice(ts, cells);
  if (twice.length > 0) {
    const list = twice.map(({ name, cells: numbers }) => `${name} in cells ${numbers.join(' and ')}`).join(', ');
    throw new NotebookError(`${path}: a script declares each name once; rename one of each in the notebook: ${list}`);
  }
  const { imports, bodies } = mergeImports(ts, cells);
  const parts = [`// From ${path} by skyframe script; its paths start from the notebook's folder.`, lines(imports)];
  const declaration = knownTablesDeclaration(types);
  if (declaration !== '') parts.push(`// The columns of the files as they are now.\n${onLines(declaration)}`);
  const used = codeOf(notebook);
  const own = new Set(cells.flatMap(cell => cell.statements.flatMap(statement => namesIn(ts, statement))));
  const isMissing = (name: string): boolean =>
    new RegExp(`\\b${name}\\(`).test(used) &&
    !own.has(name) &&
    !imports.some(line => new RegExp(`\\b${name}\\b.* from `).test(line));
  for (const [name, text] of Object.entries(STAND_INS)) if (isMissing(name)) parts.push(text);
  let next = 0;
  for (const cell of notebook.cells) {
    const text = cell.cell_type === 'code' ? bodies[next++] : commented(joinText(cell.source));
    if (text.trim() !== '') parts.push(cell.cell_type === 'code' ? `// %%\n${text}` : `// %% [markdown]\n${text}`);
  }
  if (imports.length === 0) parts.push('export {};'); // a script with imports is a module already
  return `${parts
    .map(part => part.trim())
    .filter(part => part !== '')
    .join('\n\n')}\n`;

  /** A declaration as TypeScript itself prints it: one column a line. */
  function onLines(declaration: string): string {
    const file = ts.createSourceFile('tables.ts', declaration, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
    return ts.createPrinter({ newLine: ts.NewLineKind.LineFeed }).printFile(file);
  }
}

function lines(statements: readonly string[]): string {
  return statements.join('\n');
}

function commented(text: string): string {
  return text
    .split('\n')
    .map(line => `// ${line}`.trimEnd())
    .join('\n');
}
