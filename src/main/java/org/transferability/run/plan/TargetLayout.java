package org.transferability.run.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.transferability.accumulate.LabelLayout;
import org.transferability.read.LabelColumn;
import org.transferability.read.label.LabelSurvey;
import org.transferability.study.InputException;

/**
 * The targets that one pass over a feature set serves: their outputs side by side, and groups of
 * targets that are present in exactly the same rows, since these share a Gram matrix.
 *
 * @param targets the targets in order
 * @param layout the same as the accumulator wants it
 * @param tableOutputs for each output its place among all outputs of the label table
 */
public record TargetLayout(List<TargetSlice> targets, LabelLayout layout, int[] tableOutputs) {

  /** Names and widths of the targets, in the order of the layout. */
  public List<LabelColumn> columns() {
    return targets.stream().map(t -> new LabelColumn(t.name(), t.width())).toList();
  }

  /** Groups that need a Gram matrix of their own beside the common one. */
  public int sides() {
    int sides = 0;
    for (int group = 0; group < layout.groups(); group++) {
      sides += layout.side(group) == LabelLayout.Side.NONE ? 0 : 1;
    }
    return sides;
  }

  /** A set of rows that lack a target, by fingerprint. */
  private record Gaps(long high, long low, long missing) {}

  /**
   * Layouts that together serve the named targets, each with at most {@code mostSides} Gram
   * matrices beside the common one. Mostly that is one layout; more mean more passes.
   *
   * @param classes what the classes of targets take; each layout holds no more than its limit
   * @param where the tables, for the message
   * @throws InputException if a target has no row in which all its outputs are present
   */
  static List<TargetLayout> of(
      LabelSurvey survey, List<String> names, int mostSides, ClassMemory classes, String where) {
    Map<String, Integer> firstInTable = new LinkedHashMap<>();
    int outputs = 0;
    for (LabelColumn column : survey.columns()) {
      firstInTable.put(column.name(), outputs);
      outputs += column.width();
    }
    Set<String> wanted = Set.copyOf(names);
    Map<Gaps, List<LabelSurvey.Target>> groups = new LinkedHashMap<>();
    for (LabelSurvey.Target target : survey.targets()) {
      if (!wanted.contains(target.name())) {
        continue;
      }
      if (target.present() == 0) {
        throw new InputException(
            "Cannot score target '%s': expected rows in which all its outputs are present, found none in %d rows (%s)"
                .formatted(target.name(), target.total(), where));
      }
      Gaps gaps = new Gaps(target.gapsHigh(), target.gapsLow(), target.total() - target.present());
      groups.computeIfAbsent(gaps, g -> new ArrayList<>()).add(target);
    }
    List<TargetLayout> layouts = new ArrayList<>();
    Builder builder = new Builder(firstInTable);
    for (Map.Entry<Gaps, List<LabelSurvey.Target>> group : groups.entrySet()) {
      LabelLayout.Side side = side(group.getKey(), group.getValue().get(0).total());
      for (List<LabelSurvey.Target> members : classes.parts(group.getValue())) {
        double bytes = classes.bytes(members);
        boolean full = side != LabelLayout.Side.NONE && builder.sides == mostSides;
        if (full || (builder.sideOfGroup.size() > 0 && builder.bytes + bytes > classes.limit())) {
          layouts.add(builder.build());
          builder = new Builder(firstInTable);
        }
        builder.bytes += bytes;
        builder.add(side, members);
      }
    }
    layouts.add(builder.build());
    return layouts;
  }

  private static LabelLayout.Side side(Gaps gaps, long total) {
    if (gaps.missing() == 0) {
      return LabelLayout.Side.NONE;
    }
    return 2 * gaps.missing() <= total ? LabelLayout.Side.MISSING : LabelLayout.Side.PRESENT;
  }

  private static final class Builder {
    private final Map<String, Integer> firstInTable;
    private final List<TargetSlice> targets = new ArrayList<>();
    private final List<LabelLayout.Side> sideOfGroup = new ArrayList<>();
    private int[] groupOfOutput = new int[0];
    private int[] tableOutputs = new int[0];
    private int sides;
    private double bytes;

    Builder(Map<String, Integer> firstInTable) {
      this.firstInTable = firstInTable;
    }

    void add(LabelLayout.Side side, List<LabelSurvey.Target> members) {
      int group = sideOfGroup.size();
      sideOfGroup.add(side);
      sides += side == LabelLayout.Side.NONE ? 0 : 1;
      for (LabelSurvey.Target member : members) {
        int first = groupOfOutput.length;
        int inTable = firstInTable.getOrDefault(member.name(), 0);
        targets.add(
            new TargetSlice(
                member.name(), first, member.width(), group, member.present(), member.range()));
        groupOfOutput = Arrays.copyOf(groupOfOutput, first + member.width());
        tableOutputs = Arrays.copyOf(tableOutputs, first + member.width());
        for (int k = 0; k < member.width(); k++) {
          groupOfOutput[first + k] = group;
          tableOutputs[first + k] = inTable + k;
        }
      }
    }

    TargetLayout build() {
      LabelLayout layout =
          new LabelLayout(
              groupOfOutput.length, groupOfOutput, sideOfGroup.toArray(LabelLayout.Side[]::new));
      return new TargetLayout(List.copyOf(targets), layout, tableOutputs);
    }
  }
}
