import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CodeCell, Notebook, NotebookCell } from '../../kernel-setup/notebook-json.js';
import { OutputCollector } from '../../kernel-setup/runner/collect-outputs.js';
import { parseParameter, withParameters } from '../../kernel-setup/runner/parameters.js';
import { type RunProgress, runNotebook } from '../../kernel-setup/runner/run-notebook.js';
import { notebookText } from '../../kernel-setup/runner/write-notebook.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'skyframe-run-')));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const code = (source: string | string[], tags: string[] = []): NotebookCell => ({
  cell_type: 'code',
  metadata: { tags },
  execution_count: 99,
  outputs: [{ output_type: 'stream', name: 'stdout', text: 'from an earlier run' }],
  source,
});

const text = (source: string): NotebookCell => ({ cell_type: 'markdown', metadata: {}, source });

function notebookFile(name: string, cells: NotebookCell[], rest: object = {}): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...rest }));
  return path;
}

const codeCells = (notebook: Notebook): CodeCell[] => notebook.cells.filter(cell => cell.cell_type === 'code');

test('executes a notebook in its own folder, cell by cell, and returns nbformat outputs', async () => {
  writeFileSync(join(folder, 'beside.txt'), 'found');
  const path = notebookFile('good.ipynb', [
    text('# A night\n## Looking'),
    code(["import { readFileSync } from 'node:fs';\n", "readFileSync('beside.txt', 'utf8')"]),
    code(''),
    code(
      "// Printing\nconsole.log('a'); console.log('b');\nconst line = display('begun');\n" +
        "const { progress } = (globalThis as any)[Symbol.for('skyframe.ambient')];\nprogress({ step: 'measure', done: 1, total: 2 });",
    ),
    code("line.update('done');\nawait Promise.resolve(7)"),
  ]);
  const seen: RunProgress[] = [];
  const before = process.cwd();
  const { notebook, failure } = await runNotebook(path, { onProgress: progress => seen.push(progress) });
  expect(process.cwd()).toBe(before);
  expect(failure).toBeNull();
  const [read, empty, printing, updating] = codeCells(notebook);
  expect(read.outputs).toEqual([
    { output_type: 'execute_result', execution_count: 1, data: { 'text/plain': "'found'" }, metadata: {} },
  ]);
  expect(empty).toMatchObject({ execution_count: null, outputs: [] });
  expect(printing.outputs).toMatchObject([
    { output_type: 'stream', name: 'stdout', text: 'a\nb\n' },
    { output_type: 'display_data', data: { 'text/plain': "'done'" }, metadata: {} }, // updated by the next cell
    {
      output_type: 'display_data',
      data: { 'text/plain': 'measure 1 of 2' },
      metadata: { skyframe: { progress: true } },
    },
  ]);
  expect(updating.outputs).toMatchObject([{ output_type: 'execute_result', execution_count: 3 }]);
  expect(seen).toEqual([
    { kind: 'cell', cell: 1, cells: 3, title: 'Looking' },
    { kind: 'cell', cell: 2, cells: 3, title: 'Printing' },
    { kind: 'step', step: 'measure', done: 1, total: 2 },
    { kind: 'cell', cell: 3, cells: 3, title: '' },
  ]);
});

test('stops at the first failing cell; later cells have no outputs', async () => {
  const path = notebookFile('fails.ipynb', [code('const a = 1;'), code("throw new Error('clouds')"), code('a')]);
  const { notebook, failure } = await runNotebook(path);
  expect(failure).toMatchObject({ cell: 2, source: "throw new Error('clouds')", error: { evalue: 'clouds' } });
  const [, failed, behind] = codeCells(notebook);
  expect(failed.outputs).toMatchObject([{ output_type: 'error', ename: 'Error', evalue: 'clouds' }]);
  expect(behind).toMatchObject({ execution_count: null, outputs: [] });
});

test('goes on after a cell that is tagged raises-exception, whatever ends it', async () => {
  const path = notebookFile('expected.ipynb', [
    code("throw new RangeError('clouds');", ['raises-exception']),
    code('const a: number = "text";', ['raises-exception']),
    code('await Promise.reject(new Error("late"))', ['raises-exception', 'remove-cell']),
    code('1 + 1', ['raises-exception']),
    code('throw 3'),
  ]);
  const { notebook, failure } = await runNotebook(path);
  expect(codeCells(notebook).map(({ outputs }) => outputs.at(-1)?.output_type)).toEqual([
    'error',
    'error',
    'error',
    'execute_result',
    'error',
  ]);
  expect(failure?.cell).toBe(5);
});

