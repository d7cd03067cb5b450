/**
 * One line of the doctor's report.
 *
 * @module
 */

/** What was looked at, what was found, and what to do. */
export interface Finding {
  /** `note`: works, though perhaps not as expected; `problem`: notebooks cannot run until it is put right. */
  readonly state: 'good' | 'note' | 'problem';
  /** What was found, as a short text. */
  readonly what: string;
  /** What to do about it, a command if there is one. */
  readonly advice?: string;
}

/** A short reason from a thrown value. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
