/**
 * The executor's answers about names, as Jupyter's replies.
 *
 * @module
 */
import type { CompletenessResult, CompletionMatch, CompletionResult, InspectionResult } from '../messages.js';
import { toCharacters } from './code-points.js';
import type { Reply } from './wire/outbox.js';

/** Kinds of the compiler that Jupyter's front ends call otherwise. */
const KINDS: Readonly<Record<string, string>> = {
  const: 'variable',
  let: 'variable',
  var: 'variable',
  parameter: 'variable',
  'local var': 'variable',
  'local function': 'function',
  alias: 'module',
  getter: 'property',
  setter: 'property',
};

/** A type of at most so many letters stands beside the name, where front ends have `property` otherwise. */
const BESIDE = 30;

/** Content of a complete_reply: what is already typed comes first, the rest in the compiler's order. */
export function completeReply(code: string, { start, end, matches: found }: CompletionResult): Reply {
  const typed = code.slice(start, end);
  const isTyped = ({ text, written = text }: CompletionMatch): boolean => written === typed;
  const matches = [...found.filter(isTyped), ...found.filter(match => !isTyped(match))];
  const [cursor_start, cursor_end] = [toCharacters(code, start), toCharacters(code, end)];
  return {
    status: 'ok',
    matches: matches.map(({ text, written = text }) => written),
    cursor_start,
    cursor_end,
    metadata: {
      _jupyter_types_experimental: matches.map(({ text, written = text, kind, type }) => ({
        text: written,
        type: type !== undefined && type.length <= BESIDE ? type : (KINDS[kind] ?? kind),
        start: cursor_start,
        end: cursor_end,
        ...(type === undefined ? {} : { signature: type }),
      })),
    },
  };
}

/** All that the compiler says of a name that was never declared. */
const UNKNOWN_NAME = 'any';

/** Content of an inspect_reply. */
export function inspectReply(found: InspectionResult | null): Reply {
  if (!found || found.signature === UNKNOWN_NAME) return { status: 'ok', found: false, data: {}, metadata: {} };
  const { signature, documentation } = found;
  return {
    status: 'ok',
    found: true,
    data: {
      'text/plain': [signature, documentation].filter(part => part !== '').join('\n\n'),
      'text/markdown': `\`\`\`typescript\n${signature}\n\`\`\`\n\n${documentation}`.trimEnd(),
    },
    metadata: {},
  };
}

/** Content of an is_complete_reply. */
export function isCompleteReply({ status, indent }: CompletenessResult): Reply {
  return status === 'incomplete' ? { status, indent } : { status };
}
