package org.transferability.run.resume;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.transferability.accumulate.LabelLayout;
import org.transferability.read.FeatureColumns;
import org.transferability.read.page.DataFile;
import org.transferability.report.Versions;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.TargetLayout;
import org.transferability.state.InputFile;
import org.transferability.state.Request;
import org.transferability.study.Study;

/** Describes a pass by everything that affects its moments, for the state. */
final class StateRequests {
  private final Study study;
  private final OptionalLong chunkSize;
  private final List<String> roots = new ArrayList<>();

  StateRequests(Study study, OptionalLong chunkSize, Configuration conf) throws IOException {
    this.study = study;
    this.chunkSize = chunkSize;
    for (String root : new String[] {study.features(), study.targets()}) {
      if (root != null) {
        Path path = new Path(root);
        roots.add(path.getFileSystem(conf).makeQualified(path) + "/");
      }
    }
  }

  Request of(Pass plan) {
    return of(plan, plan.sampledRows() == null ? 1 : plan.sampledRows().share());
  }

  /** The same pass over a sample with another share of the rows. */
  Request of(Pass plan, double share) {
    return of(plan, share, plan.columns().features(), plan.columns().prediction());
  }

  /** The same pass, had it read features and predictions; empty if it does, or reads neither. */
  Optional<Request> ofBoth(Pass plan) {
    FeatureColumns columns = plan.columns();
    if (plan.set().isSharedLabels()
        || plan.sampledRows() != null
        || (columns.features() != null && columns.prediction() != null)) {
      return Optional.empty();
    }
    return Optional.of(of(plan, 1, study.columns().features(), study.columns().prediction()));
  }

  private Request of(Pass plan, double share, String features, String prediction) {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("features", String.valueOf(features));
    identity.put("prediction", String.valueOf(prediction));
    identity.put("labels", plan.labels() == null ? "beside" : "by " + plan.columns().id());
    String rows = plan.labels() == null ? "" : plan.labels().restriction();
    if (!rows.isEmpty()) {
      identity.put("rows", rows);
    }
    if (plan.sampledRows() != null) {
      identity.put("sample", plan.sampledRows().describe(share));
    }
    identity.put("targets", plan.targets().columns().stream().map(c -> c.name()).toList() + "");
    identity.put("precision", plan.precision().toString());
    identity.put("chunk-size", chunkSize.isPresent() ? "" + chunkSize.getAsLong() : "auto");
    Map<String, String> shape = new LinkedHashMap<>();
    shape.put("version", Versions.tool());
    shape.put("invalid-rows", plan.missing().name());
    shape.put("layout of targets", layout(plan.targets()));
    return new Request(
        plan.set().source(),
        plan.set().dataset(),
        identity,
        shape,
        plan.folds().count(),
        dealing(plan),
        plan.labels() == null ? List.of() : files(plan.labels().files()),
        files(plan.set().files()));
  }

  /** Widths, groups and what each group keeps: changes with the gaps in the labels. */
  private static String layout(TargetLayout targets) {
    LabelLayout layout = targets.layout();
    return targets.targets().stream()
        .map(t -> "%dx%d/%s".formatted(t.width(), t.group(), layout.side(t.group())))
        .toList()
        .toString();
  }

  private String dealing(Pass plan) {
    if (plan.folds().count() == 1) {
      return "";
    }
    if (plan.folds().areGiven()) {
      return "%s, the values of column %s in the order %s"
          .formatted(study.folds().rule(), study.folds().column(), plan.folds().values());
    }
    if (study.folds().byColumn()) {
      return "column " + study.folds().column();
    }
    return plan.columns().id() == null ? "place" : "id " + plan.columns().id();
  }

  private List<InputFile> files(List<DataFile> files) {
    return files.stream().map(this::file).toList();
  }

  /** With its path relative to the tree that contains it. */
  InputFile file(DataFile file) {
    for (String root : roots) {
      if (file.path().startsWith(root)) {
        return new InputFile(file.path().substring(root.length()), file.length(), file.modified());
      }
    }
    return new InputFile(file.path(), file.length(), file.modified());
  }
}
