/**
 * Names that the examples in doc comments may use without declaring them: the names that `prepareSamples` returns, and
 * everything that skyframe exports. They run in a folder with `data-samples/`, the raw frames `night/*.fits`, the files
 * `field.fits`, `colour.fits` (a mosaic), `stars.csv` and `gaia.fits`, the catalogues `lists/*.ecsv` of three frames, and an empty `out/`.
 *
 * @module
 */
import {
  acsRates,
  Catalog,
  Frame,
  type HeaderColumns,
  type Image,
  openFits,
  openSeries,
  type Row,
  readImage,
  readTable,
  Table,
  writeFits,
} from 'skyframe';

/** The reduced night of an RR Lyrae star, and tables made from it. */
export async function prepareSamples() {
  const reduced = await reduceNight();
  const { field, science } = reduced;
  const stars = field.detect({ sigma: 5 }).derive(
    {
      id: (_, row) => row,
      sourceId: (_, row) => 4_611_686_018_427_387_904n + BigInt(row),
      name: (_, row) => `star ${row}`,
      field: star => (star.x < field.width / 2 ? 'west' : 'east'),
      mag: star => 25 - 2.5 * Math.log10(star.flux),
    },
    { units: { mag: 'mag' } },
  );
  const target = { ra: 280.1042, dec: 33.1475 };
  const measured = await science.measure(stars, { radii: [4, 6, 8], annulus: [12, 18] });
  const gaia = gaiaOf(stars.columns);

  await stars.write('stars.csv');
  await field.write('field.fits');
  const mosaic = { ...field.image, header: field.header.with('BAYERPAT', 'RGGB') };
  await new Frame(mosaic).write('colour.fits');
  await writeFits('out/field.fits', [{ frame: field, name: 'FIELD' }]);
  await writeFits('gaia.fits', [{ table: gaia, name: 'GAIA' }]);
  await writeLists(reduced);
  return {
    ...reduced,
    file: await openFits('field.fits'),
    stars,
    gaia,
    apass: gaia.select('ra', 'dec').rename({ ra: 'RAJ2000', dec: 'DEJ2000' }),
    target,
    measured,
    curve: measured.differential({ target }),
    ...matrices(measured.values('star'), measured.values('flux_6'), measured.values('fluxErr_6'), stars.length),
    visits: await readTable('data-samples/cluster/visits.csv', {
      schema: {
        source_id: 'bigint',
        night: 'string',
        filter: 'string',
        jd: 'number',
        mag: 'number',
        mag_err: 'number',
      },
    }),
    rates: await readTable('data-samples/acs/photometry.ecsv', { schema: acsRates }),
    site: { name: 'Apache Point', longitude: -105.82, latitude: 32.78, height: 2788 },
  };
}

async function reduceNight() {
  const night = await openSeries('night/*.fits');
  const ofType = (type: string) => night.where((h: Row<HeaderColumns>) => h.imagetyp === type);
  const bias = await ofType('bias').combine();
  const dark = await ofType('dark').subtract(bias).combine();
  const flat = await ofType('flat').reduce({ bias, dark }).combine();
  const science = ofType('light').reduce({ bias, dark, flat }).align();
  const frame = await science.frame(0);
  const biasPaths = [...ofType('bias').table.columns.path];
  const [biases, flats] = await Promise.all([readAll(biasPaths), readAll([...ofType('flat').table.columns.path])]);
  return {
    night,
    bias,
    dark,
    flat,
    science,
    field: await science.combine(),
    raw: await ofType('light').frame(0),
    frame,
    image: frame.image,
    header: frame.header,
    biasPaths,
    biases,
    flats,
  };
}

function readAll(paths: readonly string[]): Promise<Image[]> {
  return Promise.all(paths.map(path => readImage(path)));
}

/** A catalogue of the stars with proper motions. */
function gaiaOf({
  sourceId,
  ra,
  dec,
  mag,
}: { [K in 'ra' | 'dec' | 'mag']: Iterable<number> } & { sourceId: Iterable<bigint> }) {
  const values = Float64Array.from(ra);
  return Catalog.of(
    Table.fromColumns(
      {
        sourceId: [...sourceId],
        ra: values.map(degrees => degrees + 0.4 / 3600),
        dec: Float64Array.from(dec),
        pmra: new Float64Array(values.length),
        pmdec: new Float64Array(values.length),
        ref_epoch: new Float64Array(values.length).fill(2016),
        phot_g_mean_mag: Float64Array.from(mag),
      },
      { units: { ra: 'deg', dec: 'deg', pmra: 'mas/yr', pmdec: 'mas/yr', ref_epoch: 'yr', phot_g_mean_mag: 'mag' } },
    ),
  );
}

/** The catalogues of some frames, as written by an extraction program. */
async function writeLists({ science }: Awaited<ReturnType<typeof reduceNight>>) {
  for (const k of [0, 3, 6]) {
    const found = (await science.frame(k)).detect();
    const listed = found.derive({ mag: star => 25 - 2.5 * Math.log10(star.flux) }, { units: { mag: 'mag' } });
    await listed.write(`lists/${science.table.columns.file[k].replace('.fits', '.ecsv')}`);
  }
}

/** Fluxes and errors as `[star][frame]`. */
function matrices(star: ArrayLike<number>, values: ArrayLike<number>, errors: ArrayLike<number>, count: number) {
  const rowsOf = (k: number) => Array.from(star, (of, row) => (of === k ? row : -1)).filter(row => row >= 0);
  const matrix = (of: ArrayLike<number>) => Array.from({ length: count }, (_, k) => rowsOf(k).map(row => of[row]));
  return { flux: matrix(values), fluxErr: matrix(errors) };
}
