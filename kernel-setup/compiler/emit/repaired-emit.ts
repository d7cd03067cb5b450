/**
 * What comes between the compiler and tslab when a cell is written out.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import { listOnlyNames } from '../declarations/cell-names.js';
import { declareEveryType } from '../declarations/declarable-types.js';
import { openEmptyArrays } from '../declarations/empty-arrays.js';
import { isLocalSource } from '../local-files.js';
import type { PatchableTypeScript } from '../tslab.js';
import { recordAwaitPlaces } from './await-places.js';
import { keepGlobalNames } from './global-names.js';
import { replaceFolderName, replaceImportMeta } from './import-meta.js';
import { keptDeclarations } from './kept-declarations.js';
import { keepResultNameless } from './nameless-result.js';
import { hoistNestedVariables } from './nested-variables.js';
import { PREVIOUS_CELLS, repairPreviousNames } from './previous-names.js';
import { recordSetPlaces } from './set-places.js';
import { shareCapturedVariables } from './shared-variables.js';

/** The end of the path of tslab's file with the cell. */
const CELL = '/__tslab__.ts';

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
  const previous = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(`/${PREVIOUS_CELLS}`));
  declareEveryType(ts, checker);
  listOnlyNames(program.getSourceFiles().find(({ fileName }) => fileName.endsWith(CELL)));
  builder.emit = (file, write, token, onlyDeclarations, transformers) => {
    const writeRepaired: TypeScript.WriteFileCallback = (path, text, ...rest) =>
      write?.(path, file && path.endsWith('.d.ts') ? declarationsOf(file, text) : text, ...rest);
    const declarationsOf = (cell: TypeScript.SourceFile, text: string): string =>
      openEmptyArrays(text, cell.text) + keptDeclarations(ts, program, cell);
    return emit(file, writeRepaired, token, onlyDeclarations, {
      ...transformers,
      before: [
        shareCapturedVariables(ts, checker), // first: it asks about nodes as they were parsed
        hoistNestedVariables(ts),
        recordAwaitPlaces(ts),
        replaceImportMeta(ts, ({ fileName }) => `${dirname(fileName)}/`),
        replaceFolderName(ts, checker),
        recordSetPlaces(ts),
        keepGlobalNames(ts, checker, previous),
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