test('limits the stored output of a cell that prints endlessly, and says that text was dropped', () => {
  const collector = new OutputCollector();
  const outputs = collector.beginCell();
  const text = 'x'.repeat(1_000_000);
  for (let k = 0; k < 60; k++) collector.add({ type: 'stream', content: { name: 'stdout', text } });
  expect(outputs).toHaveLength(1);
  const printed = (outputs[0] as { text: string }).text;
  expect(printed.length).toBeLessThan(50_000_100);
  expect(printed.endsWith('x\n... (what the cell printed after 50 MB is not kept)\n')).toBe(true);
  const next = collector.beginCell();
  collector.add({ type: 'stream', content: { name: 'stdout', text: 'y' } });
  expect(next).toEqual([{ output_type: 'stream', name: 'stdout', text: 'y' }]);
});

test('notebooks run in sequence in one process do not share variables', async () => {
  await runNotebook(notebookFile('one.ipynb', [code('const secret = 1;')]));
  const { failure } = await runNotebook(notebookFile('two.ipynb', [code('secret')]));
  expect(failure?.error.evalue).toMatch(/Cannot find name 'secret'/);
});

test('an abort signal stops the running cell and the run, and the next notebook can run', async () => {
  const path = notebookFile('endless.ipynb', [code('await new Promise(() => {});'), code("console.log('never');")]);
  const controller = new AbortController();
  const { notebook, failure } = await runNotebook(path, {
    signal: controller.signal,
    onProgress: () => setTimeout(() => controller.abort(), 0), // timers run only after the cell is compiled and awaiting
  });
  expect(failure).toMatchObject({ cell: 1, error: { ename: 'Interrupted' } });
  expect(codeCells(notebook)[1]).toMatchObject({ execution_count: null, outputs: [] });
  await expect(runNotebook(path, { signal: controller.signal })).rejects.toThrow(controller.signal.reason);
  expect((await runNotebook(notebookFile('next.ipynb', [text('Nothing to run.')]))).failure).toBeNull();
});

