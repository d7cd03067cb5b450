/**
 * `skyframe doctor`: what was found of all that the kernel needs, and what to do about the rest.
 *
 * @module
 */
import { checkJupyter } from '../install/check-jupyter.js';
import { checkKernelspecs } from '../install/check-kernelspecs.js';
import { checkProject } from '../install/check-project.js';
import { checkSockets } from '../install/check-sockets.js';
import type { Finding } from '../install/finding.js';
import { pythonPrefix } from '../install/python-prefix.js';
import { thisMachine } from '../install/surroundings.js';

const MARKS: Readonly<Record<Finding['state'], string>> = { good: 'ok  ', note: 'note', problem: 'FAIL' };

/** Prints the findings; exit code 1 if one of them is a problem. */
export async function doctorCommand(): Promise<number> {
  const machine = thisMachine();
  const prefix = pythonPrefix();
  const findings = [
    ...checkProject(),
    ...checkJupyter(),
    ...checkKernelspecs(machine, prefix),
    ...(await checkSockets(machine)),
  ];
  for (const finding of findings) console.log(describeFinding(finding));
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const notes = findings.filter(({ state }) => state === 'note').length;
  console.log(
    problems === 0
      ? `\nAll is well${notes > 0 ? ', but see the notes' : ''}.`
      : `\nProblems: ${problems}. The remedy is after each arrow.`,
  );
  return problems === 0 ? 0 : 1;
}

function describeFinding({ state, what, advice }: Finding): string {
  const lines = [`${MARKS[state]}  ${what}`];
  if (state !== 'good' && advice) lines.push(`      -> ${advice}`);
  return lines.join('\n');
}
