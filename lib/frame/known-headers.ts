/**
 * Keywords whose columns the compiler knows by the pattern of their files.
 *
 * @module
 */

/**
 * The columns of the `keywords` of header tables, by the pattern that `headerTable` is given.
 *
 * In a notebook the kernel fills it from the headers that a cell names, before the cell is compiled. Otherwise such a column
 * is text, number or logical for the compiler.
 *
 * ```ts
 * declare module 'skyframe' {
 *   interface KnownHeaders {
 *     'night/*.fits': { OBSERVER: string | null; MOONALT: number };
 *   }
 * }
 * const night = await headerTable('night/*.fits', { keywords: ['MOONALT'] });
 * night.filter(frame => frame.MOONALT < 0);
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be added to
export interface KnownHeaders {}
