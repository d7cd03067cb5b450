import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadTslab } from '../../kernel-setup/compiler/tslab.js';
import { codeCompleteness } from '../../kernel-setup/executor/code-completeness.js';
import { completeReply, inspectReply } from '../../kernel-setup/kernel/language-replies.js';
import { MessageLines } from '../../kernel-setup/kernel/message-lines.js';
import { OpenComms, readCommMessage } from '../../kernel-setup/kernel/open-comms.js';
import { questionOf } from '../../kernel-setup/kernel/question.js';
import type { IncomingMessage } from '../../kernel-setup/kernel/wire/wire-message.js';

describe('messages from the executor', () => {
  test('are reassembled in order, however the pipe splits them', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.integer({ min: 1, max: 40 })), (values, cuts) => {
        const bytes = Buffer.from(values.map(value => `${JSON.stringify(value)}\n`).join(''));
        const received: unknown[] = [];
        const lines = new MessageLines(value => received.push(value));
        let from = 0;
        for (const cut of cuts) {
          lines.push(bytes.subarray(from, from + cut));
          from += cut;
        }
        lines.push(bytes.subarray(from));
        expect(received).toEqual(values.map(value => JSON.parse(JSON.stringify(value))));
      }),
      { seed: 3 },
    );
  });
});

describe('a truncated message', () => {
  test('is skipped, and the next one is read', () => {
    const received: unknown[] = [];
    const lines = new MessageLines(value => received.push(value));
    lines.push(Buffer.from('\n{"a":1}\n\n{"a":2,"te'));
    lines.push(Buffer.from('\n{"a":3}\n'));
    expect(received).toEqual([{ a: 1 }, { a: 3 }]);
  });
});

describe('a help request', () => {
  test.each(['stars?', ' stars.filter ?\n', 'a . b?', '\u03c0?', '$x?'])('is %j', code => {
    expect(questionOf(code)).toBe(code.replace('?', '').trim());
  });

  test.each(['stars', 'a ? b : c', 'a?.b', '?', '1?', 'f()?', 'a?\nb?', 'a??'])('is not %j', code => {
    expect(questionOf(code)).toBeNull();
  });
});

const NO_MESSAGE: IncomingMessage = {
  identities: [],
  header: { msg_id: '', msg_type: '', session: '', username: '', date: '', version: '' },
  metadata: {},
  content: {},
  buffers: [],
};

describe('open comms', () => {
  const open = (comm_id: string, target_name: string) =>
    ({ type: 'comm_open', content: { comm_id, target_name, data: {} } }) as const;

  test('are listed by target until closed by either side', () => {
    const comms = new OpenComms();
    comms.note(open('a', 'viewer'));
    comms.note(open('b', 'clicks'));
    comms.note({ type: 'comm_msg', content: { comm_id: 'b', data: 1 } });
    expect(comms.info()).toEqual({ a: { target_name: 'viewer' }, b: { target_name: 'clicks' } });
    expect(comms.info('clicks')).toEqual({ b: { target_name: 'clicks' } });
    comms.note({ type: 'comm_close', content: { comm_id: 'a', data: {} } });
    expect(comms.closeAll()).toEqual([{ type: 'comm_close', content: { comm_id: 'b', data: {} } }]);
    expect(comms.info()).toEqual({});
  });

  test('can be read from requests with missing fields', () => {
    const read = (msg_type: string, content: Record<string, unknown>) =>
      readCommMessage({ ...NO_MESSAGE, header: { ...NO_MESSAGE.header, msg_type }, content });
    expect(read('comm_open', {})).toEqual({
      type: 'comm_open',
      content: { comm_id: '', target_name: '', data: {} },
      metadata: {},
      buffers: [],
    });
    expect(read('comm_msg', { comm_id: 'a', data: 0 })?.content).toEqual({ comm_id: 'a', data: 0 });
    expect(read('execute_request', {})).toBeNull();
  });
});

const WITH_ATTRIBUTES = "import d from './d.json' with { type: 'json' }";

describe('code completeness', () => {
  const { ts, isCompleteCode } = loadTslab();
  const statusOf = (code: string): string => codeCompleteness(ts, code, () => '').status;

  test.each([
    '',
    '1',
    'const f = <T>(x: T) => x;',
    'await 1',
    '/* a */',
    'if (1) {\n\n\n',
    'let s = `\n`',
    WITH_ATTRIBUTES,
  ])('complete: %j', code => {
    expect(statusOf(code)).toBe('complete');
  });

  test.each(['if (1) {', 'f(1,', '1 +', 'let s = `a\nb', '/*', 'class A {', 'const a: ', 'for (const x of y)'])(
    'incomplete: %j',
    code => {
      expect(statusOf(code)).toBe('incomplete');
    },
  );

  test.each(['}', '1 1', "let s = 'a", 'const = 2', 'f(1,, 2) +'])('invalid: %j', code => {
    expect(statusOf(code)).toBe(code.endsWith('+') ? 'incomplete' : 'invalid');
  });

  test('indents the next line inside a block', () => {
    expect(codeCompleteness(ts, 'for (;;) {', text => isCompleteCode(text).indent ?? '').indent).toBe('  ');
  });
});

describe('completion and inspection replies', () => {
  test('count characters where the compiler counts UTF-16 code units', () => {
    const code = "'\u{1F52D}'; ab";
    const reply = completeReply(code, { start: 6, end: 8, matches: [{ text: 'abs', kind: 'local function' }] });
    expect(reply).toMatchObject({ cursor_start: 5, cursor_end: 7, matches: ['abs'] });
    expect(reply['metadata']).toEqual({
      _jupyter_types_experimental: [{ text: 'abs', type: 'function', start: 5, end: 7 }],
    });
  });

  test('show the type of a column or an option beside its name', () => {
    const matches = [
      { text: 'mag', kind: 'property', type: 'number, mag' },
      { text: 'name', kind: 'string', type: 'text' },
      { text: 'onWarning', kind: 'property', type: '(message: string, count: number) => void' },
    ];
    expect(completeReply('t.', { start: 2, end: 2, matches })['metadata']).toMatchObject({
      _jupyter_types_experimental: [
        { text: 'mag', type: 'number, mag', signature: 'number, mag' },
        { text: 'name', type: 'text', signature: 'text' },
        { text: 'onWarning', type: 'property', signature: '(message: string, count: number) => void' },
      ],
    });
  });

  test('put an exact match first and keep the order of the rest', () => {
    const matches = ['fluxErr', 'flux', 'aFlux'].map(text => ({ text, kind: 'property' }));
    expect(completeReply('stars.flux', { start: 6, end: 10, matches })['matches']).toEqual([
      'flux',
      'fluxErr',
      'aFlux',
    ]);
  });

  test('report an undeclared name as not found', () => {
    expect(inspectReply(null)).toMatchObject({ found: false });
    expect(inspectReply({ signature: 'any', documentation: '' })).toMatchObject({ found: false });
    expect(inspectReply({ signature: 'const a: any', documentation: '' })).toMatchObject({ found: true });
  });
});
