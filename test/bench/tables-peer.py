#!/usr/bin/python3
"""pandas' side of the tables benchmark: tables-peer.py FOLDER ROWS; runs the cases named on stdin."""
import gc
import json
import os
import sys
import time

import numpy as np
import pandas as pd

folder, rows = sys.argv[1], int(sys.argv[2])
path = os.path.join(folder, 'tables.csv')
FILTERS = ['B', 'V', 'R', 'I', 'g', 'r', 'i']
MAGS = [f'mag{k}' for k in range(10)]
SOME = ['ra', 'dec', 'mag0', 'mag1', 'err0']
RAD = np.pi / 180


def numbers(name, kind='<f8'):
    return np.fromfile(os.path.join(folder, name), dtype=kind)


def texts(name):
    with open(os.path.join(folder, name), encoding='utf-8') as file:
        return file.read().split('\n')


columns = {'source_id': numbers('source_id', '<i8'), 'id': numbers('id', '<i4'), 'ra': numbers('ra'), 'dec': numbers('dec')}
columns |= {'group': numbers('group', '<i4'), 'flags': numbers('flags', '<i4'), 'filter': texts('filter'), 'name': texts('name')}
columns |= {name: numbers(name) for name in MAGS + [f'flux{k}' for k in range(6)] + [f'err{k}' for k in range(6)]}
made = pd.DataFrame(columns)
other = pd.DataFrame({'source_id': columns['source_id'][::-1], 'parallax': np.arange(rows, dtype=float)})
bands = pd.DataFrame({'filter': FILTERS, 'wavelength': 400 + 50.0 * np.arange(7)})
tenth = np.arange(-(-rows // 10))
epochs = pd.DataFrame({'flags': (tenth % 64).astype('i4'), 'id': (tenth * 10).astype('i4'), 'epoch': tenth / 7})
star = np.arange(rows, dtype='i4') // 8
visits = pd.DataFrame({'star': star, 'visit': np.arange(rows, dtype='i4') % 8, 'mag': columns['mag0']})
left, right = made[['ra', 'id', 'filter', 'mag0']], made[['ra', 'id', 'filter', 'mag1']]


def sky():
    dec, ra = made.dec * RAD, made.ra * RAD
    return made.assign(x=np.cos(dec) * np.cos(ra), y=np.cos(dec) * np.cos(ra - 90 * RAD))


def rolled():
    return made.mag0.rolling(11, center=True, min_periods=1)


cases = {
    'csv write': lambda: made.to_csv(os.path.join(folder, 'peer.csv'), index=False),
    'csv read': lambda: pd.read_csv(path, float_precision='round_trip'),
    'csv read fast': lambda: pd.read_csv(path),
    'filter': lambda: made[(made.mag0 < 18) & (made['flags'] < 32)],
    'filter some': lambda: made[(made.mag0 < 18) & (made['flags'] < 32)][SOME],
    'derive': lambda: made.assign(colour=made.mag0 - made.mag1),
    'derive sky': sky,
    'sort float': lambda: made.sort_values('flux0'),
    'sort some': lambda: made.sort_values('flux0')[SOME],
    'sort int64': lambda: made.sort_values('source_id'),
    'sort string': lambda: made.sort_values(['filter', 'flux0']),
    'group int': lambda: made.groupby('group', sort=False).agg(n=('mag0', 'size'), mag=('mag0', 'mean')),
    'group string': lambda: made.groupby('filter', sort=False).agg(m=('mag0', 'mean'), d=('mag1', 'median'), s=('mag2', 'std')),
    'group two': lambda: made.groupby(['filter', 'flags'], sort=False).agg(d=('flux0', 'median')),
    'median': lambda: [made[name].median() for name in MAGS],
    'std': lambda: [(made[name].mean(), made[name].std()) for name in MAGS],
    'join int64': lambda: made.merge(other, on='source_id'),
    'join string': lambda: made.merge(bands, on='filter'),
    'join two': lambda: made.merge(epochs, on=['id', 'flags'], how='left'),
    'unique': lambda: made[['filter', 'flags']].drop_duplicates(),
    'concat': lambda: pd.concat([made, made], ignore_index=True),
    'concat fill': lambda: pd.concat([left, right], ignore_index=True),
    'describe': lambda: made[['mag0', 'flux0']].describe(),
    'rolling mean': lambda: rolled().mean(),
    'rolling std': lambda: rolled().std(),
    'rolling max': lambda: rolled().max(),
    'rolling median': lambda: rolled().median(),
    'rolling within': lambda: visits.groupby('star').mag.rolling(3, center=True, min_periods=1).mean(),
    'cumulative': lambda: (made.mag0.cumsum(), made.mag0.cummax()),
    'rank': lambda: made.flux0.rank(),
    'rank ties': lambda: made.mag0.rank(),
    'pivot': lambda: visits.pivot(index='star', columns='visit', values='mag'),
    'pivot mean': lambda: made.pivot_table(index='group', columns='filter', values='mag0', aggfunc='mean', sort=False),
    'group small': lambda: made.groupby('flags', sort=False).agg(
        m=('mag0', 'mean'), d=('mag1', 'std'), low=('mag2', 'min'), total=('flux0', 'sum')
    ),
}

for line in sys.stdin:
    work = cases[line.strip()]
    gc.collect()
    start, cpu = time.perf_counter(), time.process_time()
    work()
    print(json.dumps({'seconds': time.perf_counter() - start, 'cpu': time.process_time() - cpu}), flush=True)
