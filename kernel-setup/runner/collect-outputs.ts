/**
 * Turns the messages of a running cell into the outputs of a notebook file.
 *
 * @module
 */
import type { OutputMessage } from '../messages.js';
import { joinText, type NotebookOutput } from '../notebook-json.js';

/** Position of a display, so that an update finds it. */
interface Placed {
  readonly outputs: NotebookOutput[];
  readonly index: number;
}

/** So much printed text is kept of a cell [characters]; a cell that prints forever must not fill the memory. */
const MAX_TEXT = 50_000_000;

/** Collects outputs cell by cell; a display may be updated by a later cell. */
export class OutputCollector {
  readonly #displays = new Map<string, Placed[]>();
  #outputs: NotebookOutput[] = [];
  #clearNext = false;
  #textLeft = MAX_TEXT;

  /** Begins a cell; its list fills as messages come. */
  beginCell(): NotebookOutput[] {
    this.#outputs = [];
    this.#clearNext = false;
    this.#textLeft = MAX_TEXT;
    return this.#outputs;
  }

  /** Applies a message to the outputs of the cell: adds one, changes one or clears them. */
  add(message: OutputMessage): void {
    if (message.type === 'clear_output') {
      if (message.content.wait) this.#clearNext = true;
      else this.#outputs.length = 0;
      return;
    }
    if (message.type === 'update_display_data') {
      this.#update(message.content.transient.display_id ?? '', message.content);
      return;
    }
    if (this.#clearNext) this.#outputs.length = 0;
    this.#clearNext = false;
    this.#append(message);
  }

  #append(message: Exclude<OutputMessage, { type: 'clear_output' | 'update_display_data' }>): void {
    const outputs = this.#outputs;
    switch (message.type) {
      case 'stream': {
        const { name } = message.content;
        const text = this.#withinLimit(message.content.text);
        if (text === '') break;
        const last = outputs.at(-1);
        if (last?.output_type === 'stream' && last.name === name)
          outputs[outputs.length - 1] = { ...last, text: joinText(last.text) + text };
        else outputs.push({ output_type: 'stream', name, text });
        break;
      }
      case 'display_data': {
        const { data, metadata, transient } = message.content;
        const id = transient?.display_id;
        if (id !== undefined)
          this.#displays.set(id, [...(this.#displays.get(id) ?? []), { outputs, index: outputs.length }]);
        outputs.push({ output_type: 'display_data', data: asFileData(data), metadata });
        break;
      }
      case 'execute_result': {
        const { data, metadata, execution_count } = message.content;
        outputs.push({ output_type: 'execute_result', execution_count, data: asFileData(data), metadata });
        break;
      }
      case 'error':
        outputs.push({ output_type: 'error', ...message.content });
    }
  }

  /** The text, or as much of it as fits, with a remark about the rest. */
  #withinLimit(text: string): string {
    const room = this.#textLeft;
    if (room < 0) return '';
    this.#textLeft -= text.length;
    return this.#textLeft >= 0
      ? text
      : `${text.slice(0, room)}\n... (what the cell printed after ${MAX_TEXT / 1e6} MB is not kept)\n`;
  }

  #update(id: string, { data, metadata }: { data: Record<string, unknown>; metadata: Record<string, unknown> }): void {
    for (const { outputs, index } of this.#displays.get(id) ?? [])
      if (outputs[index]?.output_type === 'display_data')
        outputs[index] = { output_type: 'display_data', data: asFileData(data), metadata };
  }
}

type FileData = Extract<NotebookOutput, { output_type: 'display_data' }>['data'];

const JSON_TYPE = /^application\/(?:.*\+)?json$/;

/** In a file, forms of JSON types may be any object, all others are text. */
function asFileData(data: Record<string, unknown>): FileData {
  const forms: Record<string, string | Readonly<Record<string, unknown>>> = {};
  for (const [type, form] of Object.entries(data))
    if (typeof form !== 'object' || form === null) forms[type] = String(form);
    else if (JSON_TYPE.test(type)) forms[type] = form as Record<string, unknown>;
    else forms[type] = Array.isArray(form) ? form.join('') : JSON.stringify(form);
  return forms;
}
