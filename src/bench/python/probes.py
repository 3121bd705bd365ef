"""Ridge probes by numpy, from the rows: what the studies beside this file share.

Penalties are relative: x stands for x tr(S)/d, S the covariance of the features of the rows of each fit.
Arrays: features X (n x d), labels Y (n x q), fold numbers f (n). Every column of Y is an output.
"""

import csv
import glob
import json
import os

import numpy as np

GRID = 10.0 ** np.arange(-4, 2)  # 1e-4r .. 10r


def fold_of(key, k):
    """The fold of a row by its id, as in docs/estimators.md."""
    mask = 2**64 - 1

    def mix(z):
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & mask
        return z ^ z >> 31

    return mix(((key & mask) + mix((0x666F6C64 + 0x9E3779B97F4A7C15) & mask)) & mask) % k


def spectrum(x):
    """The mean of the rows, eigenvalues and eigenvectors of their covariance, and tr(S)/d."""
    mean = x.mean(axis=0)
    centred, (n, d) = x - mean, x.shape
    if d <= n:
        w, v = np.linalg.eigh(centred.T @ centred / n)
    else:
        w, u = np.linalg.eigh(centred @ centred.T / n)
        kept = w > w[-1] * 1e-13
        w, u = w[kept], u[:, kept]
        v = centred.T @ u / np.sqrt(n * w)
    w = np.maximum(w, 0)
    return mean, w, v, w.sum() / d


def predictions(x, y, tests, grid):
    """For each penalty, for each array of rows in tests, predictions less the mean of y."""
    mean, w, v, scale = spectrum(x)
    z = v.T @ ((x - mean).T @ (y - y.mean(axis=0))) / len(x)
    rows = [(t - mean) @ v for t in tests]
    for value in grid * scale:
        weights = z / np.maximum(w + value, 1e-300)[:, None]
        yield [r @ weights for r in rows]


class CrossValidated:
    """Held-out errors of each output by itself, with the penalty `best` chosen on the other folds.

    r2, se: held-out R2 about the training rows' mean, and its jackknife standard error
    z: the held-out covariance of predictions and labels over its standard deviation for unrelated labels
    """

    def __init__(self, x, y, f, k, grid=GRID, pairs=True):
        q, n = y.shape[1], len(y)
        rows = np.bincount(f, minlength=k)
        e, base = np.zeros((k, len(grid), q)), np.zeros((k, q))
        cross, power = np.zeros((k, len(grid), q)), np.zeros((k, len(grid), q))
        variance = np.zeros((k, q))
        for a in range(k):
            test = f == a
            r = y[test] - y[~test].mean(axis=0)
            base[a] = (r**2).sum(axis=0)
            within = r - r.mean(axis=0)
            variance[a] = (within**2).sum(axis=0) / max(rows[a] - 1, 1)
            for i, (p,) in enumerate(predictions(x[~test], y[~test], [x[test]], grid)):
                e[a, i] = ((r - p) ** 2).sum(axis=0)
                p = p - p.mean(axis=0)
                cross[a, i], power[a, i] = (p * within).sum(axis=0), (p**2).sum(axis=0)
        total, at = e.sum(axis=0), np.arange(q)
        best = [(total - e[a]).argmin(axis=0) for a in range(k)]
        error = np.array([e[a, best[a], at] for a in range(k)])
        self.r2 = 1 - error.sum(axis=0) / base.sum(axis=0)
        self.errors, self.base, self.by_penalty = error, base, e
        spread = sum(power[a, best[a], at] * variance[a] for a in range(k))
        self.z = sum(cross[a, best[a], at] for a in range(k)) / np.sqrt(2 * np.maximum(spread, 1e-300))
        if pairs:
            self.se = self.jackknife(x, y, f, k, grid, rows, n, best)

    def jackknife(self, x, y, f, k, grid, rows, n, best):
        pe = np.zeros((k, k, len(grid), y.shape[1]))  # [left out too, fold of the errors]
        pb = np.zeros((k, k, y.shape[1]))
        for j in range(k):
            for a in range(j):
                left = (f != j) & (f != a)
                mean = y[left].mean(axis=0)
                rj, ra = y[f == j] - mean, y[f == a] - mean
                pb[a, j], pb[j, a] = (rj**2).sum(axis=0), (ra**2).sum(axis=0)
                both = predictions(x[left], y[left], [x[f == j], x[f == a]], grid)
                for i, (pj, pa) in enumerate(both):
                    pe[a, j, i], pe[j, a, i] = ((rj - pj) ** 2).sum(axis=0), ((ra - pa) ** 2).sum(axis=0)
        part, at = ((k - 2) / (k - 1)) ** 2, np.arange(y.shape[1])
        e, b = self.errors, self.base
        without = []
        for j in range(k):
            others = [a for a in range(k) if a != j]
            error = sum(e[a] + part * (pe[j, a, best[a], at] - e[a]) for a in others)
            without.append(1 - error / sum(b[a] + part * (pb[j, a] - b[a]) for a in others))
        h = (n / rows)[:, None]
        pseudo = h * self.r2 - (h - 1) * np.array(without)
        return np.sqrt((((pseudo - pseudo.mean(axis=0)) ** 2) / (h - 1)).sum(axis=0) / k)


def load(dump):
    """What dump.mjs wrote: labels {dataset: {target: n x q}}, features {(source, dataset): n x d}, ids {dataset}."""
    labels, features, ids = {}, {}, {}
    for path in glob.glob(os.path.join(dump, "*@*.json")):
        source, dataset = os.path.basename(path)[:-5].split("@")
        known = json.load(open(path))
        order = np.argsort(known["ids"])
        columns = {
            name: np.fromfile(f"{path[:-5]}@{name}.f64").reshape(known["n"], width)[order]
            for name, width in known["cols"].items()
        }
        if source == "targets":
            labels[dataset], ids[dataset] = columns, np.array(known["ids"])[order]
        else:
            features[source, dataset] = columns["features"]
    return labels, features, ids


def measured(path):
    """{transfer: {(dataset, target): {source: error}}} of an actual.csv."""
    found = {}
    for row in csv.DictReader(open(path)):
        error = float(row.get("error") or row["test_mse"])
        target = found.setdefault(row["transfer"], {}).setdefault((row["dataset"], row["target"]), {})
        target[row["source"]] = error
    return found
