/**
 * Bytes of text that grow: numbers and strings are written as ASCII and UTF-8, without strings in between.
 *
 * @module
 */

/** Decimals that are tried before a number is left to the engine's own conversion. */
const TRIED = 1e6;
/** Numbers below this with six decimals have at most 15 digits, which tell every one of them apart. */
const FEW_DIGITS = 1e9;
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

  /** Makes room for so many bytes in all. */
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

  /** Writes a string. */
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
    const scaled = Math.round(value * TRIED);
    if (scaled / TRIED === value && Math.abs(value) < FEW_DIGITS && (value !== 0 || 1 / value > 0)) {
      // at most 15 digits that are right: no shorter text can be (D. Goldberg 1991, ACM Comp. Surv. 23, 5, theorem 15)
      if (scaled === value * TRIED && Number.isInteger(value)) this.whole(value);
      else this.#decimals(scaled);
    } else if (Math.abs(value) > Number.MAX_SAFE_INTEGER) this.text(value.toExponential());
    else this.text(Object.is(value, -0) ? '-0' : String(value));
  }

  /** Writes a whole number below 2^53. */
  whole(value: number): void {
    if (value < 0) this.byte(MINUS);
    this.#digits(Math.abs(value), 1);
  }

  /** All that was written. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** Writes a number of millionths, without the zeros at its end. */
  #decimals(millionths: number): void {
    let rest = Math.abs(millionths);
    let digits = 6;
    while (rest % 10 === 0) {
      rest /= 10;
      digits--;
    }
    const unit = 10 ** digits;
    const whole = Math.floor(rest / unit);
    if (millionths < 0) this.byte(MINUS);
    this.#digits(whole, 1);
    this.byte(POINT);
    this.#digits(rest - whole * unit, digits);
  }

  /** Writes the digits of a number that is not negative, at least `least` of them. */
  #digits(value: number, least: number): void {
    if (this.length + 20 > this.#bytes.length) this.reserve(2 * this.length + 20);
    let count = least;
    for (let limit = 10 ** least; value >= limit; limit *= 10) count++;
    const bytes = this.#bytes;
    let rest = value;
    for (let at = this.length + count - 1; at >= this.length; at--) {
      const left = Math.floor(rest / 10);
      bytes[at] = ZERO + (rest - left * 10);
      rest = left;
    }
    this.length += count;
  }
}
