package org.transferability.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes float32 arrays as numpy.save does, in C or Fortran order. */
final class Npy {
  private Npy() {}

  static void write(Path file, double[][] rows, boolean fortran) throws IOException {
    int n = rows.length;
    int d = rows[0].length;
    String header =
        "{'descr': '<f4', 'fortran_order': %s, 'shape': (%d, %d), }"
            .formatted(fortran ? "True" : "False", n, d);
    String padded = header + " ".repeat((64 - (header.length() + 11) % 64) % 64) + "\n";
    ByteBuffer out =
        ByteBuffer.allocate(10 + padded.length() + 4 * n * d).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.putShort((short) padded.length());
    out.put(padded.getBytes(StandardCharsets.US_ASCII));
    for (int k = 0; k < n * d; k++) {
      out.putFloat((float) (fortran ? rows[k % n][k / n] : rows[k / d][k % d]));
    }
    Files.write(file, out.array());
  }
}
