package org.transferability.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.transferability.report.Measure;
import org.transferability.report.Ranking;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreTable;
import org.transferability.report.verdict.Verdicts;
import org.transferability.score.Flag;
import org.transferability.study.Json;

/**
 * The data of report.html: one JSON object and packed columns. A small table is included with all
 * its digits. A large one has four bytes a number: first the scores of all measures in the order of
 * preference, then their other columns (intervals, flags, ...), up to the size limit. The page
 * lists what was omitted.
 */
final class HtmlData {
  /** Up to this number of scores all digits are kept. */
  static final long EXACT_CHARACTERS = 8L << 20;

  /** Size limit of the columns: a page of 30 MB minus the charting library, names and text. */
  static final long MOST_CHARACTERS = 27_000_000;

  private final HtmlLayout layout;
  private final HtmlColumns columns;
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final List<ObjectNode> measures = new ArrayList<>();
  private final List<String> omitted = new ArrayList<>();

  private HtmlData(HtmlLayout layout, HtmlColumns.Precision precision) {
    this.layout = layout;
    this.columns = new HtmlColumns(precision);
    json.put("rounded", precision == HtmlColumns.Precision.COMPACT);
  }

  static HtmlData of(
      ScoreTable table,
      List<Measure> preference,
      RunRecord run,
      Optional<HtmlMeasured> measured,
      long mostCharacters) {
    HtmlLayout layout = new HtmlLayout(table, preference);
    HtmlColumns.Precision precision =
        all(layout, HtmlColumns.Precision.EXACT) <= Math.min(EXACT_CHARACTERS, mostCharacters)
            ? HtmlColumns.Precision.EXACT
            : HtmlColumns.Precision.COMPACT;
    HtmlData data = new HtmlData(layout, precision);
    data.json.set("pairSources", data.columns.indexes(layout.sourceOfPair()));
    data.json.put("pairs", layout.pairs());
    measured.ifPresent(m -> data.json.set("measured", m.json(layout, data.columns)));
    data.addMeasures(precision, mostCharacters);
    data.addNames(HtmlVerdicts.of(layout, table, preference, run.outcome().skipped()));
    data.addRun(run);
    return data;
  }

  /** The object. */
  ObjectNode json() {
    return json;
  }

  /** The columns; the ids in the object are {@code c} and their indices here. */
  List<String> columns() {
    return columns.packed();
  }

  private static long all(HtmlLayout layout, HtmlColumns.Precision precision) {
    return layout.measures().size()
        * Arrays.stream(HtmlField.values())
            .mapToLong(field -> HtmlColumns.cost(field.kind(), layout.pairs(), precision))
            .sum();
  }

