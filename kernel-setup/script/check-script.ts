/**
 * Checks a script with the notebook's compiler, so that what it lacks is said at once.
 *
 * @module
 */
import { dirname } from 'node:path';
import { cellCompilerOptions } from '../compiler/compiler-options.js';
import { describeTypeErrors } from '../compiler/errors/type-errors.js';
import { projectOptions } from '../compiler/project-options.js';
import { loadTslab } from '../compiler/tslab.js';

/** What is wrong with the types of a script, one line after the other; empty if nothing is. */
export function scriptErrors(path: string): readonly string[] {
  const tslab = loadTslab();
  const { ts, original } = tslab;
  const folder = dirname(path);
  const options = {
    ...cellCompilerOptions(tslab, folder, projectOptions(original, folder).options),
    inlineSourceMap: false,
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const program = original.createProgram([path], options);
  const script = program.getSourceFile(path);
  const errors = original.getPreEmitDiagnostics(program, script).filter(({ file }) => file === script);
  if (errors.length === 0) return [];
  const { traceback } = describeTypeErrors(ts, errors, {
    count: 0,
    source: '',
    file: undefined,
    folder,
    checker: program.getTypeChecker(),
    failed: new Map(),
  });
  return traceback;
}
