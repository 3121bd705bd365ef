package org.transferability.run.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transferability.run.plan.ScoredSet;
import org.transferability.study.RaceRounds;
import org.transferability.study.SampleSize;

final class ContestTest {
  private static final List<SampleSize> USUAL = RaceRounds.parse("auto").rounds();

  private static List<ScoredSet> sets(int count) {
    return IntStream.range(0, count)
        .mapToObj(s -> new ScoredSet("s" + s, "d", List.of(), List.of(), List.of("y")))
        .toList();
  }

  @Test
  void roundsWithTooFewRowsAreNotHeld() {
    Contest contest = new Contest(sets(5), 5000, 1, USUAL, 256);
    assertEquals(
        List.of("1/16", "1/8", "1/4", "1/2"),
        USUAL.stream().filter(contest::races).map(SampleSize::toString).toList());
    assertEquals(5, contest.looks());
    Contest small = new Contest(sets(5), 400, 1, USUAL, 256);
    assertTrue(USUAL.stream().noneMatch(small::races));
    assertEquals(1, small.looks());
  }

  @Test
  void sizesThatDoNotGrowAreNotHeld() {
    List<SampleSize> sizes = RaceRounds.parse("0.1,500,0.5,2000,1,9000").rounds();
    Contest contest = new Contest(sets(3), 8000, 1, sizes, 256);
    assertEquals(
        List.of("0.1", "0.5"),
        sizes.stream().filter(contest::races).map(SampleSize::toString).toList());
  }

  @Test
  void theRaceEndsWhenFewAreLeftOrNoneIsDropped() {
    Contest contest = new Contest(sets(4), 100_000, 2, USUAL, 256);
    assertTrue(contest.races(USUAL.get(0)));
    contest.drop(Set.of());
    assertTrue(contest.races(USUAL.get(1)));
    contest.drop(Set.of("s3"));
    contest.drop(Set.of());
    assertTrue(contest.races(USUAL.get(3)));
    contest.drop(Set.of());
    assertFalse(contest.races(USUAL.get(4)));
    Contest other = new Contest(sets(4), 100_000, 2, USUAL, 256);
    other.drop(Set.of("s0", "s3"));
    assertFalse(other.races(USUAL.get(1)));
    assertEquals(List.of("s1", "s2"), other.left().stream().map(ScoredSet::source).toList());
    assertEquals(4, other.began());
  }
}
