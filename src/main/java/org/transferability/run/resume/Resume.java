package org.transferability.run.resume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.transferability.read.FileRange;
import org.transferability.read.RowChoice;
import org.transferability.run.aggregate.ResumedPass;
import org.transferability.run.aggregate.SetMoments;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.SampledRows;
import org.transferability.state.Answer;
import org.transferability.state.InputFile;
import org.transferability.state.Request;
import org.transferability.study.SampleSize;
import org.transferability.study.Study;

/**
 * What a run takes from its state directory and keeps in it. Of each pass all moments are there, or
 * those of some of its files, or none that can be used. Without a directory nothing is there and
 * nothing is kept. Thread-safe.
 */
public final class Resume implements AutoCloseable {
  private final @Nullable StateDirectory state;
  private final StateRequests requests;
  private final Queue<Notice> again = new ConcurrentLinkedQueue<>();
  private final Queue<Notice> notKept = new ConcurrentLinkedQueue<>();
  private final Map<Found, Integer> passes = new EnumMap<>(Found.class);

  /** How much of each set was found, by its name; of its passes the one that lacks most counts. */
  private final Map<String, Found> sets = new HashMap<>();

  /** What happened to a set, and why. */
  private record Notice(String set, String reason) {}

  /** How much of a pass was found. */
  private enum Found {
    COMPLETE("from it"),
    GROWN("from it and new files"),
    STALE("read again"),
    NONE("read for the first time");

    private final String inWords;

    Found(String inWords) {
      this.inWords = inWords;
    }
  }

  /** Of a race: the sizes of its samples; else none. */
  private final List<SampleSize> sizes;

  private final AtomicLong sampledRows = new AtomicLong();

  private Resume(@Nullable StateDirectory state, StateRequests requests, List<SampleSize> sizes) {
    this.state = state;
    this.requests = requests;
    this.sizes = sizes;
  }

  /**
   * Opens the directory, if there is one.
   *
   * @param directory where moments are kept, a Hadoop path; empty: they are not
   * @param chunkSize bytes of a chunk if the user chose them: part of what is asked for
   */
  public static Resume of(
      Optional<String> directory, Study study, OptionalLong chunkSize, Configuration conf)
      throws IOException {
    StateDirectory state = directory.isEmpty() ? null : StateDirectory.open(conf, directory.get());
    return new Resume(state, new StateRequests(study, chunkSize, conf), List.of());
  }

  /**
   * The same directory for samples of growing size: what the moments of a smaller one contain is
   * not read again. This object closes it.
   *
   * @param sizes of the samples
   */
  public Resume ofSamples(
      Study study, List<SampleSize> sizes, OptionalLong chunkSize, Configuration conf)
      throws IOException {
    return new Resume(state, new StateRequests(study, chunkSize, conf), sizes);
  }

  /** Whether there is a directory. */
  public boolean isKept() {
    return state != null;
  }

  /** Rows of samples by position that were to be read. */
  public long sampledRows() {
    return sampledRows.get();
  }

