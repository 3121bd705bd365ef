package org.transferability.importing.hdf5;

import io.jhdf.exceptions.HdfException;

/** Decompresses LZF, the fast compression of h5py: literals, and copies of what is before them. */
final class Lzf {
  private Lzf() {}

  /**
   * @param length of the result
   */
  static byte[] decode(byte[] in, int length) {
    byte[] out = new byte[length];
    int to = 0;
    for (int at = 0; at < in.length; ) {
      int control = in[at++] & 0xff;
      if (control < 32) { // a run of literals
        System.arraycopy(in, at, out, to, control + 1);
        at += control + 1;
        to += control + 1;
      } else {
        int count = (control >> 5) + 2;
        if (count == 9) {
          count += in[at++] & 0xff;
        }
        int from = to - ((control & 31) << 8) - (in[at++] & 0xff) - 1;
        for (int end = to + count; to < end; to++, from++) { // may overlap
          out[to] = out[from];
        }
      }
    }
    if (to != length) {
      throw new HdfException("%d bytes of LZF instead of %d".formatted(to, length));
    }
    return out;
  }
}
