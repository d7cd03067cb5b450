/** The types of `fits-seeds.mjs`, which runs without a compiler. */
export declare function fitsSeeds(library: object): readonly (readonly [name: string, bytes: Uint8Array])[];
