"""Within-target Kendall, top-1 and regret of default rankings, for every transfer of a zoo.

ranking_study.py DUMP ACTUAL     DUMP is written by dump.mjs from the zoo's features/ and targets/
"""

import sys

import numpy as np
from probes import CrossValidated, GRID, fold_of, load, measured, spectrum
from scipy.stats import kendalltau


def gcv_r2(x, y, target):
    mean, w, v, scale = spectrum(x)
    n, variance = len(x), y.var(axis=0)[target].sum()
    z2 = ((v.T @ ((x - mean).T @ (y - y.mean(axis=0))) / n) ** 2)[:, target].sum(axis=1)
    errors = []
    for value in GRID * scale:
        residual = variance - ((w + 2 * value) / (w + value) ** 2) @ z2
        errors.append(residual / (1 - (1 + (w / (w + value)).sum()) / n) ** 2)
    return 1 - min(errors) / variance


def best_r2(by_penalty, base, target, top):
    e = by_penalty[:, :top, target].sum(axis=2)
    total = e.sum(axis=0)
    return 1 - sum(one[(total - one).argmin()] for one in e) / base[:, target].sum()


def scores(dump, folds=5):
    labels, features, ids = load(dump)
    found = {}
    for (source, dataset), x in features.items():
        names = sorted(labels[dataset])
        y = np.hstack([labels[dataset][name] for name in names])
        f = np.array([fold_of(int(key), folds) for key in ids[dataset]])
        errors = CrossValidated(x, y, f, folds, pairs=False)
        first = 0
        for name in names:
            target = slice(first, first + labels[dataset][name].shape[1])
            first = target.stop
            for estimator, value in (
                ("cv-mse best ..10r", best_r2(errors.by_penalty, errors.base, target, 6)),
                ("cv-mse best ..1r", best_r2(errors.by_penalty, errors.base, target, 5)),
                ("gcv best ..10r", gcv_r2(x, y, target)),
            ):
                found.setdefault(estimator, {})[source, dataset, name] = value
    return found


def judge(score, error):
    top = score.argmax()
    return kendalltau(score, -error)[0], error[top] == error.min(), error[top] / error.min() - 1


def main(dump, actual):
    found = scores(dump)
    rng = np.random.default_rng(7)
    for transfer, targets in measured(actual).items():
        print(transfer)
        draws = rng.integers(0, len(targets), (4000, len(targets)))
        for estimator, score in found.items():
            rows = np.array([
                judge(np.array([score[s, d, t] for s in sorted(e)]), np.array([e[s] for s in sorted(e)]))
                for (d, t), e in sorted(targets.items())
            ], float)
            low, high = np.percentile(rows[draws].mean(axis=1), [2.5, 97.5], axis=0)
            cells = [f"{m:.3f} [{a:.3f}, {b:.3f}]" for m, a, b in zip(rows.mean(axis=0), low, high)]
            print(f"  {estimator:20s} kendall {cells[0]}  top-1 {cells[1]}  regret {cells[2]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
