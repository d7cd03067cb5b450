/**
 * What the rules for foreign syntax have in common.
 *
 * @module
 */

/** What to say of lines of a certain form. */
export interface LineRule {
  readonly pattern: RegExp;
  /** The message for a line that matches, or null if it is none of this kind after all. */
  readonly advice: (match: RegExpExecArray) => string | null;
}

/** How a command of the shell is run in a cell. */
export function shellCall(command: string): string {
  return `import { execSync } from 'node:child_process'; console.log(execSync(${JSON.stringify(command.trim())}).toString())`;
}

/** How packages come into a project. */
export const INSTALLING = 'Packages of npm are installed in a terminal, in the folder of the project: npm install NAME';