  private void addMeasures(HtmlColumns.Precision precision, long mostCharacters) {
    for (Measure measure : layout.measures()) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("label", measure.toString());
      node.put("estimator", measure.estimator());
      node.put("lambda", measure.lambda());
      node.put("meaning", MeasureMeaning.of(measure));
      node.putObject("columns");
      measures.add(node);
    }
    // First all columns of the first measure, then the scores of the others, then the other columns
    // of the others.
    List<String> withoutScores = new ArrayList<>();
    List<String> withoutDetails = new ArrayList<>();
    for (int m = 0; m < measures.size(); m++) {
      if (!add(m, List.of(HtmlField.SCORE), precision, mostCharacters)) {
        withoutScores.add(layout.measures().get(m).toString());
      }
      if (m == 0 && !add(m, details(), precision, mostCharacters)) {
        withoutDetails.add(layout.measures().get(m).toString());
      }
    }
    for (int m = 1; m < measures.size(); m++) {
      boolean scored = measures.get(m).get("columns").has(HtmlField.SCORE.key());
      if (scored && !add(m, details(), precision, mostCharacters)) {
        withoutDetails.add(layout.measures().get(m).toString());
      }
    }
    for (int m = 0; m < measures.size() && precision == HtmlColumns.Precision.EXACT; m++) {
      addCurve(m, mostCharacters);
    }
    if (!withoutScores.isEmpty()) {
      omitted.add("all columns of " + String.join(", ", withoutScores));
    }
    if (!withoutDetails.isEmpty()) {
      omitted.add(
          "intervals, probabilities, R2, flags, notes and condition of "
              + String.join(", ", withoutDetails));
    }
    ArrayNode list = json.putArray("measures");
    measures.forEach(list::add);
  }

  /** The scores at single penalties, if there is room. */
  private void addCurve(int measure, long most) {
    List<String> penalties = layout.penalties(measure);
    long cost =
        penalties.size()
            * HtmlColumns.cost(HtmlField.Kind.NUMBER, layout.pairs(), HtmlColumns.Precision.EXACT);
    if (penalties.isEmpty() || columns.characters() + cost > most) {
      return;
    }
    ArrayNode curve = measures.get(measure).putArray("curve");
    for (String penalty : penalties) {
      ObjectNode column = columns.numbers(HtmlField.Kind.NUMBER, layout.curve(measure, penalty));
      if (column != null) {
        curve.addObject().put("lambda", penalty).set("column", column);
      }
    }
  }

  private static List<HtmlField> details() {
    return Arrays.stream(HtmlField.values()).filter(field -> field != HtmlField.SCORE).toList();
  }

  private boolean add(
      int measure, List<HtmlField> fields, HtmlColumns.Precision precision, long most) {
    long cost =
        fields.stream()
            .mapToLong(field -> HtmlColumns.cost(field.kind(), layout.pairs(), precision))
            .sum();
    if (columns.characters() + cost > most) {
      return false;
    }
    ObjectNode node = (ObjectNode) measures.get(measure).get("columns");
    for (HtmlField field : fields) {
      ObjectNode column =
          field.kind() == HtmlField.Kind.TEXT
              ? columns.texts(layout.texts(measure, field))
              : columns.numbers(field.kind(), layout.numbers(measure, field));
      if (column != null) {
        node.set(field.key(), column);
      }
    }
    return true;
  }

  private void addNames(HtmlVerdicts verdicts) {
    ArrayNode sources = json.putArray("sources");
    layout.sources().forEach(sources::add);
    json.put("aboutChances", Verdicts.ABOUT_SCORE);
    ArrayNode targets = json.putArray("targets");
    for (HtmlLayout.Target target : layout.targets()) {
      Ranking ranking = verdicts.leading(target);
      ObjectNode node = targets.addObject();
      node.put("dataset", target.dataset());
      node.put("name", target.name());
      node.put("first", target.first());
      node.put("end", target.end());
      node.put("by", layout.measures().indexOf(ranking.by()));
      ArrayNode passedOver = node.putArray("passedOver");
      ranking.passedOver().forEach(m -> passedOver.add(layout.measures().indexOf(m)));
      node.set("verdicts", verdicts.of(target));
    }
    ArrayNode flags = json.putArray("flags");
    for (Flag flag : Flag.values()) {
      flags
          .addObject()
          .put("label", flag.label())
          .put("note", flag.isNote())
          .put("description", flag.description())
          .put("advice", flag.advice());
    }
  }

  private void addRun(RunRecord run) {
    json.set("options", Json.MAPPER.valueToTree(run.options()));
    if (run.options().get("confidence") instanceof Number level) {
      json.put("confidence", level.doubleValue());
    }
    json.set("versions", Json.MAPPER.valueToTree(run.execution().versions()));
    json.set("warnings", Json.MAPPER.valueToTree(run.outcome().warnings()));
    ArrayNode skipped = json.putArray("skipped");
    for (RunRecord.Skipped set : run.outcome().skipped()) {
      skipped
          .addObject()
          .put("source", set.source())
          .put("dataset", set.dataset())
          .put("reason", set.reason());
    }
    json.set("omitted", Json.MAPPER.valueToTree(omitted));
  }
}
