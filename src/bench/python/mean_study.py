"""How often some source of a target is called better than the mean of the labels, and coverage of R2.

mean_study.py null      sources unrelated to the labels: share of targets with a false call
mean_study.py power     one source of m with a true R2: share of targets with a call
mean_study.py coverage  90 % intervals of held-out R2 over 500 draws of rows

A source is better than the mean where R2 > 0 and z > the normal quantile at 1 - 0.1 / m. For rows in groups,
where R2 > t se with Student's quantile at 1 - min(0.05, 0.25 / m) and K - 1 degrees.
"""

import sys

import numpy as np
from probes import CrossValidated
from scipy.stats import norm
from scipy.stats import t as student


def features(rng, n, d):
    return rng.standard_normal((n, d)) * (1 + np.arange(d)) ** -0.75


def share_called(n, d, m, r2=0.0, heavy=False, grouped=False, outputs=400, k=5):
    rng = np.random.default_rng(n + d + m)
    group = np.arange(n) // 10
    f = (rng.permutation(group.max() + 1) % k)[group] if grouped else rng.integers(0, k, n)
    sources = [features(rng, n, d) for _ in range(m)]
    noise = np.exp(rng.standard_normal((n, outputs))) if heavy else rng.standard_normal((n, outputs))
    if grouped:
        sources = [x + rng.standard_normal((group.max() + 1, d))[group] for x in sources]
        noise += rng.standard_normal((group.max() + 1, outputs))[group]
    signal = sources[0] @ rng.standard_normal((d, outputs))
    y = np.sqrt(r2) * signal / signal.std(axis=0) + np.sqrt(1 - r2) * noise / noise.std(axis=0)
    found = [CrossValidated(x, y, f, k, pairs=grouped) for x in sources]
    if grouped:
        quantile = student.ppf(1 - min(0.05, 0.25 / m), k - 1)
        return np.any([one.r2 > quantile * one.se for one in found], axis=0).mean()
    return np.any([(one.r2 > 0) & (one.z > norm.ppf(1 - 0.1 / m)) for one in found], axis=0).mean()


def coverage(n, d, noise, draws=500, k=5):
    r2, se = [], []
    for draw in range(draws):
        rng = np.random.default_rng(draw)
        x = np.maximum(0, 0.3 + rng.standard_normal((n, d)) + 0.5 * rng.standard_normal((n, 1)))
        y = x @ np.cos(np.arange(d)) / np.sqrt(d) + noise * rng.standard_normal(n)
        one = CrossValidated(x, y[:, None], rng.integers(0, k, n), k)
        r2.append(one.r2[0])
        se.append(one.se[0])
    reach = student.ppf(0.95, k - 1) * np.array(se)
    return np.mean(np.abs(np.array(r2) - np.mean(r2)) <= reach), np.mean(r2)


if __name__ == "__main__":
    sizes = [(n, d, m) for n in (50, 200, 1000) for d in (10, 100) for m in (1, 5, 20)]
    if sys.argv[1] == "null":
        for n, d, m in sizes:
            calls = [share_called(n, d, m, heavy=h, grouped=g) for h, g in ((0, 0), (1, 0), (0, 1))]
            print(n, d, m, "normal {:.3f}  lognormal {:.3f}  groups of ten {:.3f}".format(*calls))
    elif sys.argv[1] == "power":
        for n, d, m in sizes:
            calls = [share_called(n, d, m, r2) for r2 in (0.02, 0.05, 0.1, 0.3)]
            print(n, d, m, "R2 .02 {:.2f}  .05 {:.2f}  .1 {:.2f}  .3 {:.2f}".format(*calls))
    else:
        for n, d in ((200, 5), (200, 20), (300, 60), (500, 64)):
            print(n, d, *("%.3f (mean R2 %.2f)" % coverage(n, d, noise) for noise in (0.1, 0.7)))
