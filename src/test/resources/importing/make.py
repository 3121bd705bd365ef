"""Makes the files beside it: python3 make.py (numpy 2.4.6, pyarrow 25.0.1).

Everything holds the same table: 7 rows of 3 numbers, value(i, j) = (i + 1) * (j - 1) / 4,
which every type here but the unsigned ones represents exactly.
"""
import io
import os

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

here = os.path.dirname(os.path.abspath(__file__))
i, j = np.mgrid[0:7, 0:3]
table = (i + 1) * (j - 1) / 4


def npy(name, array):
    np.save(os.path.join(here, name + ".npy"), array)


for kind in ("float16", "float32", "float64"):
    npy(kind, table.astype(kind))
    npy(kind + "-fortran", np.asfortranarray(table.astype(kind)))
npy("big-endian", table.astype(">f4"))
npy("version-2", table.astype("float32"))
buffer = io.BytesIO()
np.lib.format.write_array(buffer, table.astype("float32"), version=(2, 0))
open(os.path.join(here, "version-2.npy"), "wb").write(buffer.getvalue())
for kind in ("int8", "int16", "int32", "int64"):
    npy(kind, (4 * table).astype(kind))
npy("uint8", np.abs(4 * table).astype("uint8"))
npy("bool", table > 0)
npy("one-axis", table[:, 2].copy())
npy("three-axes", np.stack([table, table + 10], axis=2).astype("float32"))  # 7 x 3 x 2
npy("three-axes-fortran", np.asfortranarray(np.stack([table, table + 10], axis=2).astype("float32")))
npy("text-ids", np.array(["a", "bb", "c\u00e9", "dddd", "e", "f", "g"]))
npy("byte-ids", np.array([b"a", b"bb", b"ccc", b"d", b"e", b"f", b"g"]))
npy("number-ids", np.arange(100, 107))
npy("records", np.zeros(7, dtype=[("a", "f4"), ("b", "i4")]))
npy("objects", np.array([None] * 7, dtype=object))
npy("complex", table.astype("complex64"))
members = {"embedding": table.astype("float32"), "columns": np.asfortranarray(table), "ids": np.arange(7) * 3}
np.savez(os.path.join(here, "stored.npz"), **members)
np.savez_compressed(os.path.join(here, "packed.npz"), **members)


def parquet(name, columns, **options):
    pq.write_table(pa.table(columns), os.path.join(here, name + ".parquet"), **options)


rows = [list(map(float, row)) for row in table]
ids = pa.array([f"row{r}" for r in range(7)])
parquet("columns", {"id": ids, **{f"f{c}": pa.array(table[:, c], pa.float32()) for c in range(3)}})
parquet("fixed-size-list", {"id": ids, "embedding": pa.array(rows, pa.list_(pa.float32(), 3)), "label": pa.array(range(7))})
parquet("large-list", {"id": ids, "embedding": pa.array(rows, pa.large_list(pa.float64()))})
parquet("half-list", {"embedding": pa.array([[np.float16(v) for v in row] for row in rows], pa.list_(pa.float16()))})
parquet("nested-list", {"embedding": pa.array([[row[:1], row[1:]] for row in rows], pa.list_(pa.list_(pa.float32())))})
parquet("struct", {"id": ids, "embedding": pa.array([dict(a=row[0], b=row[1], c=row[2]) for row in rows])})
parquet("old-list", {"embedding": pa.array(rows, pa.list_(pa.float32()))}, use_compliant_nested_type=False, version="1.0")
missing = [None if r in (0, 4) else row for r, row in enumerate(rows)]
parquet("missing", {"embedding": pa.array(missing, pa.list_(pa.float32())), "area": pa.array([None, 1.5, 2.5, None, 3.5, 4.5, 5.5])})
parquet("ragged", {"embedding": pa.array(rows[:3] + [[1.0, 2.0]], pa.list_(pa.float32()))})
parquet("text-only", {"name": ids})
