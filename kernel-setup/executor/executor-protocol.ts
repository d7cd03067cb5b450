/**
 * What the supervisor and the executor process say to each other.
 *
 * @module
 */
import type { CellResult, CompletenessResult, CompletionResult, InspectionResult, OutputMessage } from '../messages.js';

/** What can be asked of the executor, by name, and what it answers. */
export interface ExecutorCalls {
  execute: { readonly ask: { readonly code: string; readonly count: number }; readonly answer: CellResult };
  complete: { readonly ask: { readonly code: string; readonly position: number }; readonly answer: CompletionResult };
  inspect: {
    readonly ask: { readonly code: string; readonly position: number };
    readonly answer: InspectionResult | null;
  };
  completeness: { readonly ask: { readonly code: string }; readonly answer: CompletenessResult };
}

/** From the supervisor. */
export type ExecutorRequest =
  | {
      [K in keyof ExecutorCalls]: { readonly id: number; readonly call: K; readonly ask: ExecutorCalls[K]['ask'] };
    }[keyof ExecutorCalls]
  | { readonly call: 'interrupt' };

/** From the executor. */
export type ExecutorMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'output'; readonly id: number; readonly message: OutputMessage }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: ExecutorCalls[keyof ExecutorCalls]['answer'] }
  | { readonly kind: 'failure'; readonly id: number; readonly reason: string };
