/** What a table shows as a cell's value and as JSON: all digits of a Julian date, and its rows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

let session: CellSession;

beforeAll(async () => {
  session = new CellSession();
  await session.value("import { count, Table } from 'skyframe';");
});

afterAll(() => session.close());

/** The text and the HTML of a cell's value. */
async function shown(code: string): Promise<string[]> {
  const { outputs } = await session.run(code);
  const result = outputs.find(({ type }) => type === 'execute_result');
  const { data } = (result as { content: { data: Record<string, string> } }).content;
  return [data['text/plain'], data['text/html']];
}

describe('a column of Julian dates shows all decimals', () => {
  test.each([
    ['one date in every row', 'Table.fromColumns({ jd: [2460921.86733, 2460921.86733] })'],
    ['one row', 'Table.fromColumns({ jd: [2460921.86733] })'],
    ['a typed array', 'Table.fromColumns({ jd: Float64Array.from([2460921.86733, 2460921.86733, 2460921.86733]) })'],
    ['beside missing values', 'Table.fromColumns({ jd: [2460921.86733, NaN, 2460921.86733] })'],
    ['with a unit', "Table.fromColumns({ jd: [2460921.86733, 2460921.86733] }, { units: { jd: 'd' } })"],
    ['among other columns', "Table.fromColumns({ name: ['a', 'b'], jd: [2460921.86733, 2460921.86733], n: [1, 2] })"],
    ['after a verb', "Table.fromColumns({ jd: [2460921.86733, 2460921.86733, 1] }).filter(r => r.jd > 2).sortBy('jd')"],
  ])('%s', async (_, code) => {
    for (const form of await shown(code)) expect(form).toContain('2460921.86733');
  });
});

describe('JSON', () => {
  test.each([
    [
      'has the rows of a table',
      "JSON.stringify(Table.fromColumns({ a: [1, 2], b: ['x', 'y'] }))",
      '[{"a":1,"b":"x"},{"a":2,"b":"y"}]',
    ],
    ['has them inside an object', 'JSON.stringify({ t: Table.fromColumns({ a: [1] }) })', '{"t":[{"a":1}]}'],
    ['has no rows for an empty table', 'JSON.stringify(Table.fromColumns({ a: [1] }).filter(() => false))', '[]'],
    ['writes what is missing as null', 'JSON.stringify(Table.fromColumns({ a: [NaN, 1] }))', '[{"a":null},{"a":1}]'],
    ['keeps every digit', 'JSON.stringify(Table.fromColumns({ jd: [2460921.86733] }))', '[{"jd":2460921.86733}]'],
  ])('%s', async (_, code, json) => expect(await session.value(code)).toBe(`'${json}'`));

  test('has the groups of a grouped table', async () => {
    const text = String(
      await session.value("JSON.stringify(Table.fromColumns({ f: ['V', 'R'], m: [1, 2] }).groupBy('f'))"),
    );
    expect(text).toContain('"f":"V"');
    expect(text).toContain('"m":2');
  });
});
