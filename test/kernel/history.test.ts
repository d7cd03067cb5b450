import { describe, expect, test } from 'vitest';
import { History } from '../../kernel-setup/kernel/history.js';

function filled(): History {
  const history = new History();
  for (const [i, code] of ['1 + 1', 'flux', 'a = [1]', 'flux', 'fluxErr\n* 2'].entries()) history.add(i + 1, code);
  history.setOutput(1, '2');
  return history;
}

const codes = (request: object): unknown[] =>
  filled()
    .find(request as Record<string, unknown>)
    .map(([, , code]) => code);

describe('history', () => {
  test('tail returns the last cells, oldest first', () => {
    expect(codes({ hist_access_type: 'tail', n: 2 })).toEqual(['flux', 'fluxErr\n* 2']);
    expect(codes({ hist_access_type: 'tail', n: 99 })).toHaveLength(5);
    expect(codes({ hist_access_type: 'tail', n: 0 })).toEqual([]);
  });

  test('range returns the cells from start (inclusive) to stop (exclusive)', () => {
    const range = { hist_access_type: 'range', session: 0, start: 2, stop: 4 };
    expect(filled().find(range)).toEqual([
      [1, 2, 'flux'],
      [1, 3, 'a = [1]'],
    ]);
    expect(filled().find({ ...range, session: 1 })).toHaveLength(2);
    expect(filled().find({ ...range, stop: null })).toHaveLength(4);
  });

  test('range returns nothing for earlier sessions', () => {
    expect(filled().find({ hist_access_type: 'range', session: -1, start: 0, stop: 9 })).toEqual([]);
  });

  test('search treats * and ? as wildcards and everything else literally', () => {
    expect(codes({ hist_access_type: 'search', pattern: 'flux*' })).toEqual(['flux', 'flux', 'fluxErr\n* 2']);
    expect(codes({ hist_access_type: 'search', pattern: 'flu?' })).toEqual(['flux', 'flux']);
    expect(codes({ hist_access_type: 'search', pattern: '*[1]' })).toEqual(['a = [1]']);
    expect(codes({ hist_access_type: 'search', pattern: '1 + 1' })).toEqual(['1 + 1']);
    expect(codes({ hist_access_type: 'search', pattern: 'lux' })).toEqual([]);
  });

  test('search returns the newest of equal cells if unique is set, and the last n', () => {
    const search = { hist_access_type: 'search', pattern: 'flux*' };
    expect(filled().find({ ...search, unique: true })).toEqual([
      [1, 4, 'flux'],
      [1, 5, 'fluxErr\n* 2'],
    ]);
    expect(codes({ ...search, n: 1 })).toEqual(['fluxErr\n* 2']);
  });

  test('returns pairs if output is requested, with null for a cell without a result', () => {
    const [first, second] = filled().find({ hist_access_type: 'tail', output: true });
    expect([first[2], second[2]]).toEqual([
      ['1 + 1', '2'],
      ['flux', null],
    ]);
  });

  test('a request of an unknown type returns nothing', () => {
    expect(filled().find({ hist_access_type: 'sideways' })).toEqual([]);
    expect(filled().find({})).toEqual([]);
  });

  test('keeps the last thousand cells', () => {
    const history = new History();
    for (let line = 1; line <= 1500; line++) history.add(line, `${line}`);
    const all = history.find({ hist_access_type: 'tail', n: 5000 });
    expect(all).toHaveLength(1000);
    expect(all[0]).toEqual([1, 501, '501']);
  });
});
