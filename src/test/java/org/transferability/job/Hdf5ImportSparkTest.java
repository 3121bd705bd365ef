package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;

/** jobs/import of an HDF5 file, and of the same arrays in a .npz (importing/hdf5/make.py). */
final class Hdf5ImportSparkTest {
  private static final String FILES = "src/test/resources/importing/hdf5";

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    TestSpark.local(2);
  }

  @Test
  void theSameArraysGiveTheSameFilesAndScores() throws IOException {
    Path hdf5 = imported("h5", "zoo.h5#{source}/features");
    Path npz = imported("npz", "zoo.npz#{source}");
    List<Path> files = parts(hdf5);
    assertEquals(parts(npz), files);
    assertEquals(3, files.size());
    for (Path file : files) {
      assertArrayEquals(
          Files.readAllBytes(npz.resolve(file)),
          Files.readAllBytes(hdf5.resolve(file)),
          file::toString);
    }
    byte[] scores = scores(hdf5);
    assertArrayEquals(scores(npz), scores);
    assertTrue(new String(scores, StandardCharsets.UTF_8).contains("mae"));
  }

  @Test
  void unequalRowsAreNamedWithTheirDatasets() {
    Path out = folder.resolve("out");
    TestZoo.Outcome outcome =
        run(
            "--from",
            FILES,
            "--features",
            "zoo.h5#vit/features",
            "--ids",
            "zoo.h5#short",
            "--source",
            "vit",
            "--dataset",
            "d",
            "--out",
            out.toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(
        outcome.err().contains("zoo.h5#short: expected as many rows in both, found 60 and 59"),
        outcome.err());
    assertTrue(outcome.err().contains("zoo.h5#vit/features and "), outcome.err());
    assertFalse(Files.exists(out));
  }

  private Path imported(String format, String features) {
    Path out = folder.resolve(format);
    TestZoo.Outcome outcome =
        run(
            "--from",
            FILES,
            "--features",
            features,
            "--ids",
            "zoo." + format + "#ids",
            "--targets",
            "zoo." + format + "#labels",
            "--dataset",
            "d",
            "--out",
            out.toString());
    assertEquals(0, outcome.exitCode(), outcome.err());
    return out;
  }

  private static List<Path> parts(Path zoo) throws IOException {
    try (Stream<Path> files = Files.walk(zoo)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .map(zoo::relativize)
          .sorted()
          .toList();
    }
  }

  private byte[] scores(Path zoo) throws IOException {
    Path out = folder.resolve("scores-" + zoo.getFileName());
    TestZoo.Outcome scored =
        TestZoo.score(
            "--features", zoo + "/features", "--targets", zoo + "/targets", "--out", "" + out);
    assertEquals(0, scored.exitCode(), scored.err());
    return Files.readAllBytes(out.resolve("scores.csv"));
  }

  private static TestZoo.Outcome run(String... arguments) {
    return TestZoo.run(ImportJob::run, arguments);
  }
}
