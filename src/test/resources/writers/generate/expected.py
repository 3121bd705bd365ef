"""Writes expected.csv: the scores of numbers.json by their definitions, from rows. numpy 1.24.2."""

import csv
import json
import sys

import numpy as np

FOLDS = 5
MASK = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def fold(text):
    """The fold of rows with this text in the fold column, as the javadoc of RowFolds and Hash says."""
    data = text.encode()
    value = mix((int.from_bytes(b"fold", "big") + GOLDEN + len(data)) & MASK)
    whole = len(data) // 8 * 8
    for at in range(0, whole, 8):
        value = (mix(value ^ int.from_bytes(data[at : at + 8], "little")) * GOLDEN) & MASK
    return mix(value ^ int.from_bytes(data[whole:], "little")) % FOLDS


def fit(x, y, penalty):
    """Weights and intercept of ridge regression in the objective divided by n, by QR of stacked rows."""
    n, d = x.shape
    mx, my = x.mean(0), y.mean(0)
    rows = np.vstack([x - mx, np.sqrt(n * penalty) * np.eye(d)])
    q, r = np.linalg.qr(rows)
    right = np.vstack([y - my, np.zeros((d, y.shape[1]))])
    a = np.linalg.solve(r, q.T @ right)
    a += np.linalg.solve(r, q.T @ (right - rows @ a))
    return a, my - mx @ a


def ridge(x, y, penalty):
    a, b = fit(x, y, penalty)
    return -(((y - x @ a - b) ** 2).sum() / len(x) + penalty * (a**2).sum())


def held_out(x, y, penalty, folds):
    error = 0
    for k in range(FOLDS):
        out = folds == k
        a, b = fit(x[~out], y[~out], penalty)
        error += ((y[out] - x[out] @ a - b) ** 2).sum()
    return -error / len(x)


def origin_gcv(x, y):
    n, d = x.shape
    u, s, _ = np.linalg.svd(x, full_matrices=False)
    w = s**2 / n
    terms = []
    for penalty in (1e-3, 1e-2 * w.sum() / d):
        shrink = w / (w + penalty)
        residual = y - u @ (shrink[:, None] * (u.T @ y))
        gcv = (residual**2).mean(0) / (1 - shrink.sum() / n) ** 2
        terms.append(-0.5 * np.log(gcv / y.var(0)))
    return np.mean(terms)


def logme(x, y):
    n = len(x)
    u, s, _ = np.linalg.svd(x, full_matrices=False)
    sigma, k = s**2, len(s)
    values = []
    for column in y.T:
        z = (u.T @ column) ** 2
        r0 = ((column - u @ (u.T @ column)) ** 2).sum()
        alpha = beta = t = 1.0
        for _ in range(11):
            gamma = (sigma / (sigma + t)).sum()
            m = (sigma * z / (t + sigma) ** 2).sum()
            res = (z / (1 + sigma / t) ** 2).sum() + r0
            alpha, beta = gamma / (m + 1e-5), (n - gamma) / (res + 1e-5)
            new = alpha / beta
            close, t = abs(new - t) / t <= 1e-3, new
            if close:
                break
        values.append(
            (k / 2 * np.log(alpha) + n / 2 * np.log(beta) - np.log(alpha + beta * sigma).sum() / 2
             - beta / 2 * res - alpha / 2 * m - n / 2 * np.log(2 * np.pi)) / n
        )
    return np.mean(values)


with open(sys.argv[1] + "/numbers.json", encoding="utf-8") as source:
    numbers = json.load(source)
folds = np.array([fold(group) for group in numbers["groups"]])

with open(sys.argv[1] + "/expected.csv", "w", newline="", encoding="utf-8") as out:
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["source", "target", "estimator", "lambda", "n", "variance", "score"])
    for name, source in numbers["sources"].items():
        for target, labels in numbers["labels"].items():
            values = [label if isinstance(label, list) else [label] for label in labels]
            kept = np.array([None not in row for row in values])
            # text is a decimal number; float() gives the nearest double
            y = np.array([[float(v) for v in row] for row, keep in zip(values, kept) if keep])
            centred = y - y[0]  # exact for 'big', and no score with an intercept depends on it
            x = np.array(source["features"])[kept]
            z = np.array(source["prediction"])[kept]
            scores = {("origin-gcv", ""): origin_gcv(x, y), ("logme", ""): logme(x, y)}
            for penalty in (0, 1):
                scores["linear-mse", penalty] = ridge(x, centred, penalty)
                scores["label-mse", penalty] = ridge(z, centred, penalty)
                scores["cv-mse", penalty] = held_out(x, centred, penalty, folds[kept])
            for (estimator, penalty), score in scores.items():
                variance = centred.var(0).sum()
                table.writerow([name, target, estimator, penalty, len(x), repr(float(variance)), repr(float(score))])
