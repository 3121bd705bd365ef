package org.transferability;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import org.transferability.study.InputException;

/**
 * Files of the public test collection apache/parquet-testing, kept outside the repository in {@code
 * ../shared/data/foreign}, with the values that another reader (hyparquet) found in their columns.
 */
public final class ForeignFiles {
  private static final Path FOLDER =
      Path.of(System.getProperty("project.directory", System.getProperty("user.dir")))
          .resolve("../shared/data/foreign")
          .normalize();

  /** Files that must be refused whatever is read of them, with a part of the message. */
  private static final Map<String, String> REFUSED =
      Map.of("rle-dict-uncompressed-corrupt-checksum.parquet", "CRC");

  /** Files that a reader may lack what they need for: the message must then name it. */
  private static final Map<String, String> NEEDS =
      Map.of(
          "non_hadoop_lz4_compressed.parquet", "LZ4",
          "unknown-logical-type.parquet", "logical type");

  private ForeignFiles() {}

  /** All files. The test is skipped where they are absent. */
  public static List<Path> paths() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), FOLDER + " is absent");
    try (Stream<Path> found = Files.list(FOLDER)) {
      return found.filter(f -> f.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  /**
   * A column and what it holds: of each row a number, a text, null, or a list of such.
   *
   * @param refused a part of the message with which every reader must refuse it, or empty
   * @param need what a reader may lack for it; or empty
   */
  public record Column(Path file, String name, List<JsonNode> rows, String refused, String need) {
    /**
     * A reader gives what the column holds, or refuses it for one of these reasons.
     *
     * @param wrongKind a part of the message about its type, or empty
     * @param wrongRows a part of the message about its rows, or empty
     * @param same what must be the same as in the column
     */
    public <T> void check(
        String wrongKind, String wrongRows, Callable<List<T>> read, BiConsumer<Integer, T> same)
        throws Exception {
      String part =
          Stream.of(wrongKind, refused, wrongRows).filter(p -> !p.isEmpty()).findFirst().orElse("");
      if (!part.isEmpty()) {
        String message = assertThrows(InputException.class, read::call).getMessage();
        assertTrue(message.contains(part) && message.startsWith("Cannot "), message);
      } else if (!isRefusedForItsNeed(read::call)) {
        List<T> found = read.call();
        assertEquals(rows.size(), found.size());
        for (int i = 0; i < found.size(); i++) {
          same.accept(i, found.get(i));
        }
      }
    }

    /** {@link #check} of a reader of numbers, for which a missing row is NaN throughout. */
    public void checkNumbers(String wrongKind, Callable<List<double[]>> read) throws Exception {
      check(
          wrongKind,
          isUniform() ? "" : "expected",
          read,
          (row, found) -> {
            double[] expected = numbers(row);
            if (rows.get(row).isNull()) {
              expected = new double[found.length];
              Arrays.fill(expected, Double.NaN);
            }
            assertArrayEquals(expected, found, 0, "row " + row);
          });
    }

    /** Whether it is refused for what the reader lacks, by name; false where that may not be. */
    private boolean isRefusedForItsNeed(Executable read) {
      if (need.isEmpty()) {
        return false;
      }
      try {
        read.execute();
        return false;
      } catch (Throwable e) {
        String message = assertInstanceOf(InputException.class, e).getMessage();
        assertTrue(message.contains(need) && !message.contains("complete Parquet"), message);
        return true;
      }
    }

    /** Whether some row is missing. */
    public boolean hasNull() {
      return rows.stream().anyMatch(JsonNode::isNull);
    }

    /** Whether all rows but null ones are arrays of the same shape: no list is empty or uneven. */
    public boolean isUniform() {
      return rows.stream().filter(row -> !row.isNull()).map(Column::shape).distinct().count() < 2
          && rows.stream().allMatch(Column::isFull);
    }

    private static String shape(JsonNode value) {
      if (!value.isArray()) {
        return "";
      }
      StringBuilder shape = new StringBuilder("(");
      value.forEach(element -> shape.append(shape(element)).append(','));
      return shape.append(')').toString();
    }

    /** No list within is empty, absent, or of another shape than its siblings. */
    private static boolean isFull(JsonNode value) {
      if (!value.isArray()) {
        return true;
      }
      String first = value.isEmpty() ? "" : shape(value.get(0));
      for (JsonNode element : value) {
        if (!isFull(element) || !shape(element).equals(first)) {
          return false;
        }
      }
      return !value.isEmpty();
    }

    /** The numbers of a row, those of nested lists one after the other; null is NaN. */
    public double[] numbers(int row) {
      List<Double> numbers = new ArrayList<>();
      collect(rows.get(row), numbers);
      return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode value, List<Double> numbers) {
      if (value.isArray()) {
        value.forEach(element -> collect(element, numbers));
      } else {
        numbers.add(value.isNull() ? Double.NaN : Double.parseDouble(value.asText()));
      }
    }
  }

  /** A test of one column. */
  public interface Check {
    void of(Column column) throws Exception;
  }

  /** A container for each file with a test of each column; skipped if the files are absent. */
  public static Stream<DynamicNode> tests(Check check) {
    assumeTrue(
        Files.isDirectory(FOLDER),
        () -> "Skipped: expected files of other writers, found none (" + FOLDER + ")");
    return files().entrySet().stream()
        .map(
            entry ->
                DynamicContainer.dynamicContainer(
                    entry.getKey(),
                    entry.getValue().stream()
                        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check.of(c)))));
  }

  private static Map<String, List<Column>> files() {
    Map<String, List<Column>> files = new TreeMap<>();
    JsonNode expected;
    try {
      expected = new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Map.Entry<String, JsonNode> file : expected.properties()) {
      List<Column> columns = new ArrayList<>();
      for (Map.Entry<String, JsonNode> column : file.getValue().properties()) {
        List<JsonNode> rows = new ArrayList<>();
        column.getValue().forEach(rows::add);
        columns.add(
            new Column(
                FOLDER.resolve(file.getKey()),
                column.getKey(),
                rows,
                REFUSED.getOrDefault(file.getKey(), ""),
                NEEDS.getOrDefault(file.getKey(), "")));
      }
      files.put(file.getKey(), columns);
    }
    return files;
  }
}
