package org.transferability.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes several float32 arrays as numpy.savez_compressed does. */
final class Npz {
  private Npz() {}

  static void write(Path file, Map<String, double[][]> arrays) throws IOException {
    Path array = file.resolveSibling("array.tmp");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, double[][]> entry : arrays.entrySet()) {
        Npy.write(array, entry.getValue(), false);
        zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
        Files.copy(array, zip);
        zip.closeEntry();
      }
    }
    Files.delete(array);
  }
}
