/**
 * Completion and documentation of the names in a cell, from tslab's compiler.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Executor } from 'tslab/dist/executor.js';
import type { CompletionMatch, CompletionResult, InspectionResult } from '../messages.js';

/** Names that the kernel or the compiler made. */
const INTERNAL = /^(__tslab__|__skyframe\w*|tsLastExpr\d*|__prev__)$/;

/** Completions at a position, best first, with what each one is. */
export function complete(executor: Executor, code: string, position: number): CompletionResult {
  const { start, end, candidates, original } = executor.complete(code, position);
  const kinds = new Map((original?.entries ?? []).map(entry => [entry.name, entry.kind as string]));
  const quoted = quotedPart(code, position);
  const isInQuotes = quoted !== null && start === position;
  const begun = isInQuotes ? code.slice(quoted.start, position).toLowerCase() : '';
  const matches: CompletionMatch[] = [];
  for (const text of new Set(candidates))
    if (!INTERNAL.test(text) && text.toLowerCase().startsWith(begun))
      matches.push({ text, kind: kinds.get(text) ?? '' });
  return { ...(isInQuotes ? quoted : { start, end }), matches };
}

/**
 * The text in quotes around a position, or null. In a path it is the part after the last slash, which is
 * what the compiler completes.
 */
function quotedPart(code: string, position: number): { start: number; end: number } | null {
  const lineStart = code.lastIndexOf('\n', position - 1) + 1;
  let quote = '';
  let start = -1;
  for (let i = lineStart; i < position; i++) {
    if (quote === '' && `'"\``.includes(code[i])) [quote, start] = [code[i], i + 1];
    else if (code[i] === '\\') i++;
    else if (code[i] === quote) quote = '';
  }
  if (quote === '' || (quote === '`' && code.slice(start, position).includes('${'))) return null;
  const isPath = /^\.{0,2}\//.test(code.slice(start, position));
  const from = isPath ? code.lastIndexOf('/', position - 1) + 1 : start;
  const rest = /^[^'"`\n\s)]*/.exec(code.slice(position))?.[0].length ?? 0;
  return { start: from, end: position + (code[position + rest] === quote ? rest : 0) };
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
