package org.transferability.solve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.MomentsAccumulator;

/** One data set of {@code src/test/resources/golden}; see the README there. */
public record GoldenCase(String name, JsonNode json) {
  private static final List<String> NAMES =
      List.of(
          "plain",
          "one-output",
          "shifted",
          "scales",
          "sparse-relu",
          "duplicate-and-constant-columns",
          "fewer-rows-than-features",
          "constant-labels");

  public static Stream<GoldenCase> all() {
    return NAMES.stream().map(GoldenCase::read);
  }

  private static GoldenCase read(String name) {
    try (InputStream in = GoldenCase.class.getResourceAsStream("/golden/" + name + ".json")) {
      return new GoldenCase(name, new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int n() {
    return json.get("n").asInt();
  }

  public int d() {
    return json.get("d").asInt();
  }

  public int q() {
    return json.get("q").asInt();
  }

  public RidgeProblem problem() {
    MomentsAccumulator accumulator = new MomentsAccumulator(d(), LabelLayout.complete(q()), 16);
    accumulator.add(features(), labels(), n());
    return RidgeProblem.of(accumulator.finish().target(0));
  }

  /** n x d row-major. */
  public double[] features() {
    return rowMajor(json.get("features"));
  }

  /** n x q row-major. */
  public double[] labels() {
    return rowMajor(json.get("labels"));
  }

  /** The fold of each row, for cross-validation. */
  public int[] fold() {
    int[] fold = new int[n()];
    Arrays.setAll(fold, row -> json.get("fold").get(row).asInt());
    return fold;
  }

  /** The fits expected, one for each penalty. */
  public List<Expected> expected() {
    List<Expected> fits = new ArrayList<>();
    json.get("by_lambda")
        .properties()
        .forEach(
            entry -> fits.add(new Expected(Double.parseDouble(entry.getKey()), entry.getValue())));
    return fits;
  }

  /** What is expected for one penalty. */
  public record Expected(double lambda, JsonNode json) {
    public double number(String field) {
      JsonNode value = json.get(field);
      if (value.isNull()) {
        return Double.NaN;
      }
      return Math.abs(value.asDouble()) < 1e-20 ? 0 : value.asDouble();
    }

    /** q x d row-major, which is d x q column-major. */
    public double[] weights() {
      return rowMajor(json.get("weights"));
    }

    public double[] intercept() {
      return rowMajor(json.get("intercept"));
    }
  }

  private static double[] rowMajor(JsonNode array) {
    List<Double> values = new ArrayList<>();
    for (JsonNode element : array) {
      if (element.isArray()) {
        element.forEach(value -> values.add(value.asDouble()));
      } else {
        values.add(element.asDouble());
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public String toString() {
    return name;
  }
}
