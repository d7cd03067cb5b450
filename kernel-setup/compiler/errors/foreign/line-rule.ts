/**
 * What the rules for foreign syntax have in common.
 *
 * @module
 */

/** What to say of lines of a certain form. */
export interface LineRule {
  readonly pattern: RegExp;
  /**
   * The message for a line that matches, or null if it is none of this kind after all.
   *
   * @param isUnparsed whether the line is wrong as TypeScript, not only a name in it unknown
   */
  readonly advice: (match: RegExpExecArray, isUnparsed: boolean) => string | null;
  /** Whether the pattern is about quotes or comments; else it is not looked for inside these. */
  readonly isAboutText?: boolean;
}

/** How a command of the shell is run in a cell. */
export function shellCall(command: string): string {
  return `import { execSync } from 'node:child_process'; console.log(execSync(${JSON.stringify(command.trim())}).toString())`;
}

/** How packages come into a project. */
export const INSTALLING = 'packages of npm are installed in a terminal, in the folder of the project: npm install NAME';

/** How text of a MIME type is shown. */
export function showing(type: string, text = '...'): string {
  return `display({ [Symbol.for('Jupyter.display')]: () => ({ '${type}': '${text}' }) })`;
}
