package org.transferability.job;

import static org.transferability.job.HostileZoo.ID;
import static org.transferability.job.HostileZoo.LABELS;
import static org.transferability.job.HostileZoo.LIST;
import static org.transferability.job.HostileZoo.WIDTH;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** The ways in which a right input is made wrong or strange, and what may come of it. */
enum HostileInput {
  /** A file cut off anywhere. */
  CUT_OFF(Outcome.ERROR) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      Path file = either(zoo, random);
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      return List.of();
    }
  },
  /** One to eight bits flipped, under page checksums where the writer left any. */
  FLIPPED_BITS(Outcome.SAME_OR_ERROR) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      Path file = either(zoo, random);
      byte[] bytes = Files.readAllBytes(file);
      // the footer has no checksum: what it says is checked as far as it contradicts the pages
      int end = bytes.length - 8 - footerLength(bytes);
      for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
        bytes[random.nextInt(end)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bytes);
      return List.of();
    }
  },
  /** Bits flipped in the footer, which nothing protects. */
  FLIPPED_FOOTER(Outcome.ANY) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      Path file = either(zoo, random);
      byte[] bytes = Files.readAllBytes(file);
      int length = footerLength(bytes) + 8;
      bytes[bytes.length - 1 - random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
      return List.of();
    }
  },
  /** A number of the footer at a boundary of its arithmetic. */
  BOUNDARY_IN_FOOTER(Outcome.SAME_OR_ERROR) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      Path file = either(zoo, random);
      byte[] bytes = Files.readAllBytes(file);
      int start = bytes.length - 8 - footerLength(bytes);
      FileMetaData footer =
          Util.readFileMetaData(new ByteArrayInputStream(bytes, start, bytes.length - 8 - start));
      long value = BOUNDARIES[random.nextInt(BOUNDARIES.length)];
      List<RowGroup> groups = footer.getRow_groups();
      RowGroup group = groups.get(random.nextInt(groups.size()));
      List<ColumnChunk> chunks = group.getColumns();
      ColumnChunk chunk = chunks.get(random.nextInt(chunks.size()));
      ColumnMetaData column = chunk.getMeta_data();
      switch (random.nextInt(7)) {
        case 0 -> footer.setNum_rows(value);
        case 1 -> group.setNum_rows(value);
        case 2 -> group.setTotal_byte_size(value);
        case 3 -> column.setNum_values(value);
        case 4 -> column.setTotal_compressed_size(value);
        case 5 -> column.setTotal_uncompressed_size(value);
        default -> column.setData_page_offset(value);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, start);
      Util.writeFileMetaData(footer, out);
      int length = out.size() - start;
      out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
      out.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
      Files.write(file, out.toByteArray());
      return List.of();
    }
  },
  /** Columns of other types, under the right names, or none. */
  WRONG_SCHEMA(Outcome.ERROR) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      String[] features = {
        "required binary features (STRING);",
        "required boolean features;",
        "required int96 features;",
        "required group features { required double a; required double b; }",
        "optional group features (LIST) { repeated group list { optional binary element (STRING); } }",
        "optional group features (LIST) { repeated group list { optional group element (LIST) {"
            + " repeated group list { optional double element; } } } }",
        "required fixed_len_byte_array(7) features;",
        "optional double other;",
      };
      int choice = random.nextInt(features.length);
      HostileZoo.write(
          zoo.featureFile(),
          (random.nextBoolean() ? "" : "optional int32 more;") + ID + features[choice],
          (row, i) -> row.append("id", (long) i));
      return List.of();
    }
  },
  /** Lists of no, other, or very many numbers. */
  ABSURD_LENGTHS(Outcome.ERROR) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      int[] lengths = {0, 1, WIDTH - 1, WIDTH + 1, 70_000, 300_000};
      int length = lengths[random.nextInt(lengths.length)];
      int at = random.nextInt(HostileZoo.ROWS);
      HostileZoo.write(
          zoo.featureFile(),
          ID + LIST,
          (row, i) -> {
            row.append("id", (long) i);
            if (i != at) {
              HostileZoo.addFeatures(row, i, 1);
              return;
            }
            Group list = row.addGroup("features");
            for (int j = 0; j < length; j++) {
              list.addGroup("list").append("element", 1d);
            }
          });
      return List.of();
    }
  },
  /** Nothing where a row, a number, an id or a label should be. */
  NULLS(Outcome.ANY) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      int at = random.nextInt(HostileZoo.ROWS);
      int what = random.nextInt(5);
      HostileZoo.write(
          zoo.featureFile(),
          "optional int64 id;" + LIST,
          (row, i) -> {
            if (what != 0 || i != at) {
              row.append("id", (long) i);
            }
            if (what == 1 && i == at) {
              return;
            }
            Group list = row.addGroup("features");
            for (int j = 0; j < WIDTH; j++) {
              Group entry = list.addGroup("list");
              if (what != 2 || i != at || j != 2) {
                entry.append("element", HostileZoo.feature(i, j));
              }
            }
          });
      if (what > 2) {
        HostileZoo.write(
            zoo.targetFile(),
            LABELS,
            (row, i) -> {
              row.append("id", (long) i);
              if (what == 4 ? i % 7 != at % 7 : i == at) {
                row.append("y", HostileZoo.label(i));
              }
            });
      }
      return random.nextBoolean() ? List.of() : List.of("--invalid-rows", "drop");
    }
  },
  /** Features of any magnitude that a double has: without a penalty the score is the same. */
  MAGNITUDES(Outcome.SAME_SCORE_OR_ERROR) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      double scale = Math.scalb(1.0, random.nextInt(2090) - 1070);
      HostileZoo.write(
          zoo.featureFile(),
          ID + LIST,
          (row, i) -> HostileZoo.addFeatures(row.append("id", (long) i), i, scale));
      return List.of();
    }
  },
  /** One value that is extreme, infinite or no number. */
  EXTREME_VALUE(Outcome.ANY) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      double[] values = {
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        1e155,
        -1e155,
        1e-310,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
      };
      double value = values[random.nextInt(values.length)];
      int at = random.nextInt(HostileZoo.ROWS);
      boolean inLabels = random.nextBoolean();
      HostileZoo.write(
          inLabels ? zoo.targetFile() : zoo.featureFile(),
          inLabels ? LABELS : ID + LIST,
          (row, i) -> {
            row.append("id", (long) i);
            if (inLabels) {
              row.append("y", i == at ? value : HostileZoo.label(i));
            } else {
              Group list = row.addGroup("features");
              for (int j = 0; j < WIDTH; j++) {
                double right = HostileZoo.feature(i, j);
                list.addGroup("list").append("element", i == at && j == 1 ? value : right);
              }
            }
          });
      return List.of();
    }
  },
  /** Names that end a field, a line, a path or a cell. */
  NAMES(Outcome.NAMES) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      delete(zoo.featureFile());
      delete(zoo.targetFile());
      String source = NAMES_TO_TRY[random.nextInt(NAMES_TO_TRY.length)];
      String dataset = NAMES_TO_TRY[random.nextInt(NAMES_TO_TRY.length)];
      HostileZoo.writeFeatures(
          zoo.features(escaped(source), escaped(dataset)).resolve("part-0.parquet"));
      HostileZoo.writeTargets(zoo.targets(escaped(dataset)).resolve("part-0.parquet"), "y");
      return List.of();
    }
  },
  /** Study files that grow, call or do not end. */
  YAML(Outcome.ERROR) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) throws IOException {
      StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
      for (char c = 'b'; c < 'k'; c++) {
        char before = (char) (c - 1);
        bomb.append(c).append(": &").append(c).append(" [");
        bomb.append(("*" + before + ", ").repeat(8)).append('*').append(before).append("]\n");
      }
      String[] studies = {
        bomb + "sources: *j\n",
        "sources: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://127.0.0.1:1/\"]]\n",
        "sources: !!java.io.File [\"/tmp\"]\n",
        "sources: " + "[".repeat(20_000),
        "sources: " + "[".repeat(200) + "]".repeat(200),
        "sources: &s [*s]\n",
        "sources: [s]\nsources: [t]\n",
        "? [a, b]\n: c\n",
        "\u0000\u0001",
        "sources: \"" + "x".repeat(4 << 20) + "\n",
        "lambda: [1e400]\n",
        "lambda: [-1]\n",
        "lambda: [.nan]\n",
        "%YAML 9.9\n---\nsources: [s]\nnosuchkey: 1\n",
        "features: {a: b}\n",
        "--- a\n--- b\n",
      };
      Path file = zoo.root().resolve("study.yaml");
      Files.writeString(file, studies[random.nextInt(studies.length)]);
      return List.of("--study", file.toString());
    }
  },
  /** Options at the boundaries of their numbers. */
  OPTIONS(Outcome.ANY) {
    @Override
    List<String> spoil(HostileZoo zoo, Random random) {
      String[][] options = {
        {"--chunk-size", "2147483647"},
        {"--chunk-size", "2147483648"},
        {"--chunk-size", "9223372036854775807"},
        {"--chunk-size", "9223372036854775808"},
        {"--chunk-size", "99999999999g"},
        {"--chunk-size", "1"},
        {"--broadcast-limit", "0"},
        {"--broadcast-limit", "9223372036854775807"},
        {"--in-flight", "2147483648"},
        {"--in-flight", "1000000"},
        {"--lambda", "1e308"},
        {"--lambda", "4.9e-324"},
        {"--lambda", "0x1p-1074,1e999"},
        {"--sources", "[[[["},
        {"--sources", "*".repeat(2000)},
      };
      return List.of(options[random.nextInt(options.length)]);
    }
  };

  /** What may come of it. */
  enum Outcome {
    ERROR,
    SAME_OR_ERROR,
    SAME_SCORE_OR_ERROR,
    NAMES,
    ANY
  }

  private static final long[] BOUNDARIES = {
    0,
    -1,
    1,
    Integer.MAX_VALUE,
    1L + Integer.MAX_VALUE,
    2L + Integer.MAX_VALUE,
    1L << 32,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE / 8 + 1
  };

  private static final String[] NAMES_TO_TRY = {
    "=",
    "a=b",
    "a/b",
    "..",
    "../../up",
    "/etc/passwd",
    "a\"b",
    "a,b",
    "a\nb",
    "a\r\nb",
    "a;b",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1",
    "\u00fc\u4e2d\u6587\ud83d\ude00",
    "e\u0301",
    "\u202egnp",
    "a b",
    "%",
    "%2F",
    "a%zz",
    "<script>alert(1)</script>",
    "$HOME",
    "`id`",
    "*",
    "?",
    "[a]",
    "\\",
    "'",
    "null",
    "NaN",
    "x".repeat(120),
    "\u0007"
  };

  /** What is done to the bytes of a file, whoever wrote it. */
  static final List<HostileInput> OF_BYTES =
      List.of(CUT_OFF, FLIPPED_BITS, FLIPPED_FOOTER, BOUNDARY_IN_FOOTER);

  private final Outcome outcome;

  HostileInput(Outcome outcome) {
    this.outcome = outcome;
  }

  /** What may come of it in a zoo: without checksums, changed numbers are as good as others. */
  Outcome outcome(HostileZoo zoo) {
    return this == FLIPPED_BITS && !zoo.hasChecksums() ? Outcome.ANY : outcome;
  }

  /** Changes the zoo; gives options for the run. */
  abstract List<String> spoil(HostileZoo zoo, Random random) throws IOException;

  private static Path either(HostileZoo zoo, Random random) {
    return random.nextBoolean() ? zoo.featureFile() : zoo.targetFile();
  }

  private static int footerLength(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
  }

  /** Deletes a file and the folders that held nothing else. */
  private static void delete(Path file) throws IOException {
    Path at = file;
    do {
      Files.delete(at);
      at = at.getParent();
    } while (Objects.requireNonNull(at.toFile().list()).length == 0);
  }

  /** As Hive and Spark write what a folder's name cannot hold or means something else in. */
  static String escaped(String name) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || "\"#%'*/:=?\\{}[]^\u007f".indexOf(c) >= 0) {
        escaped.append("%%%02X".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
