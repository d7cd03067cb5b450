/** The Unix compress format, to test decompression: LZW in block mode, codes of 9 to `widest` bits. */
export function compressed(bytes: Uint8Array, widest = 16, clearAfter = Number.POSITIVE_INFINITY): Uint8Array {
  const out: number[] = [0x1f, 0x9d, 0x80 | widest];
  let group: number[] = [];
  let width = 9;
  let free = 257;
  let words = new Map<string, number>();
  const flush = (isLast: boolean) => {
    const bits = group.flatMap(word => Array.from({ length: width }, (_, i) => (word >> i) & 1));
    const length = isLast ? Math.ceil(bits.length / 8) : width * Math.ceil(bits.length / (8 * width));
    for (let i = 0; i < length; i++)
      out.push(bits.slice(8 * i, 8 * i + 8).reduce((byte, bit, k) => byte | (bit << k), 0));
    group = [];
  };
  const emit = (word: number) => {
    group.push(word);
  };
  const codeOf = (text: string) => (text.length === 1 ? text.charCodeAt(0) : (words.get(text) ?? -1));
  let current = '';
  bytes.forEach((byte, i) => {
    const longer = current + String.fromCharCode(byte);
    if (longer.length === 1 || words.has(longer)) {
      current = longer;
      return;
    }
    emit(codeOf(current));
    if (free < 1 << widest) words.set(longer, free++);
    current = String.fromCharCode(byte);
    // the width grows one code later than the dictionary: the reader's entries lag by one
    if (free - 1 > (1 << width) - 1 && width < widest) {
      flush(false);
      width++;
    }
    if (i > 0 && i % clearAfter === 0) {
      emit(256);
      flush(false);
      width = 9;
      free = 257;
      words = new Map();
    }
  });
  if (current !== '') emit(codeOf(current));
  flush(true);
  return Uint8Array.from(out);
}
