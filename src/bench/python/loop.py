"""One feature set and all its targets, the columns that jobs/score has by default: linear-mse at
lambda 0 and 1, cv-r2 with the best penalty of each fold and its interval, logme. Each problem is
solved with one eigendecomposition of the smaller Gram matrix: n x n if there are fewer rows than
features, else d x d.

FOLDS folds are left out one at a time, and two at a time for the interval of the error.
"""

import numpy as np

FOLDS = 5
GRID = (1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0)  # times the mean variance of the features
Z = 1.959963984540054


class Rows:
    """Ridge regressions on subsets of the rows, from products of rows with rows; n < d."""

    def __init__(self, x, y, folds):
        self.y, self.folds, self.width = y, folds, x.shape[1]
        x = x - x.mean(axis=0)
        self.gram = x @ x.T

    def fit(self, left):
        """The predictor of the ridge regressions on all rows that are in no fold of `left`."""
        train = np.flatnonzero(~np.isin(self.folds, left))
        n = len(train)
        gram = self.gram[np.ix_(train, train)]
        row_mean = gram.mean(axis=0)
        mean = row_mean.mean()
        centred = gram - row_mean - row_mean[:, None] + mean
        w, v = np.linalg.eigh(centred)
        w = np.maximum(w, 0)
        y_mean = self.y[train].mean(axis=0)
        z = v.T @ (self.y[train] - y_mean)
        unit = w.sum() / self.width  # n r

        def predict(fold, penalties):
            test = np.flatnonzero(self.folds == fold)
            cross = self.gram[np.ix_(test, train)]
            cross = (cross - cross.mean(axis=1, keepdims=True) - row_mean + mean) @ v
            return [y_mean + cross @ (z / (w + c * unit)[:, None]) for c in penalties]

        return predict

    def training_error(self, penalties):
        n = len(self.y)
        w, v = np.linalg.eigh(self.gram)
        z = v.T @ (self.y - self.y.mean(axis=0))
        kept = w > w[-1] * n * np.finfo(float).eps
        variance = ((self.y - self.y.mean(axis=0)) ** 2).sum(axis=0)
        return [
            -(variance - ((w[kept] / (w[kept] + n * c))[:, None] * z[kept] ** 2).sum(axis=0)) / n
            for c in penalties
        ]


class Columns:
    """The same from products of features with features, summed by fold; n >= d."""

    def __init__(self, x, y, folds):
        self.x, self.y, self.folds, self.width = x, y, folds, x.shape[1]
        self.parts = []
        for k in range(FOLDS):
            rows = x[folds == k]
            labels = y[folds == k]
            self.parts.append(
                (len(rows), rows.sum(axis=0), rows.T @ rows, labels.sum(axis=0), rows.T @ labels)
            )

    def moments(self, left):
        n, sums, gram, labels, cross = (
            sum(part[i] for k, part in enumerate(self.parts) if k not in left) for i in range(5)
        )
        mean, y_mean = sums / n, labels / n
        return n, mean, gram - n * np.outer(mean, mean), y_mean, cross - np.outer(sums, y_mean)

    def fit(self, left):
        n, mean, gram, y_mean, cross = self.moments(left)
        w, v = np.linalg.eigh(gram)
        z = v.T @ cross
        unit = np.trace(gram) / self.width

        def predict(fold, penalties):
            rows = self.x[self.folds == fold] - mean
            weights = [v @ (z / (w + c * unit)[:, None]) for c in penalties]
            predictions = rows @ np.hstack(weights)
            return [y_mean + part for part in np.split(predictions, len(penalties), axis=1)]

        return predict

    def training_error(self, penalties):
        n, _, gram, y_mean, cross = self.moments(())
        w, v = np.linalg.eigh(gram / n)
        z2 = (v.T @ cross / n) ** 2
        kept = w > w[-1] * len(w) * np.finfo(float).eps
        variance = ((self.y - y_mean) ** 2).mean(axis=0)
        return [
            -(variance - (z2[kept] / (w[kept] + c)[:, None]).sum(axis=0)) for c in penalties
        ]


