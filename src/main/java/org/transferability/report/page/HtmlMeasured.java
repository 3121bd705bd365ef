package org.transferability.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.MeasuredPair;
import org.transferability.evaluate.Pair;
import org.transferability.evaluate.TargetEvaluation;
import org.transferability.evaluate.WithinTarget;
import org.transferability.report.evaluation.EvaluationResult;
import org.transferability.report.evaluation.EvaluationVerdicts;
import org.transferability.study.Better;

/**
 * Measured transfers for report.html, and how well the scores agree with them.
 *
 * @param pairs the measurements
 * @param better whether smaller or larger ones are better
 * @param result the result of {@code jobs/evaluate}
 */
public record HtmlMeasured(List<MeasuredPair> pairs, Better better, EvaluationResult result) {
  public HtmlMeasured {
    pairs = List.copyOf(pairs);
  }

  /** The data for the page: each kind of transfer has a column over the pairs of the layout. */
  ObjectNode json(HtmlLayout layout, HtmlColumns columns) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("better", better.name().toLowerCase(Locale.ROOT));
    json.put("level", result.level());
    Map<String, Map<Pair, Double>> transfers = new LinkedHashMap<>();
    for (MeasuredPair measured : pairs) {
      transfers
          .computeIfAbsent(measured.transfer(), name -> new HashMap<>())
          .put(measured.pair(), measured.value());
    }
    ArrayNode list = json.putArray("transfers");
    transfers.forEach(
        (name, values) -> {
          ObjectNode column =
              columns.numbers(
                  HtmlField.Kind.NUMBER,
                  layout.perPair(pair -> values.getOrDefault(pair, Double.NaN)));
          if (column != null) { // else none of these pairs was scored
            list.addObject().put("name", name).set("column", column);
          }
        });
    ArrayNode verdicts = json.putArray("verdicts");
    EvaluationVerdicts.sentences(result.comparisons()).forEach(verdicts::add);
    addStatistics(json.putArray("statistics"));
    addTargets(json.putArray("byTarget"));
    return json;
  }

  private void addStatistics(ArrayNode rows) {
    Map<List<String>, ObjectNode> byEstimator = new LinkedHashMap<>();
    for (Evaluation one : result.evaluations()) {
      ObjectNode row =
          byEstimator.computeIfAbsent(
              List.of(one.transfer(), one.estimator()),
              key ->
                  rows.addObject()
                      .put("transfer", one.transfer())
                      .put("estimator", one.estimator()));
      ObjectNode statistic = row.putObject(one.statistic());
      put(statistic, "value", one.value());
      put(statistic, "lower", one.lower());
      put(statistic, "upper", one.upper());
    }
  }

  private void addTargets(ArrayNode rows) {
    Map<List<String>, ObjectNode> byKey = new HashMap<>();
    for (TargetEvaluation one : result.byTarget()) {
      String key =
          one.statistic().equals(WithinTarget.KENDALL.label())
              ? "kendall"
              : one.statistic().equals(WithinTarget.REGRET.label()) ? "regret" : null;
      if (key != null) {
        ObjectNode row =
            byKey.computeIfAbsent(
                List.of(one.transfer(), one.estimator(), one.dataset(), one.target()),
                absent ->
                    rows.addObject()
                        .put("transfer", one.transfer())
                        .put("estimator", one.estimator())
                        .put("dataset", one.dataset())
                        .put("target", one.target()));
        put(row, key, one.value());
      }
    }
  }

  /** JSON has no NaN and no infinity; both become null. */
  private static void put(ObjectNode object, String name, double value) {
    if (Double.isFinite(value)) {
      object.put(name, value);
    } else {
      object.putNull(name);
    }
  }
}
