package org.transferability.run.aggregate;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The results of the tasks of one Spark job on their way to the driver. If a task runs in the
 * driver's process, as in local mode, its result stays where it is and only its number is sent:
 * moments are megabytes, and to serialise and read them twice takes longer than to merge them.
 *
 * @param job of this process or of another one
 */
record Handover<T>(UUID job) implements Serializable, AutoCloseable {
  /** By job of this process, the results that were not taken yet. */
  private static final Map<UUID, Map<Long, Object>> JOBS = new ConcurrentHashMap<>();

  private static final AtomicLong NUMBERS = new AtomicLong();

  /** A result, or its number in this process. */
  record Sent<T>(@Nullable T result, long number) implements Serializable {}

  /** Opens the job in the process of the driver. */
  static <T> Handover<T> open() {
    UUID job = UUID.randomUUID();
    JOBS.put(job, new ConcurrentHashMap<>());
    return new Handover<>(job);
  }

  /** What a task returns. */
  Sent<T> send(T result) {
    Map<Long, Object> held = JOBS.get(job);
    if (held == null) { // the driver is another process
      return new Sent<>(result, 0);
    }
    long number = NUMBERS.incrementAndGet();
    held.put(number, result);
    return new Sent<>(null, number);
  }

  /** The result, in the process of the driver and once; empty if the job is closed. */
  @SuppressWarnings("unchecked") // a job has results of one type
  Optional<T> take(Sent<T> sent) {
    if (sent.result() != null) {
      return Optional.of(sent.result());
    }
    Map<Long, Object> held = JOBS.get(job);
    return held == null ? Optional.empty() : Optional.ofNullable((T) held.remove(sent.number()));
  }

  /** Forgets the results that were not taken. */
  @Override
  public void close() {
    JOBS.remove(job);
  }
}
