import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

let session: CellSession;
beforeAll(async () => {
  session = new CellSession({ 'notebooks/visits.csv': '# units: ,,mag\nname,filter,mag\na,V,14.5\nb,B,15\nc,V,16\n' });
});
afterAll(() => session.close());

test('x', async () => {
  console.log(await session.value("import { readTable } from 'skyframe';\nconst visits = await readTable('visits.csv');\nvisits.filter(r => r.filter === 'V' && r.mag < 15).length"));
  console.log(session.completions('visits.columns.|'), session.completions('visits.filter(r => r.|'));
  console.log(session.executor.inspect('visits.columns.mag', 17), session.executor.inspect('visits', 3));
  console.log(await session.value("const p = 'visits.csv' + ''; const c = await readTable(p); let d = await readTable(p); const any1: unknown = c; const e = JSON.parse('1') || 2; "));
  console.log(session.executor.inspect('c', 1), session.executor.inspect('d', 1),session.executor.inspect('d = c', 1),session.executor.inspect('any1', 1),session.executor.inspect('e', 1));
  console.log(await session.failure("visits.filter(r => r.magg < 3)"));
  console.log(await session.failure("const j = await readTable(p); j.filter(r => r.filter === 'V')"));
});
