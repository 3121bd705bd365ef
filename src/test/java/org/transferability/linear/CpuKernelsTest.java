package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CpuKernelsTest {
  private static final String FLAGS =
      "fpu sse2 avx avx2 avx512f avx512dq avx512ifma avx512cd avx512bw avx512vl avx512_vnni";

  private static String cpu(String vendor, String family, String flags) {
    return "processor\t: 0\nvendor_id\t: "
        + vendor
        + "\ncpu family\t: "
        + family
        + "\nmodel\t\t: 2\nflags\t\t: "
        + flags
        + "\nbugs\t\t:\n\nprocessor\t: 1\n";
  }

  @Test
  void namesAvx512KernelsWhereOpenBlasDoesNotKnowTheCpu() {
    assertEquals(Optional.of("SkylakeX"), CpuKernels.faster(cpu("AuthenticAMD", "26", FLAGS)));
  }

  @Test
  void leavesCpusAloneThatOpenBlasKnows() {
    assertEquals(Optional.empty(), CpuKernels.faster(cpu("AuthenticAMD", "25", FLAGS)));
    assertEquals(Optional.empty(), CpuKernels.faster(cpu("GenuineIntel", "26", FLAGS)));
  }

  @Test
  void needsEveryPartOfAvx512() {
    for (String flag : List.of("avx512f", "avx512dq", "avx512cd", "avx512bw", "avx512vl")) {
      String others = FLAGS.replace(" " + flag + " ", " ");
      assertEquals(Optional.empty(), CpuKernels.faster(cpu("AuthenticAMD", "26", others)), flag);
    }
  }

  @Test
  void makesNothingOfOtherTexts() {
    assertEquals(Optional.empty(), CpuKernels.faster(""));
    assertEquals(Optional.empty(), CpuKernels.faster("Hardware\t: BCM2835\n: \nflags"));
    assertEquals(Optional.empty(), CpuKernels.faster(cpu("AuthenticAMD", "a", FLAGS)));
  }

  @Test
  void hasNoAdviceForWhoChoseAlready() {
    assertEquals(Optional.empty(), CpuKernels.advice(Map.of(CpuKernels.VARIABLE, "Haswell")));
  }
}
