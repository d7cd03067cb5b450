/**
 * Errors as plain data, so that they can be sent from one thread to another.
 *
 * @module
 */
import { type ErrorCode, type ErrorDetails, PhotometryError } from '../../../core/errors.js';

/** An error as plain data. */
export type PlainError =
  | {
      readonly kind: 'photometry';
      readonly code: ErrorCode;
      readonly message: string;
      readonly details: ErrorDetails;
      readonly stack?: string;
      readonly cause?: unknown;
    }
  | { readonly kind: 'other'; readonly error: unknown };

/** Converts an error to plain data; details and causes that cannot be sent become text. */
export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof PhotometryError)) return { kind: 'other', error: sendable(error) };
  const { code, message, stack, cause } = error;
  const details = Object.fromEntries(Object.entries(error.details).map(([name, value]) => [name, sendable(value)]));
  return {
    kind: 'photometry',
    code,
    message,
    details,
    stack,
    ...(cause === undefined ? {} : { cause: sendable(cause) }),
  };
}

/** Restores the error that the thread threw. */
export function fromPlainError(plain: PlainError): unknown {
  if (plain.kind === 'other') return plain.error;
  const { code, message, details, stack, cause } = plain;
  const error = new PhotometryError(code, message, details, cause === undefined ? {} : { cause });
  if (stack !== undefined) error.stack = stack;
  return error;
}

function sendable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}
