package org.transferability.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * A zoo of one source and one dataset, small and right, as files that a test then spoils: written
 * here, or by another program.
 */
final class HostileZoo {
  static final int ROWS = 48;
  static final int WIDTH = 5;
  static final String ID = "required int64 id;";
  static final String LIST =
      "optional group features (LIST) { repeated group list { optional double element; } }";
  static final String LABELS = ID + " optional double y;";

  private static final Configuration CONF = new Configuration();

  private final Path root;

  /** Whose files are taken, or null: they are written here. */
  private final WriterTrees.Tree tree;

  HostileZoo(Path root) {
    this(root, null);
  }

  HostileZoo(Path root, WriterTrees.Tree tree) {
    this.root = root;
    this.tree = tree;
  }

  /** Fills in row i. */
  interface Row {
    void fill(Group row, int i);
  }

  Path root() {
    return root;
  }

  Path features(String source, String dataset) {
    return root.resolve("features").resolve("source=" + source).resolve("dataset=" + dataset);
  }

  Path targets(String dataset) {
    return root.resolve("targets").resolve("dataset=" + dataset);
  }

  Path featureFile() {
    return features("s", "d").resolve("part-0.parquet");
  }

  Path targetFile() {
    return targets("d").resolve("part-0.parquet");
  }

  /** Writes what is right. */
  HostileZoo write() throws IOException {
    if (tree == null) {
      writeFeatures(featureFile());
      writeTargets(targetFile(), "y");
    } else {
      copy(tree.featureFile(), featureFile());
      copy(tree.targetFile(), targetFile());
    }
    return this;
  }

  /** Whether every page has a checksum; the writers of the trees leave none. */
  boolean hasChecksums() {
    return tree == null;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  static void writeFeatures(Path file) throws IOException {
    write(file, ID + LIST, (row, i) -> addFeatures(row.append("id", (long) i), i, 1));
  }

  static void writeTargets(Path file, String target) throws IOException {
    write(
        file,
        ID + " optional double " + target + ";",
        (row, i) -> row.append("id", (long) i).append(target, label(i)));
  }

  static void addFeatures(Group row, int i, double scale) {
    Group list = row.addGroup("features");
    for (int j = 0; j < WIDTH; j++) {
      list.addGroup("list").append("element", feature(i, j) * scale);
    }
  }

  static double feature(int i, int j) {
    return new Random(31L * i + j).nextGaussian() + j;
  }

  static double label(int i) {
    return feature(i, 0) - 2 * feature(i, 1) + new Random(1000 + i).nextGaussian();
  }

  /** Several row groups, snappy and plain in turn, page checksums. */
  static void write(Path file, String fields, Row rows) throws IOException {
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    MessageType schema = MessageTypeParser.parseMessageType("message m { " + fields + " }");
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withConf(CONF)
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withPageWriteChecksumEnabled(true)
            .withRowGroupRowCountLimit(ROWS / 2)
            .build()) {
      for (int i = 0; i < ROWS; i++) {
        Group group = groups.newGroup();
        rows.fill(group, i);
        writer.write(group);
      }
    }
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }
}
