#!/usr/bin/python3
"""astropy's side of the FITS table benchmark: fits-table-peer.py FOLDER; runs the cases named on stdin."""
import gc
import json
import os
import sys
import time
import warnings

from astropy.io import fits
from astropy.table import Table

warnings.simplefilter('ignore')
path = os.path.join(sys.argv[1], 'table.fits')
COLUMNS = ['ra', 'dec', 'source_id']


def native(column):
    return column.astype(column.dtype.newbyteorder('='))


def read():
    return Table.read(path, hdu=1)


def read_native():
    with fits.open(path) as file:
        return {name: native(file[1].data[name]) for name in file[1].columns.names}


def read_text():
    table = read()
    table.convert_bytestring_to_unicode()
    return {name: native(table[name].data) for name in table.colnames}


def read_three():
    with fits.open(path) as file:
        return {name: native(file[1].data[name]) for name in COLUMNS}


def read_rows():
    with fits.open(path) as file:
        data = file[1].data
        middle = len(data) // 2
        return Table(data[middle:middle + 1000])


made = Table({name: native(column.data) for name, column in read().columns.items()})
cases = {
    'read': read,
    'read native': read_native,
    'read text': read_text,
    'read 3': read_three,
    'read rows': read_rows,
    'write': lambda: made.write(os.path.join(sys.argv[1], 'peer.fits'), overwrite=True),
}

for line in sys.stdin:
    work = cases[line.strip()]
    gc.collect()
    start, cpu = time.perf_counter(), time.process_time()
    result = work()
    print(json.dumps({'seconds': time.perf_counter() - start, 'cpu': time.process_time() - cpu}), flush=True)
    del result
