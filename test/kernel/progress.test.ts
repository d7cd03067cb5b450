import { describe, expect, test } from 'vitest';
import { terminalProgress } from '../../kernel-setup/commands/terminal-progress.js';
import { CellExecutor } from '../../kernel-setup/executor/cell-executor.js';
import { progressLines } from '../../kernel-setup/executor/output/progress-lines.js';
import { durationText, StepMeter } from '../../kernel-setup/progress-text.js';

/** Returns to the start of the line and clears it. */
const REDRAWN = '\r\x1b[K';

/** A clock that is advanced manually. */
function clock(): { now: number; read: () => number } {
  const time = { now: 1000, read: () => time.now };
  return time;
}

describe('the progress line of a step', () => {
  test('shows the count and, from the second report on, the rate and the remaining time', () => {
    const time = clock();
    const meter = new StepMeter(time.read);
    expect(meter.line({ step: 'measure', done: 1, total: 48 })).toBe('measure 1 of 48');
    time.now += 2000;
    expect(meter.line({ step: 'measure', done: 9, total: 48 })).toBe('measure 9 of 48, 4.0 per s, 9.8 s left');
    time.now += 8000;
    expect(meter.line({ step: 'measure', done: 11, total: 48 })).toBe('measure 11 of 48, 1.0 per s, 37 s left');
  });

  test('shows only the count when the step is done, so that it is the same in each run', () => {
    const time = clock();
    const meter = new StepMeter(time.read);
    meter.line({ step: 'align', done: 1, total: 2 });
    time.now += 1234;
    expect(meter.line({ step: 'align', done: 2, total: 2 })).toBe('align 2 of 2');
  });

  test('never shows NaN or Infinity', () => {
    const time = clock();
    const meter = new StepMeter(time.read);
    for (const report of [
      { done: 0, total: 0 },
      { done: 0, total: 5 },
      { done: 0, total: 5 },
      { done: 3, total: 5 },
    ])
      expect(meter.line({ step: 's', ...report })).toBe(`s ${report.done} of ${report.total}`);
  });

  test('shows slow rates and long times in larger units', () => {
    const time = clock();
    const meter = new StepMeter(time.read);
    meter.line({ step: 's', done: 0, total: 100 });
    time.now += 60_000;
    expect(meter.line({ step: 's', done: 12, total: 100 })).toBe('s 12 of 100, 12 per min, 7 min left');
    expect([9.94, 9.96, 99.4, 120, 5969, 7200].map(durationText)).toEqual([
      '9.9 s',
      '10 s',
      '99 s',
      '2 min',
      '99 min',
      '2.0 h',
    ]);
  });
});

describe('in a terminal', () => {
  const run = (settings: Parameters<typeof terminalProgress>[1], columns = 80) => {
    const written: string[] = [];
    const time = clock();
    const stream = { columns, write: (text: string) => written.push(text) };
    const progress = terminalProgress(stream, { clock: time.read, ...settings });
    const steps = (total: number, milliseconds: number, last = total): void => {
      for (let done = 1; done <= last; done++) {
        progress.report({ kind: 'step', step: 'measure', done, total });
        time.now += milliseconds;
      }
    };
    return { progress, steps, written };
  };

  test('a step has one line that is redrawn at intervals and cleared when the step is done', () => {
    const { progress, steps, written } = run({ redraws: true });
    progress.report({ kind: 'cell', cell: 1, cells: 2, title: 'Night' });
    steps(1000, 1); // one second of work
    progress.end();
    expect(written[0]).toBe('  [1/2] Night\n');
    const drawn = written.slice(1, -1);
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn.length).toBeLessThan(15);
    for (const text of drawn) expect(text.slice(REDRAWN.length)).toMatch(/^ {8}measure \d+ of 1000[^\r\n]*$/);
    for (const text of drawn) expect(text.startsWith(REDRAWN)).toBe(true);
    expect(written.at(-1)).toBe(REDRAWN);
  });

  test('a narrow window does not wrap the line', () => {
    const { steps, written } = run({ redraws: true }, 30);
    steps(100, 200, 50);
    for (const text of written) expect(text.replace(REDRAWN, '').length).toBeLessThan(30);
    const unknown = run({ redraws: true }, 0); // as reported by `script` and some servers
    unknown.steps(100, 200, 50);
    expect(unknown.written.at(-1)).toContain('measure 50 of 100, 5.0 per s');
  });

  test('an unfinished step leaves no line behind', () => {
    const { progress, steps, written } = run({ redraws: true });
    steps(10, 200, 5);
    progress.end();
    expect(written.at(-1)).toBe(REDRAWN);
  });

  test('a log gets a line every few seconds and a final one, without control characters', () => {
    const { steps, written } = run({ redraws: false });
    steps(200, 100); // twenty seconds
    expect(written.length).toBeGreaterThan(2);
    expect(written.length).toBeLessThan(7);
    expect(written.at(-1)).toBe('        measure 200 of 200\n');
    for (const text of written) expect(text).toMatch(/^ {8}measure [\w .,]+\n$/);
  });

  test('a log does not mention a short step', () => {
    const { steps, written } = run({ redraws: false });
    steps(200, 1);
    expect(written).toEqual([]);
  });

  test('CI is treated as a log even with a terminal', () => {
    const before = process.env['CI'];
    process.env['CI'] = 'true';
    try {
      const written: string[] = [];
      const progress = terminalProgress({ isTTY: true, write: text => written.push(text) });
      for (let done = 1; done < 9; done++) progress.report({ kind: 'step', step: 'align', done, total: 9 });
      expect(written).toEqual([]);
    } finally {
      if (before === undefined) delete process.env['CI'];
      else process.env['CI'] = before;
    }
  });
});

