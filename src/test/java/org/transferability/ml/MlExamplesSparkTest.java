package org.transferability.ml;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;

/** Every Java block of docs/mllib.md and every example in the javadoc compiles and runs. */
final class MlExamplesSparkTest {
  private static final Path PAGE = Path.of("docs/mllib.md");
  private static final Path SOURCES = Path.of("src/main/java/org/transferability/ml");
  private static final Path ZOO = Path.of("src/demo/zoo");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern JAVADOC =
      Pattern.compile("<pre>\\{@code\n(.*?)\n *\\* }</pre>", Pattern.DOTALL);

  @TempDir static Path folder;

  @TestFactory
  List<DynamicTest> everyExampleRuns() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String text : matches(BLOCK, PAGE)) {
      tests.add(test("page " + tests.size(), text));
    }
    assertEquals(3, tests.size(), "blocks of the page");
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        for (String text : matches(JAVADOC, file)) {
          String plain = text.replaceAll("(?m)^ *\\* ?", "");
          tests.add(test("javadoc " + tests.size() + " of " + file.getFileName(), plain));
        }
      }
    }
    assertEquals(5, tests.size(), "with those of the javadoc");
    return tests;
  }

  private static List<String> matches(Pattern pattern, Path file) throws IOException {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(Files.readString(file));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static DynamicTest test(String name, String example) {
    String type = "Example" + name.replaceAll("\\W", "");
    return DynamicTest.dynamicTest(name, () -> run(type, example));
  }

  private static void run(String type, String example) throws Exception {
    Path classes = Files.createDirectories(folder.resolve(type));
    String source =
        """
        import org.apache.spark.ml.*;
        import org.apache.spark.ml.evaluation.RegressionEvaluator;
        import org.apache.spark.ml.feature.PCA;
        import org.apache.spark.ml.tuning.*;
        import org.apache.spark.sql.*;
        import org.transferability.ml.*;
        public class %s {
          public static void run(Dataset<Row> dataset) throws Exception {
        %s
          }
        }
        """
            .formatted(type, example);
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                complaints,
                null,
                null,
                List.of("-classpath", path, "-proc:none", "-d", classes.toString()),
                null,
                List.of(new Source(type, source)))
            .call();
    assertEquals(true, compiled, () -> complaints + source);
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, MlExamplesSparkTest.class.getClassLoader())) {
      loader.loadClass(type).getMethod("run", Dataset.class).invoke(null, dataset());
    } catch (InvocationTargetException e) {
      throw new AssertionError(source, e.getCause());
    }
  }

  /** One source of the sample zoo: features as a vector, label a number. */
  private static Dataset<Row> dataset() {
    SparkSession spark = TestSpark.local(2);
    return spark
        .read()
        .parquet(ZOO + "/features/source=src11")
        .join(spark.read().parquet(ZOO + "/targets/dataset=sprites-noise"), "id")
        .selectExpr("features AS list", "x[0] AS label")
        .withColumn("features", functions.array_to_vector(col("list")));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String type, String text) {
      super(URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
