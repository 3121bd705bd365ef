package org.transferability.job;

/** Something that is timed side by side with others on the same work. */
interface Contender extends AutoCloseable {
  /** What the table calls it. */
  String name();

  /** Does the work once. */
  Run run() throws Exception;

  @Override
  default void close() {}

  /**
   * One time.
   *
   * @param seconds wall time
   * @param cpuSeconds CPU time of the whole process, NaN if it cannot be told; other people's work
   *     on the machine hardly changes it
   */
  record Run(double seconds, double cpuSeconds) {}

  /** Work in this process, timed from outside. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Times work in this process. */
  static Run time(Work work) throws Exception {
    long cpu = ProcessClock.cpuNanos();
    long start = System.nanoTime();
    work.run();
    return new Run((System.nanoTime() - start) / 1e9, (ProcessClock.cpuNanos() - cpu) / 1e9);
  }

  /** A contender in this process. */
  static Contender of(String name, Work work) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Run run() throws Exception {
        return time(work);
      }
    };
  }
}
