/**
 * Bytes of text that grow: numbers and strings are written as ASCII and UTF-8, without strings in between.
 *
 * @module
 */

const MILLION = 1e6;
const BILLION = 1e9;
const BEYOND_INT32 = 2 ** 31;
/** Powers of ten: the k-th is the least number of k + 1 digits. */
const TENS = Float64Array.from({ length: 11 }, (_, k) => 10 ** k);
const ZERO = 48;
const MINUS = 45;
const POINT = 46;

/** Text being written, as bytes. */
export class ByteSink {
  /** Bytes written so far. */
  length = 0;
  #bytes: Uint8Array;
  readonly #encoder = new TextEncoder();

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(Math.max(64, capacity));
  }

  /** Makes room for this total number of bytes. */
  reserve(capacity: number): void {
    if (capacity <= this.#bytes.length) return;
    const longer = new Uint8Array(capacity);
    longer.set(this.#bytes.subarray(0, this.length));
    this.#bytes = longer;
  }

  /** Writes one ASCII character. */
  byte(code: number): void {
    if (this.length === this.#bytes.length) this.reserve(2 * this.length);
    this.#bytes[this.length++] = code;
  }

  /** Appends a string as UTF-8. */
  text(text: string): void {
    const size = text.length;
    if (this.length + 3 * size > this.#bytes.length) this.reserve(2 * this.length + 3 * size);
    const bytes = this.#bytes;
    let at = this.length;
    for (let i = 0; i < size; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) {
        this.length += this.#encoder.encodeInto(text, bytes.subarray(this.length)).written;
        return;
      }
      bytes[at++] = code;
    }
    this.length = at;
  }

  /**
   * Writes the shortest text that reads back as the same float64, as `String` does; -0 with its sign, and numbers
   * beyond 2^53 with an exponent, lest they be read as big integers.
   */
  float(value: number): void {
    const size = Math.abs(value);
    const whole = Math.floor(size);
    const millionths = Math.round((size - whole) * MILLION);
    // at most 15 digits that read back as the same number: no shorter text can (D. Goldberg 1991, ACM Comp. Surv. 23, 5)
    const isShort = size < BILLION && millionths < MILLION && (whole * MILLION + millionths) / MILLION === size;
    if (isShort && (size !== 0 || 1 / value > 0)) {
      if (value < 0) this.byte(MINUS);
      this.#digits(whole, 1);
      if (millionths > 0) this.#decimals(millionths);
    } else if (size > Number.MAX_SAFE_INTEGER) this.text(value.toExponential());
    else this.text(Object.is(value, -0) ? '-0' : String(value));
  }

  /** Writes a whole number below 2^31. */
  whole(value: number): void {
    if (value < 0) this.byte(MINUS);
    if (value === -BEYOND_INT32) this.text(String(BEYOND_INT32));
    else this.#digits(Math.abs(value), 1);
  }

  /** All that was written. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** Writes a point and a number of millionths, without the zeros at its end. */
  #decimals(millionths: number): void {
    let rest = millionths | 0;
    let digits = 6;
    for (let shorter = (rest / 10) | 0; shorter * 10 === rest; shorter = (rest / 10) | 0) {
      rest = shorter;
      digits--;
    }
    this.byte(POINT);
    this.#digits(rest, digits);
  }

  /** Writes the digits of a number of 31 bits that is not negative, at least `least` of them. */
  #digits(value: number, least: number): void {
    if (this.length + 20 > this.#bytes.length) this.reserve(2 * this.length + 20);
    let count = least;
    while (count < 10 && value >= TENS[count]) count++;
    const bytes = this.#bytes;
    let rest = value | 0;
    for (let at = this.length + count - 1; at >= this.length; at--) {
      const left = (rest / 10) | 0;
      bytes[at] = ZERO + (rest - left * 10);
      rest = left;
    }
    this.length += count;
  }
}