describe('in a notebook', () => {
  /** The text of each display and update, in order: `new 0: measure 1 of 5`. */
  const collect = () => {
    const shown: string[] = [];
    let count = 0;
    const textOf = (value: unknown): string =>
      (value as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]()['text/plain'];
    const sink = progressLines((value, metadata) => {
      expect(metadata).toEqual({ skyframe: { progress: true } });
      const id = String(count++);
      shown.push(`new ${id}: ${textOf(value)}`);
      return { id, update: next => void shown.push(`${id}: ${textOf(next)}`) };
    });
    return { sink, shown };
  };

  test('each step has one display that is updated in place and keeps its last text', () => {
    const { sink, shown } = collect();
    for (let done = 1; done <= 300; done++) sink.report({ step: 'align', done, total: 300 });
    sink.report({ step: 'measure', done: 1, total: 1 });
    expect(shown[0]).toBe('new 0: align 1 of 300');
    expect(shown.at(-2)).toBe('0: align 300 of 300');
    expect(shown.at(-1)).toBe('new 1: measure 1 of 1');
    expect(shown.length).toBeLessThan(20);
  });

  test('two concurrent steps have two lines, and so does a step that runs twice', () => {
    const { sink, shown } = collect();
    for (const step of ['a', 'b']) sink.report({ step, done: 1, total: 2 });
    for (const step of ['a', 'b']) sink.report({ step, done: 2, total: 2 });
    sink.report({ step: 'a', done: 2, total: 2 });
    expect(shown).toEqual(['new 0: a 1 of 2', 'new 1: b 1 of 2', '0: a 2 of 2', '1: b 2 of 2', 'new 2: a 2 of 2']);
  });

  test('a stopped step says so and ignores later reports', () => {
    const { sink, shown } = collect();
    sink.report({ step: 'measure', done: 3, total: 9 });
    sink.stop();
    sink.report({ step: 'measure', done: 4, total: 9 });
    expect(shown).toEqual(['new 0: measure 3 of 9', '0: measure stopped at 3 of 9']);
  });

  test('the name of a step is escaped', () => {
    const bundles: Record<string, string>[] = [];
    const sink = progressLines(value => {
      bundles.push((value as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]());
      return { id: '', update: () => {} };
    });
    sink.report({ step: '<script>alert(1)</script>', done: 1, total: 2 });
    expect(bundles[0]['text/html']).not.toContain('<script');
  });
});

test('an interrupted cell shows where its step was stopped', async () => {
  const executor = new CellExecutor({ ownsProcess: false });
  const texts: unknown[] = [];
  try {
    const cell =
      "const { progress, signal } = (globalThis as any)[Symbol.for('skyframe.ambient')];\n" +
      "progress({ step: 'measure', done: 3, total: 9 });\n" +
      'while (!signal.aborted) await new Promise(resolve => setTimeout(resolve, 5));\n' +
      "progress({ step: 'measure', done: 4, total: 9 });\nthrow signal.reason;";
    const result = await executor.execute(cell, {
      count: 1,
      publish: message => {
        if (message.type !== 'display_data' && message.type !== 'update_display_data') return;
        texts.push(message.content.data['text/plain']);
        if (message.type === 'display_data') setTimeout(() => executor.interrupt(), 20);
      },
    });
    expect(result.status).toBe('error');
    expect(texts).toEqual(['measure 3 of 9', 'measure stopped at 3 of 9']);
  } finally {
    executor.close();
  }
});
