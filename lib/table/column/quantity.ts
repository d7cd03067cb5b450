/**
 * Numbers that know their unit, for the compiler only.
 *
 * At run time a quantity is a plain number: arithmetic, typed arrays and JSON work as usual. For the
 * compiler it is flavoured: a plain number is accepted, a quantity of another unit is not.
 *
 * @module
 * @example
 * interface FluxColumns {
 *   // Aperture flux, sky subtracted [electron].
 *   flux: Quantity<'electron'>;
 * }
 * declare const stars: Table<FluxColumns>;
 * stars.columns.flux;                                    // Column<number, "electron">
 * const seconds: Quantity<'s'> = stars.columns.flux[0];  // error: 'electron' is not 's'
 */

/** A number with the unit `U` in its type. A plain number is accepted in its place, another unit is not. */
export type Quantity<U extends string> = number & { readonly unit?: U };

/** The unit in a value's type; `string` if the type has none. */
export type UnitOf<T> = [NonNullable<T>] extends [{ readonly unit?: infer U }]
  ? U extends string
    ? U
    : string
  : string;

/** A value's type without its unit: `number` for every quantity. */
export type PlainOf<T> = T extends number ? number : T;

/** The reverse of {@link PlainOf}: a number with the unit `U` in its type, anything else unchanged. */
export type WithUnit<T, U extends string> = string extends U ? T : T extends number ? Quantity<U> : T;

/** The columns `C` with the units of the record `U` put into their types. */
export type WithUnits<C, U> = [keyof U] extends [never]
  ? C
  : { [K in keyof C]: K extends keyof U ? (U[K] extends string ? WithUnit<C[K], U[K]> : C[K]) : C[K] };