  /**
   * The plan with the chunks that are still to be read, none if all is there.
   *
   * @throws org.transferability.study.InputException if the state file is damaged
   */
  public ResumedPass remaining(Pass plan) {
    if (state == null) {
      return ResumedPass.fresh(plan);
    }
    try {
      if (plan.sampledRows() != null) {
        return ofSample(plan, plan.sampledRows());
      }
      Request asked = requests.of(plan);
      Optional<StateDirectory.Stored> stored = state.find(asked);
      Answer answer =
          stored.map(s -> Answer.of(s.header().request(), asked)).orElse(new Answer.Stale(""));
      if (answer instanceof Answer.Stale) {
        Optional<ResumedPass> wider = ofBoth(plan);
        if (wider.isPresent()) {
          return wider.get();
        }
      }
      if (answer instanceof Answer.Complete) {
        return complete(plan, stored.orElseThrow());
      }
      if (answer instanceof Answer.Grown grown) {
        return grown(plan, stored.orElseThrow(), asked, grown);
      }
      return stale(plan, stored.isPresent(), (Answer.Stale) answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sample by position whose rows, or those of a smaller one, were read before. */
  private ResumedPass ofSample(Pass plan, SampledRows sample) throws IOException {
    Optional<StateDirectory.Stored> same = found(requests.of(plan));
    if (same.isPresent()) {
      return complete(plan, same.get());
    }
    List<Double> smaller =
        sizes.stream()
            .map(sample::share)
            .filter(share -> share < sample.share())
            .sorted(Comparator.reverseOrder())
            .toList();
    for (double share : smaller) {
      Optional<StateDirectory.Stored> before = found(requests.of(plan, share));
      if (before.isPresent()
          && !StateMoments.isReduced(before.get().header())
          && !plan.exceedsTileLimit()) {
        count(plan, Found.GROWN);
        return sampled(kept(plan, before.get(), sample.beyond(plan.chunks(), share)));
      }
    }
    return sampled(stale(plan, false, new Answer.Stale("")));
  }

  private Optional<StateDirectory.Stored> found(Request asked) throws IOException {
    return directory()
        .find(asked)
        .filter(s -> Answer.of(s.header().request(), asked) instanceof Answer.Complete);
  }

  private ResumedPass sampled(ResumedPass left) {
    left.pass().chunks().stream()
        .flatMap(List::stream)
        .map(FileRange::choice)
        .filter(RowChoice.Runs.class::isInstance)
        .forEach(choice -> sampledRows.addAndGet(((RowChoice.Runs) choice).rows()));
    return left;
  }

  private StateDirectory directory() {
    return Objects.requireNonNull(state, "state");
  }

  /** A pass that kept features and predictions answers who asks for one of them. */
  private Optional<ResumedPass> ofBoth(Pass plan) throws IOException {
    Optional<Request> both = requests.ofBoth(plan);
    if (both.isEmpty()) {
      return Optional.empty();
    }
    return found(both.get()).map(stored -> complete(plan, stored));
  }

  private ResumedPass complete(Pass plan, StateDirectory.Stored stored) {
    count(plan, Found.COMPLETE);
    return kept(plan, stored, List.of());
  }

  private ResumedPass grown(
      Pass plan, StateDirectory.Stored stored, Request asked, Answer.Grown grown) {
    String obstacle = "";
    if (StateMoments.isReduced(stored.header())) {
      obstacle = "rows cannot be added to a set that had no more rows than features";
    } else if (plan.exceedsTileLimit()) {
      obstacle = "rows cannot be added to moments that were merged in tiles";
    } else if (plan.isShuffled() || asked.folds() != stored.header().request().folds()) {
      // the join by a shuffle finds an id twice only among the rows that it sees
      obstacle = "%s was added".formatted(grown.missing().get(0).path());
    }
    if (!obstacle.isEmpty()) {
      return stale(plan, true, new Answer.Stale(obstacle));
    }
    count(plan, Found.GROWN);
    List<InputFile> missing = grown.missing();
    List<List<FileRange>> chunks =
        plan.chunks().stream()
            .map(c -> c.stream().filter(r -> missing.contains(requests.file(r.file()))).toList())
            .filter(chunk -> !chunk.isEmpty())
            .toList();
    return kept(plan, stored, chunks);
  }

  private ResumedPass kept(Pass plan, StateDirectory.Stored stored, List<List<FileRange>> left) {
    StateDirectory from = directory();
    int folds = plan.folds().count(); // as many as are stored, or 1
    return new ResumedPass(plan.remaining(left), () -> moments(from, stored, folds));
  }

  /** Reads the file when its moments are wanted. */
  private static SetMoments moments(StateDirectory from, StateDirectory.Stored file, int folds) {
    try {
      return StateMoments.read(file.header(), from.sections(file), folds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ResumedPass stale(Pass plan, boolean wasThere, Answer.Stale stale) {
    count(plan, wasThere ? Found.STALE : Found.NONE);
    if (wasThere) {
      again.add(new Notice(plan.set().name(), stale.reason()));
    }
    return ResumedPass.fresh(plan);
  }

  private void count(Pass plan, Found found) {
    synchronized (passes) {
      passes.merge(found, 1, Integer::sum);
      sets.merge(plan.set().name(), found, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }
  }

  /** Keeps what a pass has brought, unless all of it was there; a run does not fail for it. */
  public void keep(Pass plan, SetMoments moments) {
    if (state == null || plan.isComplete()) {
      return;
    }
    try {
      StateMoments kept = StateMoments.of(moments);
      state.save(kept.header(requests.of(plan), moments), kept.sections());
    } catch (IOException | IllegalArgumentException e) {
      notKept.add(new Notice(plan.set().name(), String.valueOf(e.getMessage())));
    }
  }

  /** What was read again and why, and what could not be kept, in sentences. */
  public List<String> notices() {
    List<String> notices = new ArrayList<>(byReason("Reading %s again: %s", again));
    notices.addAll(byReason("Cannot store the state of %s: %s", notKept));
    return notices;
  }

  /** One sentence for each reason, however many sets have it. */
  private static List<String> byReason(String sentence, Collection<Notice> notices) {
    SortedMap<String, SortedSet<String>> sets = new TreeMap<>();
    notices.forEach(n -> sets.computeIfAbsent(n.reason, r -> new TreeSet<>()).add(n.set));
    List<String> sentences = new ArrayList<>();
    sets.forEach(
        (reason, names) ->
            sentences.add(
                sentence.formatted(
                    names.size() == 1
                        ? names.first()
                        : "%,d sets (the first: %s)".formatted(names.size(), names.first()),
                    reason)));
    return sentences;
  }

  /** How many sets were in the state, as a line for the console; empty without a directory. */
  public Optional<String> summary() {
    if (state == null) {
      return Optional.empty();
    }
    Map<Found, Integer> counts = new EnumMap<>(Found.class);
    synchronized (passes) {
      sets.values().forEach(found -> counts.merge(found, 1, Integer::sum));
    }
    return Optional.of(
        "Feature sets and the state in %s: %s"
            .formatted(
                state,
                counts.entrySet().stream()
                    .map(e -> "%,d %s".formatted(e.getValue(), e.getKey().inWords))
                    .collect(Collectors.joining(", "))));
  }

  /** For run.json: passes by how much of them was found; empty without a directory. */
  public Map<String, Object> describe() {
    if (state == null) {
      return Map.of();
    }
    Map<String, Object> described = new TreeMap<>();
    described.put("path", state.toString());
    synchronized (passes) {
      passes.forEach(
          (found, count) ->
              described.put("passes_" + found.name().toLowerCase(Locale.ROOT), count));
    }
    return described;
  }

  @Override
  public void close() throws IOException {
    if (state != null) {
      state.close();
    }
  }
}
