package org.transferability.linear;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether OpenBLAS runs its fastest kernels on this CPU.
 *
 * <p>OpenBLAS looks for the family of the CPU, and 0.3.31 gives those of AMD that it does not know
 * (26, Zen 5, and later) the kernels for AVX2, though they have AVX-512. The environment variable
 * {@code OPENBLAS_CORETYPE} names the kernels instead; it is read when the library is loaded, so it
 * must be set before the process starts. A name that the CPU cannot follow ends the process at an
 * illegal instruction: hence the look at its flags. {@code jobs/submit} applies the same rule.
 */
final class CpuKernels {
  static final String VARIABLE = "OPENBLAS_CORETYPE";

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final int FIRST_UNKNOWN_FAMILY = 26;
  private static final String AVX512_KERNELS = "SkylakeX";

  /** All that OpenBLAS's SkylakeX kernels were compiled for. */
  private static final List<String> AVX512 =
      List.of("avx512f", "avx512dq", "avx512cd", "avx512bw", "avx512vl");

  private CpuKernels() {}

  /** What to set for faster kernels, as a sentence; empty where nothing is to be gained. */
  static Optional<String> advice(Map<String, String> environment) {
    return toSet(environment)
        .map(
            name ->
                "OpenBLAS does not know this CPU and leaves its AVX-512 unused, so matrix"
                    + " products take up to twice as long (set "
                    + VARIABLE
                    + "="
                    + name
                    + " before the process starts)");
  }

  /** The core type for processes of this machine; empty where one is set or none is needed. */
  static Optional<String> toSet(Map<String, String> environment) {
    if (environment.containsKey(VARIABLE) || !Files.isReadable(CPUINFO)) {
      return Optional.empty();
    }
    try {
      return faster(Files.readString(CPUINFO));
    } catch (IOException e) {
      return Optional.empty(); // only advice: a system that hides its CPU gets none
    }
  }

  /** The core type to ask for on the CPU that a {@code /proc/cpuinfo} describes, if any. */
  static Optional<String> faster(String cpuinfo) {
    boolean unknown =
        field(cpuinfo, "vendor_id").equals("AuthenticAMD")
            && field(cpuinfo, "cpu family").matches("\\d{1,4}")
            && Integer.parseInt(field(cpuinfo, "cpu family")) >= FIRST_UNKNOWN_FAMILY;
    List<String> flags = Arrays.asList(field(cpuinfo, "flags").split(" ", -1));
    return unknown && flags.containsAll(AVX512) ? Optional.of(AVX512_KERNELS) : Optional.empty();
  }

  /** A field of the first processor. */
  private static String field(String cpuinfo, String name) {
    return cpuinfo
        .lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
        .map(parts -> parts[1].strip())
        .findFirst()
        .orElse("");
  }
}