def held_out_r2(problem, y, folds):
    """The R2 of each output about the mean of the training rows, and its 95 % interval."""
    outputs = y.shape[1]
    held = np.zeros((len(GRID), FOLDS, outputs))
    beside = np.zeros((len(GRID), FOLDS, FOLDS, outputs))
    held_mean = np.zeros((FOLDS, outputs))
    beside_mean = np.zeros((FOLDS, FOLDS, outputs))
    for k in range(FOLDS):
        predict = problem.fit((k,))
        held_mean[k] = ((y[folds == k] - y[folds != k].mean(axis=0)) ** 2).sum(axis=0)
        for p, prediction in enumerate(predict(k, GRID)):
            held[p, k] = ((y[folds == k] - prediction) ** 2).sum(axis=0)
        for j in range(k):
            predict = problem.fit((j, k))
            mean = y[(folds != j) & (folds != k)].mean(axis=0)
            for one, other in ((j, k), (k, j)):
                beside_mean[other, one] = ((y[folds == one] - mean) ** 2).sum(axis=0)
                for p, prediction in enumerate(predict(one, GRID)):
                    beside[p, other, one] = ((y[folds == one] - prediction) ** 2).sum(axis=0)
    chosen = np.stack([(held.sum(axis=1) - held[:, k]).argmin(axis=0) for k in range(FOLDS)])
    at = np.arange(outputs)
    best = np.stack([held[chosen[k], k, at] for k in range(FOLDS)])
    beside_best = np.stack(
        [[beside[chosen[k], j, k, at] for k in range(FOLDS)] for j in range(FOLDS)]
    )
    r2 = 1 - best.sum(axis=0) / held_mean.sum(axis=0)
    ratio = ((FOLDS - 2) / (FOLDS - 1)) ** 2

    def without(j, of_fold, of_pair):
        others = [k for k in range(FOLDS) if k != j]
        return sum(of_fold[k] + ratio * (of_pair[j, k] - of_fold[k]) for k in others)

    leaves = np.stack(
        [1 - without(j, best, beside_best) / without(j, held_mean, beside_mean) for j in range(FOLDS)]
    )
    error = np.sqrt((FOLDS - 1) / FOLDS * ((leaves - leaves.mean(axis=0)) ** 2).sum(axis=0))
    return r2, r2 - Z * error, r2 + Z * error


def logme(x, y):
    """The evidence of a linear model without an intercept, divided by n, for each output."""
    n, d = x.shape
    if n < d:
        sigma, u = np.linalg.eigh(x @ x.T)
        x2 = (u.T @ y) ** 2
    else:
        sigma, v = np.linalg.eigh(x.T @ x)
        with np.errstate(divide="ignore", invalid="ignore"):
            x2 = (v.T @ (x.T @ y)) ** 2 / sigma[:, None]
    kept = sigma > sigma[-1] * max(n, d) * np.finfo(float).eps
    sigma, x2 = sigma[kept], x2[kept]
    scores = []
    for o in range(y.shape[1]):
        rest = max(0, (y[:, o] ** 2).sum() - x2[:, o].sum())
        t = 1.0
        for _ in range(11):
            gamma = (sigma / (sigma + t)).sum()
            m = (sigma * x2[:, o] / (sigma + t) ** 2).sum()
            res = rest + (x2[:, o] / (1 + sigma / t) ** 2).sum()
            alpha, beta = gamma / (m + 1e-5), (n - gamma) / (res + 1e-5)
            before, t = t, alpha / beta
            if abs(t - before) <= 1e-3 * before:
                break
        evidence = len(sigma) * np.log(alpha) + n * np.log(beta)
        evidence -= np.log(alpha + beta * sigma).sum() + beta * res + alpha * m
        scores.append((evidence - n * np.log(2 * np.pi)) / (2 * n))
    return np.array(scores)


def score(x, y, folds):
    """All columns of a set: x is n x d, y is n x targets, both float64; folds has 0 .. FOLDS - 1."""
    n, d = x.shape
    problem = (Rows if n < d else Columns)(x, y, folds)
    return problem.training_error((0.0, 1.0)), held_out_r2(problem, y, folds), logme(x, y)
