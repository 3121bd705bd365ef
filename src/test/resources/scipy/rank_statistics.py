"""Writes rank-statistics.csv: the four statistics of scipy.stats on small, tied, constant and non-finite vectors."""
import csv
import warnings

import numpy as np
from scipy import stats

warnings.simplefilter("ignore")
rng = np.random.default_rng(20240611)
cases = [
    ("scipy-docs", [12, 2, 1, 12, 2], [1, 4, 7, 1, 0]),
    ("empty", [], []),
    ("one", [3.0], [1.0]),
    ("two-up", [1.0, 2.0], [3.0, 7.0]),
    ("two-down", [1.0, 2.0], [7.0, 3.0]),
    ("two-x-constant", [1.0, 1.0], [3.0, 7.0]),
    ("three-one-tie", [1.0, 2.0, 2.0], [3.0, 1.0, 2.0]),
    ("x-constant", [0.1, 0.1, 0.1, 0.1], [1.0, 2.0, 3.0, 4.0]),
    ("y-constant", [1.0, 2.0, 3.0, 4.0], [0.1, 0.1, 0.1, 0.1]),
    ("both-constant", [5.0, 5.0, 5.0], [2.0, 2.0, 2.0]),
    ("all-but-one-tied", [1.0, 1.0, 1.0, 1.0, 2.0], [1.0, 3.0, 2.0, 5.0, 4.0]),
    ("joint-ties", [1.0, 1.0, 2.0, 2.0, 3.0, 3.0], [1.0, 1.0, 3.0, 3.0, 2.0, 5.0]),
    ("identical", [4.0, 1.0, 3.0, 2.0], [4.0, 1.0, 3.0, 2.0]),
    ("reversed", [4.0, 1.0, 3.0, 2.0], [-4.0, -1.0, -3.0, -2.0]),
    ("signed-zeros", [0.0, -0.0, 1.0, -1.0], [1.0, 2.0, 3.0, 4.0]),
    ("minus-infinite-ties", [-np.inf, -np.inf, 2.0, 0.5], [1.0, 2.0, 3.0, 3.0]),
    ("nan", [1.0, np.nan, 3.0, 2.0], [4.0, 1.0, 2.0, 3.0]),
    ("tiny-and-huge", [1e-300, 2e-300, 5e-300, 4e-300], [1e200, 3e200, 2e200, 9e200]),
    ("offset", [1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 3], [1.0, 2.0, 3.0, 4.0]),
]
for n in (5, 14, 50, 200):
    x = rng.standard_normal(n)
    cases.append((f"continuous-{n}", x, x + rng.standard_normal(n)))
    a = rng.integers(0, max(2, n // 3), n).astype(float)
    cases.append((f"tied-{n}", a, np.round(a / 2 + rng.integers(0, n, n) / 3)))
    cases.append((f"binary-{n}", rng.integers(0, 2, n).astype(float), rng.standard_normal(n)))
    cases.append((f"errors-{n}", -np.exp(rng.standard_normal(n) * 3), -np.exp(rng.standard_normal(n) * 3)))


def value(statistic, x, y):
    try:
        return float(statistic(x, y)[0])
    except ValueError:  # too few values: scipy refuses, the project answers NaN
        return float("nan")


with open("rank-statistics.csv", "w", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["case", "x", "y", "kendalltau", "weightedtau", "spearmanr", "pearsonr"])
    for name, x, y in cases:
        x, y = np.asarray(x, float), np.asarray(y, float)
        writer.writerow(
            [name, " ".join(repr(float(v)) for v in x), " ".join(repr(float(v)) for v in y)]
            + [repr(value(s, x, y)) for s in (stats.kendalltau, stats.weightedtau, stats.spearmanr, stats.pearsonr)]
        )
