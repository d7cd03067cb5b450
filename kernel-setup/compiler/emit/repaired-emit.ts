/**
 * What comes between the compiler and tslab when a cell is written out.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import type TypeScript from '@tslab/typescript-for-tslab';
import { isLocalSource } from '../local-files.js';
import type { PatchableTypeScript } from '../tslab.js';
import { recordAwaitPlaces } from './await-places.js';
import { keptDeclarations } from './kept-declarations.js';
import { keepResultNameless } from './nameless-result.js';
import { hoistNestedVariables } from './nested-variables.js';
import { repairPreviousNames } from './previous-names.js';
import { shareCapturedVariables } from './shared-variables.js';

/** Lets tslab emit the cell and its in-memory modules; local files are compiled where they are loaded. */
export function emitOnlyCells(program: TypeScript.BuilderProgram): void {
  const all = program.getAllDependencies.bind(program);
  program.getAllDependencies = file => all(file).filter(path => path === file.fileName || !isLocalFile(path));
}

/** Lets our repairs run before tslab's own. */
export function repairOnEmit(ts: PatchableTypeScript, builder: TypeScript.BuilderProgram): void {
  const emit = builder.emit.bind(builder);
  const program = builder.getProgram();
  const checker = program.getTypeChecker();
  builder.emit = (file, write, token, onlyDeclarations, transformers) => {
    const writeRepaired: TypeScript.WriteFileCallback = (path, text, ...rest) =>
      write?.(path, file && path.endsWith('.d.ts') ? text + keptDeclarations(ts, program, file) : text, ...rest);
    return emit(file, writeRepaired, token, onlyDeclarations, {
      ...transformers,
      before: [
        shareCapturedVariables(ts, checker), // first: it asks about nodes as they were parsed
        hoistNestedVariables(ts),
        recordAwaitPlaces(ts),
        repairPreviousNames(ts, checker),
        keepResultNameless(ts),
        ...(transformers?.before ?? []),
      ],
    });
  };
}

function isLocalFile(path: string): boolean {
  return (isLocalSource(path) || /\.[cm]?jsx?$/.test(path)) && existsSync(path);
}
