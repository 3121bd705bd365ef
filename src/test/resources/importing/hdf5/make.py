"""Makes the files beside it: python3 make.py (Python 3.11, h5py 3.7.0, HDF5 1.10.8, numpy 1.24.2, pandas 1.5.3, PyTables 3.7.0).

The table of ../make.py, 7 x 3 with (i + 1) (j - 1) / 4, as datasets of every type and layout. big.h5 and latest.h5 have the
table 120 x 5 with ((7 i + 3 j) mod 1009) / 8, which needs several chunks, bands and levels of the index.
"""
import os

import h5py
import numpy as np
import pandas as pd

os.chdir(os.path.dirname(os.path.abspath(__file__)))
i, j = np.mgrid[0:7, 0:3]
table = (i + 1) * (j - 1) / 4
whole = (4 * table).astype("i8")
names = ["a", "bb", "c\u00e9", "dddd", "", "f f", "g" * 40]

with h5py.File("table.h5", "w") as f:
    for kind in ["f2", "f4", "f8"]:
        f["float/little-" + kind] = table.astype("<" + kind)
        f["float/big-" + kind] = table.astype(">" + kind)
    for kind in ["i1", "i2", "i4", "i8"]:
        f["whole/little-" + kind] = whole.astype("<" + kind)
        f["whole/big-" + kind] = whole.astype(">" + kind)
    for kind in ["u1", "u2", "u4", "u8"]:
        f["unsigned/little-" + kind] = np.abs(whole).astype("<" + kind)
        f["unsigned/big-" + kind] = np.abs(whole).astype(">" + kind)
    f["unsigned/large"] = np.array([2**32 - 1, 2**53, 0, 1, 2, 3, 4], "<u8")
    f["unsigned/too-large"] = np.array([2**53 + 1, 0], "<u8")
    f["bool"] = table > 0
    f["nan"] = np.where(table > 1, np.nan, np.where(table < -1, -np.inf, table)).astype("f4")
    f.create_dataset("layout/chunked", data=table, chunks=(2, 2))
    f.create_dataset("layout/one-chunk", data=table, chunks=(7, 3))
    f.create_dataset("layout/large-chunk", data=table, chunks=(10, 5), maxshape=(None, None))
    f.create_dataset("layout/gzip", data=table, chunks=(3, 2), compression="gzip")
    f.create_dataset("layout/all", data=table, chunks=(3, 2), compression="gzip", shuffle=True, fletcher32=True)
    f.create_dataset("layout/shuffle-fletcher", data=table.astype("f4"), chunks=(3, 3), shuffle=True, fletcher32=True)
    f.create_dataset("layout/fletcher-odd", data=np.abs(whole).astype("u1"), chunks=(3, 3), fletcher32=True)
    f.create_dataset("layout/lzf", data=table, chunks=(4, 3), compression="lzf")
    f.create_dataset("layout/lzf-shuffle", data=table, chunks=(7, 3), compression="lzf", shuffle=True, fletcher32=True)
    f.create_dataset("layout/axes-of-one", data=table.reshape(7, 3, 1, 1), chunks=(2, 3, 1, 1))
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_layout(h5py.h5d.COMPACT)
    compact = h5py.h5d.create(
        f["layout"].id, b"compact", h5py.h5t.IEEE_F64LE, h5py.h5s.create_simple((7, 3)), plist
    )
    h5py.Dataset(compact)[...] = table
    f["ids/whole"] = np.arange(100, 107)
    f["ids/variable"] = np.array(names, dtype=h5py.string_dtype())
    f["ids/fixed"] = np.array([n.encode() for n in names], dtype="S40")
    f["ids/fixed-utf-8"] = np.array([n.encode() for n in names], dtype=h5py.string_dtype("utf-8", 40))
    f["ids/column"] = np.array(names, dtype=h5py.string_dtype()).reshape(7, 1)
    f.create_dataset("ids/chunked", data=np.array(names, dtype=h5py.string_dtype()), chunks=(3,), compression="gzip")
    f["ids/six"] = np.arange(6)
    f["ids/no-utf-8"] = np.array([b"a", b"\xff"], dtype="S2")
    for padding in ["NULLTERM", "SPACEPAD"]:
        kind = h5py.h5t.C_S1.copy()
        kind.set_size(4)
        kind.set_strpad(getattr(h5py.h5t, "STR_" + padding))
        d = h5py.h5d.create(f["ids"].id, padding.lower().encode(), kind, h5py.h5s.create_simple((2,)))
        d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([b"ab", b"cde"], "S4"))
    f["other/records"] = np.zeros(7, dtype=[("x", "f4"), ("y", "i4")])
    f["other/complex"] = np.zeros((7, 3), "c8")
    f["other/scalar"] = 1.5
    f["other/null"] = h5py.Empty("f4")
    f["other/none"] = np.zeros((0, 3), "f4")
    f["other/three-axes"] = np.zeros((7, 3, 2), "f4")
    f["other/enum"] = np.zeros(7, h5py.enum_dtype({"RED": 0, "BLUE": 1}, basetype="i1"))
    f["other/lists"] = np.array([np.arange(2), np.arange(3)], dtype=h5py.vlen_dtype("f4"))
    f.create_dataset("other/scaleoffset", data=whole, chunks=(7, 3), scaleoffset=0)
    f.create_dataset("other/unwritten", (7, 3), "f4", chunks=(2, 3))[:4] = table[:4]
    f.create_dataset("other/never", (7, 3), "f4")
    f.create_dataset("other/filled", (7, 3), "f4", chunks=(2, 3), fillvalue=np.nan)[:4] = table[:4]
    f.create_dataset("other/zeros", (7, 3), ">i4", chunks=(2, 2), fillvalue=5)[4:6, :2] = whole[4:6, :2]
    f["link"] = h5py.SoftLink("/float/little-f4")
    f["float/near"] = h5py.SoftLink("little-f4")
    f["elsewhere"] = h5py.ExternalLink("other.h5", "/x")
    f["float/cycle"] = f["/float"]
    f.attrs["model"] = "vit"
    layout = h5py.VirtualLayout((7, 3), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "x", (7, 3))
    f.create_virtual_dataset("other/virtual", layout)
    f.create_dataset("other/external", (7, 3), "f4", external=[("raw.bin", 0, 84)])

