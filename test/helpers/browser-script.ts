/** Scripts for pages, which are text to our own compiler. */
import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  strict: true,
  skipLibCheck: true,
  noUnusedLocals: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
};

/** What the checker says of a script with the types of a browser, each message after its line. */
export function browserProblems(script: string): string[] {
  const name = 'page.js';
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (path, ...rest) =>
    path === name ? ts.createSourceFile(name, script, ts.ScriptTarget.ES2022) : getSourceFile(path, ...rest);
  host.fileExists = path => path === name || fileExists(path);
  const program = ts.createProgram([name], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start = 0, file }) => {
    const line = file ? file.text.slice(0, start).split('\n').length : 0;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
