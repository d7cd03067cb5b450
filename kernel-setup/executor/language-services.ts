/**
 * Completion and documentation of the names in a cell, from tslab's compiler.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Executor } from 'tslab/dist/executor.js';
import type { CellCompletions } from '../compiler/completion/complete-cell.js';
import type { CompletionMatch, CompletionResult, InspectionResult } from '../messages.js';

/** Names that the kernel or the compiler made. */
const INTERNAL = /^(__tslab__|__skyframe\w*|tsLastExpr\d*|__prev__)$/;

/** Completions at a position, best first, with what each one is. */
export function complete(executor: Executor, code: string, position: number): CompletionResult {
  const { start, end, candidates, original } = executor.complete(code, position);
  const completions = original as CellCompletions | undefined;
  const entries = new Map((completions?.entries ?? []).map(entry => [entry.name, entry]));
  const names = completions?.replaced ? [...entries.keys()] : [...new Set(candidates)];
  const matches = names
    .filter(text => !INTERNAL.test(text))
    .map((text): CompletionMatch => {
      const entry = entries.get(text);
      const type = entry?.labelDetails?.description;
      const written = completions?.replaced ? entry?.insertText : undefined;
      return {
        text,
        kind: entry?.kind ?? '',
        ...(type === undefined ? {} : { type }),
        ...(written === undefined ? {} : { written }),
      };
    });
  return { ...(completions?.replaced ?? { start, end }), matches };
}

/** What is known about the name at a position or, inside the brackets of a call, about the called function. */
export function inspectName(executor: Executor, code: string, position: number): InspectionResult | null {
  const info =
    quickInfo(executor, code, position) ??
    quickInfo(executor, code, position - 1) ??
    quickInfo(executor, code, calleeBefore(code, position));
  return info ? describe(info) : null;
}

function quickInfo(executor: Executor, code: string, position: number): TypeScript.QuickInfo | null {
  if (position < 0) return null;
  const info = executor.inspect(code, position) as TypeScript.QuickInfo | undefined;
  return info && !['', 'any'].includes(partsText(info.displayParts)) ? info : null;
}

/** Position of the last letter before the bracket that is open at `position`, or -1. */
function calleeBefore(code: string, position: number): number {
  let depth = 0;
  for (let i = position - 1; i >= 0; i--) {
    if (code[i] === ')') depth++;
    if (code[i] === '(' && depth-- === 0) return code.slice(0, i).trimEnd().length - 1;
  }
  return -1;
}

function describe(info: TypeScript.QuickInfo): InspectionResult {
  const sections = [partsText(info.documentation), ...(info.tags ?? []).map(describeTag)];
  return {
    signature: partsText(info.displayParts),
    documentation: sections.filter(section => section.trim() !== '').join('\n\n'),
  };
}

function describeTag(tag: TypeScript.JSDocTagInfo): string {
  const text = partsText(tag.text).trim();
  if (tag.name === 'module') return '';
  if (tag.name === 'example') return `Example:\n\`\`\`typescript\n${text.replace(/^```\w*\n|\n```$/g, '')}\n\`\`\``;
  if (tag.name === 'param') return `- ${text.replace(/^(\S+)\s*-?\s*/, '`$1` ')}`;
  return `*${tag.name}* ${text}`.trim();
}

function partsText(parts: readonly { readonly text: string }[] | undefined): string {
  return (parts ?? []).map(part => part.text).join('');
}
