import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CellExecutor } from '../../kernel-setup/executor/cell-executor.js';
import type { CellResult, ErrorContent, OutputMessage } from '../../kernel-setup/messages.js';

/** The outcome of running one cell. */
export interface CellRun {
  readonly count: number;
  readonly result: CellResult;
  readonly outputs: readonly OutputMessage[];
}

/** An executor in its own temporary `project/notebooks` folder, with project files beside it. */
export class CellSession {
  readonly project: string = realpathSync(mkdtempSync(join(tmpdir(), 'skyframe-session-')));
  readonly executor: CellExecutor;
  readonly #home = process.cwd();
  #count = 0;
  #written = 0;

  /** @param files file contents by path relative to the project folder */
  constructor(files: Readonly<Record<string, string>> = {}) {
    mkdirSync(join(this.project, 'notebooks'));
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    process.chdir(join(this.project, 'notebooks'));
    this.executor = new CellExecutor();
  }

  async run(code: string): Promise<CellRun> {
    const outputs: OutputMessage[] = [];
    const count = ++this.#count;
    const result = await this.executor.execute(code, { count, publish: message => outputs.push(message) });
    return { count, result, outputs };
  }

  /** The text of the cell's value, or undefined if there is none. Throws if the cell fails. */
  async value(code: string): Promise<unknown> {
    const { result, outputs } = await this.run(code);
    if (result.status === 'error') throw new Error(`the cell failed:\n${code}\n${result.traceback.join('\n')}`);
    return outputs.find(output => output.type === 'execute_result')?.content.data['text/plain'];
  }

  /** The cell's error. Throws if the cell succeeds. */
  async failure(code: string): Promise<ErrorContent> {
    const { result } = await this.run(code);
    if (result.status === 'ok') throw new Error(`the cell did not fail:\n${code}`);
    return result;
  }

  /** What the cell printed on stderr. */
  async warnings(code: string): Promise<string> {
    const { outputs } = await this.run(code);
    return outputs
      .map(({ type, content }) => (type === 'stream' && content.name === 'stderr' ? content.text : ''))
      .join('');
  }

  /** Writes a project file, each time with a later modification time. */
  write(path: string, text: string): void {
    const file = join(this.project, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const date = new Date(Date.now() + 1000 * ++this.#written);
    utimesSync(file, date, date);
  }

  remove(path: string): void {
    rmSync(join(this.project, path));
  }

  /** The completions offered at the `|` in `code`. */
  completions(code: string): string[] {
    return this.completion(code).matches.map(({ text }) => text);
  }

  completion(code: string): ReturnType<CellExecutor['complete']> {
    const position = code.indexOf('|');
    return this.executor.complete(code.slice(0, position) + code.slice(position + 1), position);
  }

  close(): void {
    this.executor.close();
    process.chdir(this.#home);
    rmSync(this.project, { recursive: true, force: true });
  }
}
