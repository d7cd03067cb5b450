/**
 * Compiler time for a chain of twenty verbs in an open notebook, with the notebook's TypeScript 5.0.4 and the current
 * version, using the declarations in `dist` (or in the folder SKYFRAME_DECLARATIONS).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '../..');
const declarations = process.env.SKYFRAME_DECLARATIONS ?? join(root, 'dist');
const uses = readFileSync(join(root, 'test/dts/table-uses.ts'), 'utf8');
const REPEATS = 9;

export default [
  {
    name: 'types of a chain of twenty verbs',
    table: () => {
      const rows = ['@tslab/typescript-for-tslab', 'typescript'].map(name => measure(require(name)));
      const columns = [
        'TypeScript',
        'first check [ms]',
        'after an edit [ms]',
        'completion [ms]',
        'hover [ms]',
        'types',
      ];
      const lines = [columns, columns.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`);
      return lines.join('\n');
    },
  },
];

/** Times one compiler: CPU time of this process, medians of the repeats. */
function measure(ts) {
  const path = join(root, 'test/dts/cell.ts');
  let version = 0;
  const chain = chainOfTwenty();
  const text = () => `${chain}\nconst edit = ${version};\nresult.columns.;\n`;
  const service = ts.createLanguageService({
    getScriptFileNames: () => [path],
    getScriptVersion: file => (file === path ? String(version) : '1'),
    getScriptSnapshot: file => ts.ScriptSnapshot.fromString(file === path ? text() : (ts.sys.readFile(file) ?? '')),
    getCurrentDirectory: () => root,
    getCompilationSettings: () => ({
      strict: true,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      types: [],
      module: ts.ModuleKind.ESNext,
      moduleResolution: 2,
      skipLibCheck: true,
      noEmit: true,
    }),
    getDefaultLibFileName: settings => ts.getDefaultLibFilePath(settings),
    fileExists: file => file === path || ts.sys.fileExists(file),
    readFile: file => (file === path ? text() : ts.sys.readFile(file)),
    directoryExists: folder => ts.sys.directoryExists(folder),
  });
  const errors = () => service.getSemanticDiagnostics(path);
  const at = text().indexOf('result.columns.;') + 'result.columns.'.length;
  const first = timed(errors);
  const names =
    service
      .getCompletionsAtPosition(path, at, {})
      ?.entries.map(entry => entry.name)
      .sort() ?? [];
  if (names.join() !== 'colour,mag,object,type,worst') throw new Error(`completion gives ${names.join()}`);
  const edits = [];
  const completions = [];
  const hovers = [];
  for (let i = 0; i < REPEATS; i++) {
    version++;
    edits.push(timed(errors));
    version++;
    completions.push(timed(() => service.getCompletionsAtPosition(path, at, {})));
    version++;
    hovers.push(timed(() => service.getQuickInfoAtPosition(path, text().indexOf('result.columns') + 1)));
  }
  const types = service.getProgram().getTypeCount();
  return [ts.version, ...[[first], edits, completions, hovers].map(times => median(times).toFixed(0)), types];
}

/** The chain checked by test/dts, as a cell. */
function chainOfTwenty() {
  const stars = uses.slice(uses.indexOf('interface StarColumns'), uses.indexOf('// names built from radii'));
  const colours = uses.slice(uses.indexOf('interface ColourColumns'), uses.indexOf('const inner ='));
  const chain = uses.slice(uses.indexOf('const twenty ='), uses.indexOf('// @twenty'));
  const imports = 'at, count, cumulative, first, mean, median, min, rolling, type Quantity, type Table';
  return `import { ${imports} } from '${join(declarations, 'index.js')}';\n${stars}${colours}${chain.replace('twenty', 'result')}`;
}

function timed(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
