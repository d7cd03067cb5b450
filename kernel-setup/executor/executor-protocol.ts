/**
 * What the supervisor and the executor process say to each other.
 *
 * @module
 */
import type { CellResult, CompletenessResult, CompletionResult, InspectionResult, OutputMessage } from '../messages.js';
import type { InputQuestion } from './output/inputs.js';
import type { PackedComm } from './packed-comm.js';

/** The requests to the executor, by name, and its answers. */
export interface ExecutorCalls {
  execute: { readonly ask: { readonly code: string; readonly count: number }; readonly answer: CellResult };
  complete: { readonly ask: { readonly code: string; readonly position: number }; readonly answer: CompletionResult };
  inspect: {
    readonly ask: { readonly code: string; readonly position: number };
    readonly answer: InspectionResult | null;
  };
  comm: { readonly ask: { readonly message: PackedComm }; readonly answer: null };
  /** The user's answer to a question of a cell, or null if no user can be asked. */
  input: { readonly ask: { readonly question: number; readonly text: string | null }; readonly answer: null };
  completeness: { readonly ask: { readonly code: string }; readonly answer: CompletenessResult };
}

/** From the supervisor. */
export type ExecutorRequest =
  | {
      [K in keyof ExecutorCalls]: { readonly id: number; readonly call: K; readonly ask: ExecutorCalls[K]['ask'] };
    }[keyof ExecutorCalls]
  | { readonly call: 'interrupt' };

/** From the executor, one JSON text per line over the pipe {@link MESSAGE_PIPE}. */
export type ExecutorMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'output'; readonly id: number; readonly message: OutputMessage }
  | { readonly kind: 'comm'; readonly message: PackedComm }
  | { readonly kind: 'input'; readonly question: InputQuestion }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: ExecutorCalls[keyof ExecutorCalls]['answer'] }
  | { readonly kind: 'failure'; readonly id: number; readonly reason: string };

/**
 * File descriptor of the pipe from the executor to the supervisor. A separate pipe, because writing to it
 * blocks while it is full: a cell that prints forever then waits for the front end instead of filling the
 * memory, which Node's own channel between processes would let it do.
 */
export const MESSAGE_PIPE = 4;
