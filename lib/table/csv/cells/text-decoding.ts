/**
 * Many short texts decoded at once.
 *
 * @module
 */

const QUOTE = 34;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8, or Latin-1 if it is not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return Array.from(bytes, byte => String.fromCharCode(byte)).join('');
  }
}

/** Gathers the bytes of texts and returns the texts when all are there. */
export class TextDecoding {
  #bytes = new Uint8Array(1 << 12);
  #length = 0;
  /** 0 as long as all bytes are ASCII, where one byte is one character. */
  #highBits = 0;
  /** Where each text ends. */
  readonly #ends: number[] = [];

  /** Adds a text. @param isDoubled whether its quotes are doubled */
  add(bytes: Uint8Array, start: number, end: number, isDoubled: boolean): void {
    if (this.#length + end - start > this.#bytes.length) this.#grow(end - start);
    const gathered = this.#bytes;
    let at = this.#length;
    let bits = 0;
    for (let i = start; i < end; i++) {
      const byte = bytes[i];
      bits |= byte;
      gathered[at++] = byte;
      if (isDoubled && byte === QUOTE) i++; // the second of the two
    }
    this.#highBits |= bits & 0x80;
    this.#length = at;
    this.#ends.push(at);
  }

  /** Returns the texts in the order in which they were added, and starts again empty. */
  finish(): string[] {
    const all = this.#bytes.subarray(0, this.#length);
    const ends = this.#ends.splice(0);
    const isAscii = this.#highBits === 0;
    this.#length = 0;
    this.#highBits = 0;
    const whole = isAscii ? decoder.decode(all) : '';
    let start = 0;
    return ends.map(end => {
      const text = isAscii ? whole.slice(start, end) : decodeText(all.subarray(start, end));
      start = end;
      return text;
    });
  }

  #grow(more: number): void {
    const longer = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    longer.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = longer;
  }
}
