#!/usr/bin/python3
"""astropy's side of the Rice benchmark: rice-peer.py FOLDER; runs the cases named on stdin. `make` creates the files."""
import gc
import json
import os
import sys
import time
import warnings

import numpy as np
from astropy.io import fits

warnings.simplefilter('ignore')
folder = sys.argv[1]


def path(name):
    return os.path.join(folder, name + '.fits')


def make():
    random = np.random.default_rng(1)
    sky = random.normal(1000, 12, (4096, 4096))
    fits.CompImageHDU(sky.round().astype('i2'), compression_type='RICE_1').writeto(path('int16'))
    fits.CompImageHDU(
        sky.astype('f4'), compression_type='RICE_1', quantize_method=1, dither_seed=7
    ).writeto(path('float'))


def read(name, kind=None):
    with fits.open(path(name)) as file:
        data = file[1].data
        return data if kind is None else data.astype(kind)


def decode(name):
    """Times the decoding only: the compressed rows are read into memory first."""
    with fits.open(path(name)) as file:
        file[1].compressed_data
        return timed(lambda: file[1].data)


def timed(work):
    gc.collect()
    start, before = time.perf_counter(), time.process_time()
    work()
    return {'seconds': time.perf_counter() - start, 'cpu': time.process_time() - before}


cases = {
    'make': lambda: timed(make),
    'decode int16': lambda: decode('int16'),
    'decode float': lambda: decode('float'),
    'read int16': lambda: timed(lambda: read('int16')),
    'read int16 as float32': lambda: timed(lambda: read('int16', 'f4')),
    'read float': lambda: timed(lambda: read('float')),
}
for line in sys.stdin:
    print(json.dumps(cases[line.strip()]()), flush=True)
