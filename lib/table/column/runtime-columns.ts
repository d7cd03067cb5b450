/**
 * The types of columns that only a file knows.
 *
 * @module
 */

/**
 * A cell that is neither text nor a number: a date, a truth value, a 64-bit integer, a vector, or missing. `Hint` is there for
 * the compiler's messages.
 */
export interface OtherCell<Hint extends string> {
  /** For the compiler only: there is no such property at run time. */
  readonly '~hint': Hint;
}

/**
 * A cell of a table read without a schema: text or number, as the file has it.
 *
 * It can be compared (`row.filter === 'V'`) and shown, not calculated with: that would be right for one of the two only.
 * Messages of the compiler name this type, and with it the remedy, `Hint`: a schema (`readTable(path, { schema })`,
 * `table.withSchema({ mag: 'number' })`), or for one column `table.number('mag')` or `table.text('name')`.
 */
export type TextOrNumber<Hint extends string = 'a schema gives types'> = string | number | OtherCell<Hint>;

/**
 * The columns of a table read without a schema: any name, text or numbers for the compiler. What the file holds is known at
 * run time alone, when a misspelt name is an error.
 */
export type RuntimeColumns = Record<string, TextOrNumber>;
