package org.transferability.report.verdict;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.transferability.candidate.TargetCandidates;
import org.transferability.report.Measure;
import org.transferability.report.Ranking;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreRow;
import org.transferability.score.Score;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Json;

/**
 * A run as one JSON object for programs: the keys of run.json, then {@code verdicts} and {@code
 * rankings} with all sources of all targets. Columns have the names of scores.csv; JSON has no NaN:
 * it is null; an infinite number is the text {@code Infinity}.
 */
public final class AnswerJson {
  private AnswerJson() {}

  /** Writes the object in UTF-8, closed by a line feed, and flushes; the caller closes. */
  public static void write(
      RunRecord run, List<Ranking> rankings, Verdicts verdicts, OutputStream out)
      throws IOException {
    JsonGenerator json = Json.MAPPER.createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.useDefaultPrettyPrinter();
    json.writeStartObject();
    for (Map.Entry<String, JsonNode> field : Json.MAPPER.valueToTree(run).properties()) {
      json.writeFieldName(field.getKey());
      json.writeTree(field.getValue());
    }
    json.writeArrayFieldStart("verdicts");
    for (Verdict verdict : verdicts.all()) {
      json.writeTree(tree(verdict));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rankings");
    for (Ranking ranking : rankings) { // one at a time: large runs have millions of scores
      json.writeTree(tree(ranking));
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static ObjectNode tree(Verdict verdict) {
    ObjectNode tree = Json.MAPPER.createObjectNode();
    tree.put("dataset", verdict.dataset());
    tree.put("target", verdict.target());
    tree.put("ranked_by", verdict.by().toString());
    tree.put("standing", verdict.standing().toString());
    tree.put("sources", verdict.sources());
    ArrayNode candidates = tree.putArray("candidates");
    for (Candidate candidate : verdict.candidates()) {
      ObjectNode object = candidates.addObject();
      object.put("source", candidate.source());
      put(object, "score", candidate.score());
      put(object, "p_top1", candidate.chance());
      put(object, "held_out_r2", candidate.heldOutR2());
      object.put("flags", candidate.flags());
    }
    verdict.remaining().ifPresent(found -> put(tree.putObject("confidence_set"), found));
    tree.put("answer", verdict.answer());
    tree.set("remarks", Json.MAPPER.valueToTree(verdict.remarks()));
    return tree;
  }

  private static void put(ObjectNode object, TargetCandidates found) {
    object.put("level", found.selection().confidence());
    object.put("top", found.selection().top());
    object.put("margin", found.selection().margin());
    object.put("sources", found.sources());
    object.put("candidates", found.candidates());
    object.put("outcome", found.needed().outcome().toString());
    put(object, "rows_needed", found.needed().rows());
    object.put("rows", found.needed().now());
    object.put("tied", found.needed().tied());
  }

  private static ObjectNode tree(Ranking ranking) {
    ObjectNode tree = Json.MAPPER.createObjectNode();
    tree.put("dataset", ranking.dataset());
    tree.put("target", ranking.target());
    tree.put("ranked_by", ranking.by().toString());
    tree.put("unit", EstimatorKind.parse(ranking.by().estimator()).unit());
    ArrayNode passedOver = tree.putArray("passed_over");
    ranking.passedOver().forEach(measure -> passedOver.add(measure.toString()));
    ArrayNode places = tree.putArray("sources");
    ranking.places().forEach(place -> put(places.addObject(), place, ranking));
    return tree;
  }

  private static void put(ObjectNode object, Ranking.Place place, Ranking ranking) {
    ScoreRow row = place.row();
    Score score = row.score();
    object.put("place", place.place());
    object.put("source", row.source());
    put(object, "score", score.score());
    put(object, "standard_error", score.uncertainty().standardError());
    put(object, "low", score.uncertainty().low());
    put(object, "high", score.uncertainty().high());
    put(object, "p_top1", row.top1());
    put(object, "p_top3", row.top3());
    object.put("candidate", row.candidate());
    put(object, "held_out_r2", ranking.heldOutR2(place));
    object.put("n", score.n());
    object.put("d", score.d());
    object.put("flags", row.flags());
    object.put("notes", row.notes());
    ObjectNode others = object.putObject("other_scores");
    for (Measure measure : ranking.others()) {
      ScoreRow other = place.rows().get(measure);
      if (other != null) {
        put(others, measure.toString(), other.score().score());
      }
    }
  }

  private static void put(ObjectNode object, String name, double value) {
    if (Double.isNaN(value)) {
      object.putNull(name);
    } else if (Double.isInfinite(value)) {
      object.put(name, Double.toString(value));
    } else {
      object.put(name, value);
    }
  }
}