with h5py.File("arrays.hdf5", "w") as f:
    f["vit/features"] = table.astype("f4")
    f["mae/features"] = 2 * table.astype("f4")
    f["labels"] = table
    f["ids"] = np.array(names, dtype=h5py.string_dtype())

with h5py.File("one.h5", "w", userblock_size=512) as f:
    f["features"] = table.astype("f2")

r, c = np.mgrid[0:120, 0:5]
big = ((7 * r + 3 * c) % 1009 / 8).astype("f4")
with h5py.File("big.h5", "w") as f:
    f.create_dataset("rows", data=big, chunks=(1, 5))
    f.create_dataset("blocks", data=big, chunks=(32, 2), compression="gzip", shuffle=True, fletcher32=True)
    f.create_dataset("lzf", data=big, chunks=(50, 5), compression="lzf", shuffle=True)

with h5py.File("latest.h5", "w", libver="latest") as f:
    f["contiguous"] = big
    f.create_dataset("single", data=big, chunks=(120, 5))
    f.create_dataset("single-gzip", data=big, chunks=(120, 5), compression="gzip")
    f.create_dataset("fixed", data=big, chunks=(32, 2))
    f.create_dataset("fixed-gzip", data=big, chunks=(7, 5), compression="gzip", shuffle=True)
    f.create_dataset("extensible", data=big, chunks=(32, 2), maxshape=(None, 5))
    f.create_dataset("extensible-gzip", data=big, chunks=(7, 5), maxshape=(None, 5), compression="gzip", fletcher32=True)
    f.create_dataset("tree", data=big, chunks=(32, 2), maxshape=(None, None))
    f.create_dataset("tree-gzip", data=big, chunks=(7, 2), maxshape=(None, None), compression="gzip")
    f.create_dataset("wider", data=big, chunks=(32, 2), maxshape=(120, 50))
    f.create_dataset("columns", data=big, chunks=(32, 2), maxshape=(120, None))
    d = f.create_dataset("gap", (120, 5), "f4", chunks=(7, 5), maxshape=(None, 5), fillvalue=1)
    d[:35] = big[:35]
    d[70:] = big[70:]
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_chunk((32, 2))
    plist.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    d = h5py.h5d.create(f.id, b"implicit", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((120, 5)), plist)
    h5py.Dataset(d)[...] = big
    f["ids"] = np.array(["row%d" % r for r in range(120)], dtype=h5py.string_dtype())
    group = f.create_group("many", track_order=True)
    for k in range(12):
        group["d%d" % k] = np.arange(k, k + 3)

with h5py.File("shuffled.h5", "w", libver="latest") as f:  # without a filter that fails if it was not applied
    f.create_dataset("edges", data=table, chunks=(3, 2), shuffle=True)
    f.create_dataset("fitting", data=table, chunks=(7, 1), shuffle=True)

for name, libver in [("small.h5", "earliest"), ("small-latest.h5", "latest")]:  # damaged in tests
    with h5py.File(name, "w", libver=libver) as f:
        f["plain"] = table.astype("f4")
        f.create_dataset("chunks", data=table, chunks=(2, 2))
        f.create_dataset("checked", data=table, chunks=(3, 3), compression="gzip", shuffle=True, fletcher32=True)
        f["train/ids"] = np.array(names, dtype=h5py.string_dtype())

# the same arrays in both: jobs/import makes the same files of them
random = np.random.default_rng(5)
labels = random.normal(size=(60, 2))
mixed = random.normal(size=(2, 4))
vit = (labels @ mixed + 0.3 * random.normal(size=(60, 4))).astype("f4")
mae = random.normal(size=(60, 5)).astype("f2")
ids = ["img%03d" % (7 * k % 60) for k in range(60)]
with h5py.File("zoo.h5", "w") as f:
    f.create_dataset("vit/features", data=vit, chunks=(16, 3), compression="gzip", shuffle=True)
    f.create_dataset("mae/features", data=mae.astype(">f2"), chunks=(25, 5), compression="lzf", fletcher32=True)
    f["labels"] = labels
    f["ids"] = np.array(ids, dtype=h5py.string_dtype())
    f["short"] = np.arange(59)
np.savez("zoo.npz", vit=vit, mae=mae, labels=labels, ids=np.array(ids))

frame = pd.DataFrame(np.arange(6.0).reshape(3, 2), columns=["x", "y"], index=["a", "b", "c"])
frame.to_hdf("pandas.h5", "fixed", mode="w")
frame.to_hdf("pandas.h5", "table", format="table", index=False, complevel=9)
