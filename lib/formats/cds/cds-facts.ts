/**
 * What a ReadMe or a machine-readable table says of the whole: title, authors, notes.
 *
 * @module
 */
import { isRule } from './byte-by-byte.js';

/** Facts for a table's `meta`; what the file does not say is absent. */
interface CdsFacts {
  /** The catalogue's designation: `J/A+A/642/A176`. */
  readonly catalogue?: string;
  readonly title?: string;
  readonly authors?: string;
  /** What the table holds. */
  readonly description?: string;
  /** The notes below the byte-by-byte description, one text each, with their labels: `(1): ...`. */
  readonly notes?: readonly string[];
}

const LABELS = ['Title', 'Authors', 'Table'] as const;

/**
 * Reads the facts.
 *
 * @param after line (from 0) after which the table's notes begin
 * @param file the table's file name, to find what the list of files says of it
 */
export function readFacts(lines: readonly string[], after: number, file: string): CdsFacts {
  const [title, authors, table] = LABELS.map(label => labelled(lines, label));
  const designation = /^([A-Z]+\/\S+)\s{2,}(\S.*)$/.exec(lines[0] ?? '');
  const notes = readNotes(lines, after);
  const facts = {
    catalogue: designation?.[1],
    title: title ?? designation?.[2].replace(/\s+/g, ' ').trim(),
    authors,
    description: table ?? fileExplanation(lines, file),
    notes: notes.length === 0 ? undefined : notes,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}

/** The text after `Title:`, with the indented lines below it. */
function labelled(lines: readonly string[], label: string): string | undefined {
  const start = lines.findIndex(line => line.startsWith(`${label}:`));
  if (start === -1) return undefined;
  let text = lines[start].slice(label.length + 1);
  for (let i = start + 1; i < lines.length && /^\s+\S/.test(lines[i]); i++) text += ` ${lines[i].trim()}`;
  return text.replace(/\s+/g, ' ').trim();
}

/** What the File Summary says of a file: name, record length, records, explanation. */
function fileExplanation(lines: readonly string[], file: string): string | undefined {
  for (const line of lines) {
    const [name, length, , ...words] = line.trim().split(/\s+/);
    if (name === file && /^\d+$/.test(length) && words.length > 0) return words.join(' ').replace(/^\*/, '');
  }
  return undefined;
}

function readNotes(lines: readonly string[], after: number): string[] {
  const notes: string[] = [];
  for (let i = after; i < lines.length; i++) {
    const line = lines[i];
    const note = /^Note\s*(\(\w+\).*|on .*)$/i.exec(line);
    if (note !== null) notes.push(note[1]);
    else if (isRule(line) && notes.length > 0) break;
    else if (/^Byte-by-byte/i.test(line)) break;
    else if (notes.length > 0 && line.trim() !== '') notes[notes.length - 1] += ` ${line.trim()}`;
  }
  return notes.map(note => note.replace(/\s+/g, ' ').trim());
}
