"""Makes the files beside it and expected.csv: python3 make.py (Python 3.11, numpy 1.24.2).

A folder as people have them: sources vit and resnet as .npy, clip, dino and beit as arrays of one .npz for
each dataset, mae as CSV with ids, the ids of the arrays as text, and one table of labels in another order.
expected.csv has Linear MSE, - min (1/n) sum ||y - b - A x||^2 + lambda ||A||^2, over the rows with labels.
"""
import os

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(19)
labels = []
expected = []
for dataset, n in (("cub", 24), ("dogs", 20)):
    hidden = random.normal(size=(n, 3))
    ids = [f"{dataset}_{i:02d}" for i in random.permutation(n)]
    features = {}
    for source, d in (("vit", 4), ("resnet", 3), ("clip", 2), ("dino", 3), ("beit", 4), ("mae", 3)):
        mix = random.normal(size=(3, d))
        features[source] = (hidden @ mix + random.normal(size=(n, d)) / 2).astype("float32")
    y = np.round(hidden @ random.normal(size=(3, 2)) + random.normal(size=(n, 2)) / 4, 3)
    area = np.round(hidden[:, 0] * 5 + 20, 2)
    area[[2, 5]] = np.nan
    os.makedirs(os.path.join(here, "arrays"), exist_ok=True)
    for source in ("vit", "resnet"):
        np.save(os.path.join(here, "arrays", f"{source}.{dataset}.npy"), features[source])
    np.savez(os.path.join(here, f"more.{dataset}.npz"), **{s: features[s] for s in ("clip", "dino", "beit")})
    with open(os.path.join(here, f"mae.{dataset}.csv"), "w") as out:
        out.write("image,f0,f1,f2\n")
        for i in random.permutation(n):
            out.write(ids[i] + "," + ",".join(repr(float(v)) for v in features["mae"][i]) + "\n")
    with open(os.path.join(here, f"{dataset}.txt"), "w") as out:
        out.write("".join(i + "\n" for i in ids))
    for i in range(n):
        shown = "" if np.isnan(area[i]) else repr(float(area[i]))
        labels.append(f"{dataset},{ids[i]},{y[i, 0]!r},{y[i, 1]!r},{shown}\n")
    for target, outputs in (("position", y), ("area", area[:, None])):
        rows = ~np.isnan(outputs[:, 0])
        for source, x in features.items():
            a = x[rows].astype("float64")
            b = outputs[rows]
            a = a - a.mean(0)
            b = b - b.mean(0)
            m = len(a)
            for penalty in (0.0, 1.0):
                w = np.linalg.solve(a.T @ a / m + penalty * np.eye(a.shape[1]), a.T @ b / m)
                score = -(np.sum((b - a @ w) ** 2) / m + penalty * np.sum(w**2))
                expected.append(f"{source},{dataset},{target},{penalty:g},{score!r}\n")
with open(os.path.join(here, "labels.csv"), "w") as out:
    out.write("dataset,image,x,y,area\n")
    out.writelines(labels[i] for i in random.permutation(len(labels)))
with open(os.path.join(here, "expected.csv"), "w") as out:
    out.write("source,dataset,target,lambda,score\n")
    out.writelines(expected)
