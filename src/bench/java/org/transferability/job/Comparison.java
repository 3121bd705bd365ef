package org.transferability.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Our job and its rivals on the same work, to be timed in turn. */
final class Comparison {
  private final String name;
  private final BenchShape shape;
  private final int cores;
  private final List<Contender> contenders = new ArrayList<>();
  private final List<OptionalDouble> targets = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private ScoreContender ours;

  Comparison(String name, BenchShape shape, int cores) {
    this.name = name;
    this.shape = shape;
    this.cores = cores;
  }

  Comparison ours(ScoreContender contender) {
    ours = contender;
    return this;
  }

  /**
   * @param target how many times our time the rival should take at least, if that is asked for
   */
  Comparison rival(Contender contender, OptionalDouble target) {
    contenders.add(contender);
    targets.add(target);
    return this;
  }

  Comparison note(String note) {
    notes.add(note);
    return this;
  }

  BenchResult run(Timed.Repeats repeats) throws Exception {
    List<Contender> all = new ArrayList<>(List.of(ours));
    all.addAll(contenders);
    try {
      List<Timed> timed = Timed.interleaved(all, repeats);
      List<BenchResult.Rival> rivals = new ArrayList<>();
      for (int r = 0; r < contenders.size(); r++) {
        rivals.add(new BenchResult.Rival(timed.get(r + 1), targets.get(r)));
      }
      return result(timed.get(0), ours.steps(repeats.timed()), rivals);
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  /** The result of not running. */
  BenchResult skipped() {
    return result(new Timed("skipped", List.of()), Map.of(), List.of());
  }

  private BenchResult result(
      Timed timed, Map<String, Double> steps, List<BenchResult.Rival> rivals) {
    return new BenchResult(
        name,
        shape.describe(),
        cores,
        timed,
        shape.allRows(),
        shape.featureBytes(),
        shape.flops(),
        steps,
        rivals,
        new LinkedHashMap<>(),
        notes);
  }
}
