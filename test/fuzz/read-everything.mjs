/**
 * Reads everything in a FITS file, in every possible way.
 */

/**
 * Returns what is wrong with the way the library handles a damaged file; null if it reads the file or says why not.
 *
 * @param counts counts the files that could be opened (`read`) and those that could not (`refused`)
 */
export async function readEverything(library, bytes, counts) {
  const { openFits, verifyFits, PhotometryError } = library;
  const wrong = error =>
    error instanceof PhotometryError && error.message.length > 20
      ? null
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  const attempt = async action => {
    try {
      await action();
      return null;
    } catch (error) {
      return wrong(error);
    }
  };
  let file;
  try {
    file = await openFits(bytes, { path: 'mutated.fits' });
    counts.read++;
  } catch (error) {
    counts.refused++;
    if (!(error instanceof PhotometryError && error.message.includes('mutated.fits'))) return wrong(error);
    return attempt(() => verifyFits(bytes, { path: 'mutated.fits' }));
  }
  const actions = [() => String(file), () => file.verify()];
  for (const hdu of file.hdus) {
    const { index, kind } = hdu;
    actions.push(
      () => hdu.header.cards.map(({ value }) => value),
      () => hdu.header.toBytes(),
      () => file.header(index),
    );
    if (kind.endsWith('image')) {
      actions.push(
        () => file.image(index, { plane: 0 }),
        () => file.readImage(index, 'float64'),
        () => file.readImage(index, 'float32', { section: { x: 1, y: 0, width: 1, height: 2 } }),
      );
    } else if (kind !== 'unknown') {
      actions.push(
        async () => (await file.table(index)).toObjects(),
        () => file.table(index, { rows: [1, 2] }),
      );
    }
  }
  for (const action of actions) {
    const failure = await attempt(action);
    if (failure !== null) return failure;
  }
  return null;
}