describe('parameters', () => {
  const DECLARED = [
    "let sigma = 5;\nconst target = 'XO-1', isNight = true;",
    'let radii = [3, -4];',
    "let method: 'median' | 'mean' = 'median';",
    'let limit: number | null = null;',
    "let letter: Lowercase<'A'> = 'a';",
    'function helper() { let inner = 1; return inner; }',
  ].join('\n');

  const run = async (parameters: Record<string, unknown>, source = DECLARED) =>
    runNotebook(notebookFile('parameters.ipynb', [code(source, ['parameters']), code('[sigma, target]')]), {
      parameters,
    });

  /** The source of the cell injected after the declarations. */
  const injectedBy = (parameters: Record<string, unknown>): unknown =>
    withParameters(
      { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [code(DECLARED, ['parameters'])] },
      parameters,
      'parameters.ipynb',
    ).cells[1].source;

  test('are put in a separate cell after the one they override', async () => {
    const { notebook } = await run({ sigma: 4, target: "Barnard's star" });
    expect(notebook.cells.map(cell => cell.metadata.tags)).toEqual([['parameters'], ['injected-parameters'], []]);
    expect(codeCells(notebook)[2].outputs).toMatchObject([{ data: { 'text/plain': `[ 4, "Barnard's star" ]` } }]);
  });

  test('given as text are converted to the declared type', () => {
    expect(injectedBy({ sigma: '4.5' })).toBe('let sigma = 4.5;');
    expect(injectedBy({ sigma: '-1e-3' })).toBe('let sigma = -0.001;');
    expect(injectedBy({ sigma: 'Infinity' })).toBe('let sigma = Infinity;');
    expect(injectedBy({ target: '1234' })).toBe('const target = "1234";');
    expect(injectedBy({ target: '"; process.exit(); "' })).toBe('const target = "\\"; process.exit(); \\"";');
    expect(injectedBy({ isNight: 'false' })).toBe('const isNight = false;');
    expect(injectedBy({ radii: '[2.5]' })).toBe('let radii = [2.5];');
    expect(injectedBy({ method: 'mean' })).toBe(`let method: 'median' | 'mean' = "mean";`);
    expect(injectedBy({ limit: '3' })).toBe('let limit: number | null = 3;');
  });

  test.each([
    [{ sigma: 'four' }, /parameter sigma must be a number, got "four"/],
    [{ sigma: '' }, /must be a number, got ""/],
    [{ sigma: true }, /must be a number, got true/],
    [{ target: 5 }, /parameter target must be a text, got 5/],
    [{ isNight: '1' }, /must be true or false, got "1"/],
    [{ radii: '3' }, /must be a list in JSON, each item a number, got "3"/],
    [{ radii: '["3"]' }, /each item a number/],
    [{ method: 'mode' }, /must be one of median, mean, got "mode"/],
  ])('that do not match the declared type are rejected: %j', async (parameters, message) => {
    await expect(run(parameters)).rejects.toThrow(message);
  });

  test('whose type only the compiler can determine are checked by the compiler', async () => {
    const { failure } = await run({ letter: 'many' });
    expect(failure).toMatchObject({ cell: 2, source: `let letter: Lowercase<'A'> = "many";` });
    expect(failure?.error.evalue).toMatch(/many/);
  });

  const TYPES = [
    "enum Filter { V, R = 'red', '2MASS' = 7 }",
    'interface Box { low: number; high?: number }',
    "type Method = 'median' | 'mean' | 3 | null;",
  ].join('\n');
  const TYPED = [
    "const big = 5n, day = new Date('2025-01-01'), area = 2 * Math.PI, isDry = !true;",
    'let limit: number | null = null; let maybe: string | undefined; let id: bigint | number = 0;',
    "let method: Method = 'median'; let filter = Filter.V; let byType: Filter = Filter.R; let box: Box = { low: 1 };",
    'let nights: readonly Date[] = []; let ids: Array<bigint> = [1n]; let pair: [number, string] = [1, "a"];',
    'let settings = { sigma: 3, when: new Date(0), inner: { on: true } }; let rest: Record<string, number> = {};',
    'let same = big; let text = `a` + 1; let loose = JSON.parse("1"); let note: string | null = null;',
  ].join('\n');

  /** The value of the one given parameter, as it is injected. */
  const injectedValue = (name: string, given: unknown): string => {
    const cells = [code(TYPES), code(TYPED, ['parameters'])];
    const source = withParameters({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, { [name]: given }, 'p.ipynb')
      .cells[2].source as string;
    return source.replace(/^.*? = /, '').slice(0, -1);
  };

  test.each([
    ['big', '7', '7n'],
    ['big', '-7n', '-7n'],
    ['big', '5853498713190525696', '5853498713190525696n'],
    ['big', 8, '8n'],
    ['same', '9', '9n'],
    ['day', '2025-02-03', 'new Date("2025-02-03T00:00:00.000Z")'],
    ['day', '2025-02-03T21:30', 'new Date("2025-02-03T21:30:00.000Z")'],
    ['day', '2025-02-03 21:30:00.5+02:00', 'new Date("2025-02-03T19:30:00.500Z")'],
    ['day', new Date(0), 'new Date("1970-01-01T00:00:00.000Z")'],
    ['area', '3', '3'],
    ['isDry', 'true', 'true'],
    ['limit', 'null', 'null'],
    ['limit', '-0', '-0'],
    ['maybe', 'undefined', 'undefined'],
    ['maybe', '12', '"12"'],
    ['note', 'null', 'null'],
    ['note', 'nothing', '"nothing"'],
    ['id', '12', '12n'],
    ['method', 'mean', '"mean"'],
    ['method', '3', '3'],
    ['method', 'null', 'null'],
    ['filter', 'R', 'Filter.R'],
    ['filter', 'Filter.R', 'Filter.R'],
    ['byType', 'red', 'Filter.R'],
    ['byType', '0', 'Filter.V'],
    ['byType', '2MASS', 'Filter["2MASS"]'],
    ['box', '{"low":2}', '{"low":2}'],
    ['nights', '["2025-02-03"]', '[new Date("2025-02-03T00:00:00.000Z")]'],
    ['ids', '[5853498713190525696, 2]', '[5853498713190525696n,2n]'],
    ['pair', '[2, "5853498713190525696"]', '[2,"5853498713190525696"]'],
    [
      'settings',
      '{"sigma":4,"when":"2025-02-03","inner":{"on":false}}',
      '{"sigma":4,"when":new Date("2025-02-03T00:00:00.000Z"),"inner":{"on":false}}',
    ],
    ['rest', '{"__proto__":1}', '{["__proto__"]:1}'],
    ['text', '1', '"1"'],
    ['loose', '[1]', '[1]'],
  ])('of every declared type are read: %s=%s', (name, given, injected) => {
    expect(injectedValue(name, given)).toBe(injected);
  });

  test.each([
    ['big', '7.5', 'big must be a whole number such as 12 (a bigint), got "7.5"'],
    ['day', 'tomorrow', 'day must be a date such as 2025-02-03, got "tomorrow"'],
    ['day', '2025-02-30', 'day must be a date such as 2025-02-03, got "2025-02-30"'],
    ['day', '2025-02-03T25:00', 'day must be a date'],
    ['day', 3n, 'day must be a date such as 2025-02-03, got 3n'],
    ['area', '1e999', 'area must be a number, got "1e999"'],
    ['area', '5853498713190525696', 'area must be a number, got "5853498713190525696"; a number keeps 15 digits of it'],
    ['area', 'null', 'area must be a number'],
    ['isDry', 'yes', 'isDry must be true or false, got "yes"'],
    ['limit', 'many', 'limit must be a number or null, got "many"'],
    ['method', 'mode', 'method must be median, mean, 3 or null, got "mode"'],
    ['filter', 'B', 'filter must be one of V, R, 2MASS, got "B"'],
    ['box', '{"lo":2}', 'box must be an object in JSON with low, high?'],
    ['box', '{"low":"2"}', 'box.low must be a number'],
    ['nights', '["x"]', 'nights must be a list in JSON, each item a date such as 2025-02-03'],
    ['ids', '[1.5]', 'ids must be a list in JSON, each item a whole number'],
    ['pair', '[1]', 'pair must be a list of 2 in JSON: a number, a text'],
    ['settings', '{"sigma":1,"when":"2025-01-01","inner":{"on":1}}', 'settings.inner.on must be true or false'],
    ['settings', '{"sigma":1}', 'settings must be an object in JSON with sigma, when, inner'],
    ['rest', '{"a":"b"}', 'rest.a must be a number'],
    ['loose', '5853498713190525696', 'loose must be a value'],
  ])('that do not fit are refused with what is wanted: %s=%s', (name, given, words) => {
    expect(() => injectedValue(name, given)).toThrow(`p.ipynb: parameter ${words}`);
  });

  test('are all kept with the values that they had, also those left at their default', async () => {
    const source =
      "const big = 5n; let day = new Date('2025-01-01');\nlet n: number | null = null; let list = [1n, day]; n = 2 * 3;";
    const { parameters, notebook } = await run({ day: '2025-02-03T12:00' }, `${source}\nlet sigma = 1, target = {};`);
    expect(parameters).toEqual([
      { name: 'big', value: '5', isDefault: true },
      { name: 'day', value: '2025-02-03T12:00:00.000Z', isDefault: false },
      { name: 'n', value: '6', isDefault: true },
      { name: 'list', value: '["1","2025-01-01"]', isDefault: true },
      { name: 'sigma', value: '1', isDefault: true },
      { name: 'target', value: '{}', isDefault: true },
    ]);
    expect(codeCells(notebook)).toHaveLength(3); // reading them leaves no trace
    expect(codeCells(notebook).map(cell => cell.execution_count)).toEqual([1, 2, 3]);
    expect((await runNotebook(notebookFile('none.ipynb', [code('let a = 1;')]))).parameters).toEqual([]);
  });

  test('that the notebook does not declare are rejected, listing those it does', async () => {
    await expect(run({ sigam: 4 })).rejects.toThrow(
      /no parameter sigam; it has sigma, target, isNight, radii, method, limit, letter/,
    );
    await expect(run({ inner: 4 })).rejects.toThrow(/no parameter inner/);
    await expect(run({ x: 4 }, '')).rejects.toThrow(/it has none/);
  });

  test('of an earlier run are replaced', async () => {
    const { notebook } = await run({ sigma: 4 });
    const path = join(folder, 'again.ipynb');
    writeFileSync(path, notebookText(notebook));
    const again = await runNotebook(path, { parameters: { sigma: 6 } });
    expect(codeCells(again.notebook).map(cell => cell.source)).toEqual([DECLARED, 'let sigma = 6;', '[sigma, target]']);
  });

  test('on the command line have the form name=value', () => {
    expect(parseParameter('n=3')).toEqual(['n', '3']);
    expect(parseParameter('name=XO-1 = b')).toEqual(['name', 'XO-1 = b']);
    for (const wrong of ['3=n', 'n', '=3', 'a b=3']) expect(() => parseParameter(wrong)).toThrow(/name=value/);
  });
});

describe('rejects a file that is not a valid notebook and explains why:', () => {
  const refusal = async (name: string, content: string): Promise<string> => {
    writeFileSync(join(folder, name), content);
    return runNotebook(join(folder, name)).then(
      () => 'it ran',
      (error: Error) => error.message,
    );
  };
  const file = (rest: object): string =>
    JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [], ...rest });

  test.each([
    ['no JSON', 'not JSON', /its text is not JSON \(.*\)/],
    ['half a file', file({}).slice(0, -5), /its text is not JSON/],
    ['no object', 'null', /its JSON is not an object/],
    ['a list', '[]', /its JSON is not an object/],
    ['other JSON', '{"name":"skyframe"}', /its JSON has no nbformat/],
    [
      'nbformat 3',
      file({ nbformat: 3, worksheets: [] }),
      /nbformat 3 is not supported; open it in Jupyter and save it/,
    ],
    ['nbformat 5', file({ nbformat: 5 }), /nbformat 5 is not supported/],
    ['no cells', file({ cells: { a: 1 } }), /has a list of cells/],
    ['a cell that is null', file({ cells: [null] }), /cell 1 of the file has the type undefined/],
    ['a cell without source', file({ cells: [{ cell_type: 'code' }] }), /cell 1 of the file has no source/],
    ['an unknown cell', file({ cells: [{ cell_type: 'heading', source: '' }] }), /has the type "heading"/],
    ['Python', file({ metadata: { kernelspec: { name: 'python3', language: 'python' } } }), /written in python/],
    ['R by its language', file({ metadata: { language_info: { name: 'R' } } }), /written in R/],
    [
      'an unknown kernel',
      file({ metadata: { kernelspec: { name: 'sagemath' } } }),
      /its kernel 'sagemath' is not known/,
    ],
  ])('%s', async (name, content, message) => {
    const path = `${name.replaceAll(' ', '-')}.ipynb`;
    const said = await refusal(path, content);
    expect(said).toContain(join(folder, path));
    expect(said).toMatch(message);
  });

  test('accepts other TypeScript kernels, and files without optional fields', async () => {
    for (const [metadata, source] of [
      [null, '1 + 1'],
      [{ kernelspec: { name: 'tslab' } }, ''],
      [{ kernelspec: { name: 'deno', language: 'typescript' } }, ''],
    ]) {
      const cells = [{ cell_type: 'code', source }];
      expect(await refusal('lean.ipynb', JSON.stringify({ nbformat: 4, metadata, cells }))).toBe('it ran');
    }
  });

  test('a path that does not exist, suggesting the nearest names', async () => {
    const near = mkdtempSync(join(folder, 'near-'));
    for (const name of ['first-light.ipynb', 'photometry.ipynb', 'notes.txt']) writeFileSync(join(near, name), '{}');
    const missing = (name: string): Promise<unknown> => runNotebook(join(near, name));
    await expect(missing('frist-light.ipynb')).rejects.toThrow(/no such notebook; nearest: .*\/first-light\.ipynb$/);
    await expect(missing('zzz.ipynb')).rejects.toThrow(
      /no such notebook; the folder has first-light\.ipynb, photometry\.ipynb$/,
    );
    await expect(missing('no/where.ipynb')).rejects.toThrow(/no such notebook, nor its folder .*\/no$/);
    await expect(runNotebook(near)).rejects.toThrow(/this is a folder, not a notebook/);
  });
});

describe('an executed notebook as a file', () => {
  const cell = (id?: string): NotebookCell => ({ ...code('1'), ...(id === undefined ? {} : { id }) });
  const idsOf = (minor: number, ...cells: NotebookCell[]): unknown[] =>
    (JSON.parse(notebookText({ nbformat: 4, nbformat_minor: minor, metadata: {}, cells })) as Notebook).cells.map(
      ({ id }) => id,
    );

  test('has cell ids from nbformat 4.5 on, and none before', () => {
    const ids = idsOf(5, cell('a'), cell(), cell('a'), cell('no good'));
    expect(ids[0]).toBe('a');
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[\w-]{1,64}$/);
    expect(idsOf(4, cell('a'), cell())).toEqual([undefined, undefined]);
  });
});
