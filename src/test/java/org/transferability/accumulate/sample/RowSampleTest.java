package org.transferability.accumulate.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample is that of its definition, for every order and partition of the rows. */
final class RowSampleTest {
  private static final int ROWS = 3000;
  private static final int D = 3;
  private static final int Q = 2;

  private static double[] numbers(int row, int count) {
    return IntStream.range(0, count).mapToDouble(i -> row + i / 4.0).toArray();
  }

  private static long[] hashes() {
    return new Random(1).longs(ROWS).toArray();
  }

  private static RowSample sampled(SampleLimit limit, List<Integer> rows) {
    long[] hashes = hashes();
    RowSampler sampler = new RowSampler(limit);
    for (int row : rows) {
      byte[] block = {(byte) (hashes[row] & 63)};
      sampler.add(
          new RowSampler.Rows(
              numbers(row, D),
              D,
              numbers(-row, Q),
              Q,
              new int[] {row % 5},
              new RowSampler.Keys(new long[] {hashes[row]}, block)),
          1);
    }
    return sampler.finish();
  }

  private static List<Integer> all() {
    return new ArrayList<>(IntStream.range(0, ROWS).boxed().toList());
  }

  private static long[] smallest(int count) {
    List<Long> hashes = new ArrayList<>(Arrays.stream(hashes()).boxed().toList());
    hashes.sort(Long::compareUnsigned);
    return hashes.subList(0, count).stream().mapToLong(Long::longValue).toArray();
  }

  private static long[] hashes(RowSample sample) {
    return sample.rows().stream().mapToLong(SampledRow::hash).toArray();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "7,3", "40,4", "3000,5"})
  void theRowsWithTheSmallestHashesAreSampledForEveryPartition(int parts, long seed) {
    SampleLimit limit = new SampleLimit(100, -1);
    List<Integer> rows = all();
    Collections.shuffle(rows, new Random(seed));
    RowSample merged = null;
    for (int p = 0; p < parts; p++) {
      RowSample part = sampled(limit, rows.subList(ROWS * p / parts, ROWS * (p + 1) / parts));
      RowSample sent = RowSample.fromBytes(part.toBytes());
      merged = merged == null ? sent : RowSample.merge(merged, sent);
    }
    assertArrayEquals(smallest(100), hashes(merged));
    assertEquals(100, merged.rows().stream().mapToInt(SampledRow::number).distinct().count());
    for (SampledRow row : merged.rows()) {
      int number = rows.get(row.number()); // of the row among all in the order of the parts
      double[] features = new double[D];
      row.copyFeatures(features, 0);
      assertArrayEquals(numbers(number, D), features);
      assertArrayEquals(numbers(-number, Q), row.labels());
      assertEquals(number % 5, row.fold());
      assertEquals(row.hash() & 63, row.block());
    }
  }

  @Test
  void smallerSamplesAreNested() {
    assertArrayEquals(smallest(50), hashes(sampled(new SampleLimit(50, -1), all())));
    assertArrayEquals(
        smallest(50), Arrays.copyOf(hashes(sampled(new SampleLimit(200, -1), all())), 50));
  }

  @Test
  void aLimitFarAboveTheSampleChangesNothing() {
    SampleLimit limit = SampleLimit.of(1, 100_000, 1);
    assertEquals(1024, limit.rows());
    // 4 x 1,024 of 100,000 rows, as a fraction of all hashes
    assertEquals(0.04096, (limit.below() >>> 1) / 0x1p63, 1e-9);
    RowSample all = sampled(new SampleLimit(50, -1), all());
    RowSample limited = sampled(new SampleLimit(50, limit.below()), all());
    assertArrayEquals(hashes(all), hashes(limited));
  }

  @Test
  void samplesWithDifferentLimitsAreThatOfTheSmallerOne() {
    long limit = Long.MIN_VALUE >>> 3; // a sixteenth of all hashes
    SampleLimit narrow = new SampleLimit(1000, limit);
    RowSample merged =
        RowSample.merge(
            sampled(narrow, all().subList(0, 1000)),
            sampled(new SampleLimit(1000, -1), all().subList(1000, ROWS)));
    assertArrayEquals(hashes(sampled(narrow, all())), hashes(merged));
    assertTrue(merged.rows().size() > 100);
  }

  @Test
  void doublesKeepTheirDigits() {
    RowSampler sampler = new RowSampler(new SampleLimit(10, -1));
    double[] features = {0.1, 1.5, 2, 3};
    sampler.add(
        new RowSampler.Rows(
            features, 2, new double[] {0.3, Double.NaN}, 1, new int[2], RowSampler.Keys.of(2)),
        2);
    RowSample read = RowSample.fromBytes(sampler.finish().toBytes());
    double[] found = new double[4];
    List<SampledRow> rows = new ArrayList<>(read.rows());
    rows.sort(Comparator.comparingInt(SampledRow::number));
    rows.get(0).copyFeatures(found, 0);
    rows.get(1).copyFeatures(found, 2);
    assertArrayEquals(features, found);
    assertArrayEquals(new double[] {0.3}, rows.get(0).labels());
    assertTrue(Double.isNaN(rows.get(1).labels()[0]));
  }

  @Test
  void wideRowsAreFewer() {
    assertEquals(1024, SampleLimit.ofWhole(8192).rows());
    assertEquals(512, SampleLimit.ofWhole(16384).rows());
    assertEquals(256, SampleLimit.ofWhole(1_000_000).rows());
  }

  @Test
  void aPartAfterMoreRowsThanAnIntCountsIsMerged() {
    RowSample before = RowSample.of(100, -1, 3L << 30, new SampledRow[0]);
    RowSample part = sampled(new SampleLimit(100, -1), List.of(3, 5));
    RowSample merged = RowSample.merge(before, part);
    assertArrayEquals(hashes(part), hashes(merged));
    assertArrayEquals(hashes(part), hashes(RowSample.merge(before, merged)));
  }

  @Test
  void anotherFormatIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> RowSample.fromBytes(new byte[64]));
  }
}
