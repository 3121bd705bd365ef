package org.transferability.report.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.transferability.study.Json;

/**
 * The tables of an evaluation as one JSON object, for programs: arrays {@code evaluation}, {@code
 * by_target}, {@code comparisons}, {@code dispersion} and {@code missing}, one object a row with
 * the columns of the CSV files as keys, and {@code verdicts}, the sentences of the console. JSON
 * has no NaN: it is null; an infinite number is the text {@code Infinity}.
 */
public final class EvaluationJson {
  private EvaluationJson() {}

  /** The object, closed by a line feed. */
  public static String text(EvaluationResult result) throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    ArrayNode verdicts = root.putArray("verdicts");
    EvaluationVerdicts.sentences(result.comparisons()).forEach(verdicts::add);
    root.set("evaluation", rows(EvaluationTables.evaluation(result.evaluations())));
    root.set("by_target", rows(EvaluationTables.byTarget(result.byTarget())));
    root.set("comparisons", rows(EvaluationTables.comparisons(result.comparisons())));
    root.set("dispersion", rows(EvaluationTables.dispersions(result.dispersions())));
    root.set("missing", rows(EvaluationTables.missing(result.missing())));
    return Json.text(root);
  }

  private static ArrayNode rows(EvaluationTable table) {
    ArrayNode rows = Json.MAPPER.createArrayNode();
    for (List<Object> row : table.rows()) {
      ObjectNode object = rows.addObject();
      for (int i = 0; i < row.size(); i++) {
        put(object, table.columns().get(i).name(), row.get(i));
      }
    }
    return rows;
  }

  private static void put(ObjectNode object, String name, Object cell) {
    if (!(cell instanceof Double number)) {
      object.putPOJO(name, cell);
    } else if (number.isNaN()) {
      object.putNull(name);
    } else if (number.isInfinite()) {
      object.put(name, number.toString());
    } else {
      object.put(name, number);
    }
  }
}
