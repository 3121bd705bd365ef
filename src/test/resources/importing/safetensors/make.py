"""Makes table.safetensors beside it: python3 make.py (Python 3.11, numpy 1.24.2).

The table of ../make.py, 7 x 3 with (i + 1) (j - 1) / 4, by types, as the description of the format has it: the length
of the header in 8 bytes, the header in JSON, padded with blanks to a multiple of 8, and the bytes of the tensors.
"""
import json
import os
import struct

import numpy as np

i, j = np.mgrid[0:7, 0:3]
table = (i + 1) * (j - 1) / 4
upper_halves = (table.astype("<f4").view("<u4") >> 16).astype("<u2")  # exact: the values have few bits
tensors = {
    "f64": ("F64", table.astype("<f8")),
    "f32": ("F32", table.astype("<f4")),
    "f16": ("F16", table.astype("<f2")),
    "bf16": ("BF16", upper_halves),
    "i64": ("I64", (4 * table).astype("<i8")),
    "i32": ("I32", (4 * table).astype("<i4")),
    "i16": ("I16", (4 * table).astype("<i2")),
    "i8": ("I8", (4 * table).astype("i1")),
    "u8": ("U8", np.abs(4 * table).astype("u1")),
    "bool": ("BOOL", (table > 0).astype("u1")),
    "three/axes": ("F32", table.astype("<f4").reshape(7, 3, 1)),
    "ids": ("I64", np.arange(100, 107, dtype="<i8")),
    "f8": ("F8_E4M3", np.zeros(7, "u1")),
    "scalar": ("F32", np.array(1, "<f4")),
}
header = {"__metadata__": {"format": "pt"}}
data = b""
for name, (kind, values) in tensors.items():
    header[name] = dict(
        dtype=kind, shape=list(values.shape), data_offsets=[len(data), len(data) + values.nbytes]
    )
    data += values.tobytes()
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "table.safetensors"), "wb") as out:
    out.write(struct.pack("<Q", len(text)) + text + data)
