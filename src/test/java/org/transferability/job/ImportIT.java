package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From numpy files to a checked tree, by the scripts and the packaged jar. */
final class ImportIT {
  @Test
  void importThenValidate(@TempDir Path folder) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw files/vit b"));
    Npy.write(raw.resolve("cub.npy"), new double[][] {{1, 2}, {3, 4}, {5, 7}, {8, 1}}, true);
    Files.writeString(raw.resolveSibling("cub.csv"), "x,y\n1,2\n2,3\n3,4\n4,6\n");
    JobProcess.Result imported =
        JobProcess.of(
                "import",
                "--from",
                "raw files",
                "--features",
                "{source}/{dataset}.npy",
                "--targets",
                "{dataset}.csv",
                "--out",
                "zoo")
            .in(folder)
            .run();
    assertEquals(0, imported.exitCode(), imported::report);
    assertTrue(imported.out().contains("Next: jobs/validate --features"), imported::report);
    JobProcess.Result valid =
        JobProcess.of("validate", "--features", "zoo/features", "--targets", "zoo/targets")
            .in(folder)
            .run();
    assertEquals(0, valid.exitCode(), valid::report);
    assertTrue(valid.out().contains("vit b"), valid::report);
    JobProcess.Result nothing = JobProcess.of("inspect", "zoo").in(folder).run();
    assertEquals(2, nothing.exitCode(), nothing::report);
    assertTrue(nothing.err().startsWith("error: Cannot inspect zoo: expected"), nothing::report);
  }

  /** Three gigabytes, mostly of holes in the file, through a heap of 480 MB, in both orders. */
  @Test
  @Tag("stress")
  void aFileLargerThanMemoryIsStreamed(@TempDir Path folder) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    int rows = 750_000;
    for (String order : new String[] {"False", "True"}) {
      String header =
          "{'descr': '<f4', 'fortran_order': %s, 'shape': (%d, 1024), }".formatted(order, rows);
      header = header + " ".repeat(117 - header.length()) + "\n";
      try (RandomAccessFile file =
          new RandomAccessFile(raw.resolve(order + ".npy").toFile(), "rw")) {
        file.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        file.write(header.getBytes(StandardCharsets.US_ASCII));
        file.setLength(128 + 4L * 1024 * rows);
      }
    }
    JobProcess.Result imported =
        JobProcess.of(
                "import",
                "--from",
                "raw",
                "--features",
                "{source}.npy",
                "--dataset",
                "d",
                "--compression",
                "zstd",
                "--no-checksums",
                "--out",
                "zoo",
                "--",
                "--driver-memory",
                "480m")
            .in(folder)
            .within(Duration.ofMinutes(20))
            .run();
    assertEquals(0, imported.exitCode(), imported::report);
    assertTrue(imported.out().contains("Wrote 1,500,000 rows"), imported::report);
  }
}
