/**
 * A cell that is a question: `stars.filter?` shows what is known of the name.
 *
 * @module
 */

const QUESTION = /^\s*([\p{L}_$][\p{L}\p{N}_$]*(?:\s*\.\s*[\p{L}_$][\p{L}\p{N}_$]*)*)\s*\?\s*$/u;

/** The name that a cell asks about, or null if the cell is code. */
export function questionOf(code: string): string | null {
  return QUESTION.exec(code)?.[1] ?? null;
}
