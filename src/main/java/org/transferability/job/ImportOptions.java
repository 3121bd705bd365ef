package org.transferability.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.transferability.importing.ImportFormat;
import org.transferability.importing.ImportPatterns;
import org.transferability.importing.NamePattern;
import org.transferability.importing.TargetRule;
import org.transferability.job.cli.CommaSeparated;
import org.transferability.job.cli.CommonOptions;
import org.transferability.job.cli.Heading;
import org.transferability.job.cli.OptionsLine;
import org.transferability.job.cli.OutputOptions;
import org.transferability.job.cli.ScoreOptionsSize;
import org.transferability.study.InputException;
import org.transferability.study.StudyFile;
import org.transferability.study.csv.CsvFormat;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of one run of {@code jobs/import}, as picocli fills them in. */
@Command(
    name = "jobs/import",
    headerHeading =
        "Convert .npy, .npz, safetensors, HDF5, CSV, Arrow or Parquet files to the"
            + "%nlayout that jobs/score reads.%n%n",
    customSynopsis = {
      "jobs/import --from DIR [--features PATTERN] [--targets PATTERN] --out PATH [options]"
    },
    footerHeading = "%nPatterns:%n",
    footer = {
      "  A path below --from. {source} and {dataset} name the table, * is anything in",
      "  a name, ** any folders; {source=NAME} matches no text and gives the name.",
      "  After #: the columns of a CSV, Arrow or Parquet file, the array of a .npz, or",
      "  the path of a dataset in an HDF5 file (.h5, .hdf5), such as #train/features.",
      "  #{source} makes each array a source; {source}.npz#{source} names it FILE-ARRAY.",
      "  Several files of one table are joined in natural order of their paths: part-2",
      "  before part-10. --features, --predictions, --targets, --ids, --target-ids and",
      "  --exclude may be repeated; --ids with {source} precedes --ids without.",
      "",
      "Examples:",
      "  jobs/import --from dumps --features '{source}/{dataset}.npy' \\",
      "      --ids 'ids/{dataset}.txt' --targets 'labels/{dataset}.csv' \\",
      "      --id-column image --out zoo",
      "  jobs/import --from mixed --features '{source}.npy' --features '{source}.csv' \\",
      "      --features 'more.npz#{source}' --exclude 'labels.csv' --dataset cub \\",
      "      --targets 'labels.csv#x,y,area' --target position=x,y --out mixed-zoo",
      "  jobs/import --from hf --features '{source}/{dataset}/*.parquet#embedding' \\",
      "      --targets 'labels-{dataset}.npy' --target-columns x,y,area \\",
      "      --target position=x,y --out hf-zoo",
      "  jobs/import --recipe zoo.yaml --overwrite",
      "",
      "Then: jobs/validate --features zoo/features --targets zoo/targets",
      "",
      "Exit codes: 0 success, 1 internal error, 2 wrong option or input, 130",
      "interrupted. Output is written only for 0."
    })
final class ImportOptions {
  @Mixin final CommonOptions common = new CommonOptions();

  @Heading("What is read:")
  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      description =
          "YAML file with options as keys, see conf/import.example.yaml; options of the command"
              + " line override it.")
  private Path recipe;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "Folder with the files to import, at any depth.")
  @JsonProperty
  String from;

  @Option(
      names = "--features",
      paramLabel = "PATTERN",
      description = "Features: n rows of d numbers for each {source} and {dataset}.")
  @JsonProperty
  private List<NamePattern> features = new ArrayList<>();

  @Option(
      names = "--predictions",
      paramLabel = "PATTERN",
      description = "The sources' own outputs, for the same rows as the features.")
  @JsonProperty
  private List<NamePattern> predictions = new ArrayList<>();

  @Option(
      names = "--targets",
      paramLabel = "PATTERN",
      description =
          "Labels for each {dataset}. Each array of a .npz, .safetensors or .h5 is a target.")
  @JsonProperty
  private List<NamePattern> targets = new ArrayList<>();

  @Option(
      names = "--ids",
      paramLabel = "PATTERN",
      description =
          "Files with the ids of the rows (.npy, .npz, .safetensors, .h5, .csv, .parquet, .arrow, or .txt"
              + " with one per line). Without --ids and --id-column, the id is the row number.")
  @JsonProperty
  private List<NamePattern> ids = new ArrayList<>();

  @Option(
      names = "--target-ids",
      paramLabel = "PATTERN",
      description = "Ids of the rows of the targets, if --ids has {source}.")
  @JsonProperty("target-ids")
  private List<NamePattern> targetIds = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      description = "Files that are not features, although they match --features.")
  @JsonProperty
  private List<NamePattern> exclude = new ArrayList<>();

  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description =
          "Column of CSV and Parquet files, or array of a .npz, .safetensors or .h5, with the id. Files"
              + " without it, such as .npy, take their ids from --ids.")
  @JsonProperty("id-column")
  private String idColumn;

  @Option(
      names = "--text-ids",
      description =
          "Write all ids as text, even if they are numbers. Default: text if some are text.")
  @JsonProperty("text-ids")
  boolean textIds;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Name of the source if the pattern has no {source}.")
  @JsonProperty
  private String source;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description =
          "Name of the dataset if a pattern has no {dataset}. If a table has a text column dataset,"
              + " rows of other datasets are omitted.")
  @JsonProperty
  private String dataset;

  @Option(
      names = "--dataset-column",
      paramLabel = "NAME",
      description =
          "Column of CSV and Parquet files with the dataset of each row, if a pattern has no"
              + " {dataset}; all datasets are imported. Default: dataset.")
  @JsonProperty("dataset-column")
  private String datasetColumn;

  @Option(
      names = "--target-columns",
      parameterConsumer = CommaSeparated.class,
      paramLabel = "NAME[,NAME...]",
      description =
          "Names for the columns of an array of labels; each becomes a target. - omits a column.")
  @JsonProperty("target-columns")
  private List<String> targetColumns = List.of();

  @Option(
      names = "--target",
      paramLabel = "NAME=COLUMN[,COLUMN...]",
      description =
          "A target of one or more columns, fitted jointly; may be repeated. Each other column is"
              + " a target of its own.")
  private List<TargetRule> targetRules = new ArrayList<>();

  @Option(
      names = "--no-header",
      description =
          "The first line of CSV files is a row; columns are named c0, c1, ... If omitted, a"
              + " first line with only numbers is an error.")
  private boolean noHeader;

  @Option(
      names = "--header",
      description = "The first line of CSV files has names, even if they are only numbers.")
  private boolean header;

  @Option(
      names = "--separator",
      paramLabel = "CHARACTER",
      description =
          "Separator of columns in CSV files; also tab, space. Default: comma, semicolon, tab or"
              + " |, detected from the first lines.")
  @JsonProperty
  private String separator;

  @Option(
      names = "--decimal",
      paramLabel = "CHARACTER",
      description = "Decimal separator in CSV files, . or a comma. Default: .")
  @JsonProperty
  private String decimal = ".";

  @Heading("The output:")
  @Option(
      names = "--out",
      paramLabel = "PATH",
      description =
          "Directory for features/, targets/ and manifest.json; appears when the import is"
              + " complete.")
  @JsonProperty
  String out;

  @Mixin final OutputOptions output = new OutputOptions();

  @Option(
      names = "--encoding",
      paramLabel = "list|packed",
      description =
          "Write features as lists of numbers, which every tool reads, or as packed float32."
              + " Default: list.")
  @JsonProperty
  private ImportFormat.Encoding encoding = ImportFormat.Encoding.LIST;

  @Option(
      names = "--precision",
      paramLabel = "keep|float32|float64",
      description = "Precision of features. keep: float32 if that loses nothing. Default: keep.")
  @JsonProperty
  private ImportFormat.Precision precision = ImportFormat.Precision.KEEP;

  @Option(
      names = "--compression",
      paramLabel = "none|snappy|zstd|gzip",
      description =
          "Compression of the files. Features hardly shrink, and uncompressed ones are read 2 to"
              + " 4 times faster. Default: none.")
  @JsonProperty
  private Codec compression = Codec.NONE;

  @Option(
      names = "--row-group-size",
      converter = ScoreOptionsSize.class,
      paramLabel = "SIZE",
      description = "Size of the row groups, the unit in which work is divided. Default: 64m.")
  private long rowGroupBytes = 64L << 20;

  @Option(
      names = "--file-size",
      converter = ScoreOptionsSize.class,
      paramLabel = "SIZE",
      description = "Size of a file of features after which the next one begins. Default: 1g.")
  private long fileBytes = 1L << 30;

  @Option(
      names = "--no-checksums",
      description =
          "Omit the SHA-256 of the input files from the manifest; computing it reads them once"
              + " more.")
  private boolean noChecksums;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of tables imported at a time. Default: the number of cores.")
  int threads = Runtime.getRuntime().availableProcessors();

  @JsonProperty("target")
  private void setTargetRules(Map<String, List<String>> targets) {
    targetRules.clear();
    targets.forEach((name, columns) -> targetRules.add(new TargetRule(name, columns)));
  }

  @JsonProperty("header")
  private void setHeader(boolean named) {
    header = named;
    noHeader = !named;
  }

  @JsonProperty("row-group-size")
  private void setRowGroupSize(String size) {
    rowGroupBytes = ScoreOptionsSize.parse(size);
  }

  @JsonProperty("file-size")
  private void setFileSize(String size) {
    fileBytes = ScoreOptionsSize.parse(size);
  }

  /** Codecs by the names people use. */
  private enum Codec {
    NONE(CompressionCodecName.UNCOMPRESSED),
    SNAPPY(CompressionCodecName.SNAPPY),
    ZSTD(CompressionCodecName.ZSTD),
    GZIP(CompressionCodecName.GZIP);

    private final CompressionCodecName parquet;

    Codec(CompressionCodecName parquet) {
      this.parquet = parquet;
    }

    /** The word in options. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a command line asks for.
   *
   * @param text printed instead of working: help or the version
   */
  record Request(ImportOptions options, Optional<String> text) {}

  /** The options of a command line, over those of the recipe that it names. */
  static Request parse(String[] arguments) {
    ImportOptions given = new ImportOptions();
    Optional<String> text = OptionsLine.parse(given.line(), arguments);
    if (text.isPresent()) {
      return new Request(given, text);
    }
    ImportOptions options = given;
    if (given.recipe != null) {
      options = StudyFile.read(given.recipe, new ImportOptions(), "import recipe");
      if (given.header || given.noHeader) {
        options.header = false;
        options.noHeader = false;
      }
      OptionsLine.parse(options.line(), arguments);
    }
    options.require();
    return new Request(options, Optional.empty());
  }

  private CommandLine line() {
    return OptionsLine.of(this)
        .registerConverter(NamePattern.class, NamePattern::parse)
        .registerConverter(TargetRule.class, TargetRule::parse);
  }

  ImportPatterns patterns() {
    return new ImportPatterns(
        features,
        predictions,
        targets,
        ids,
        targetIds,
        exclude,
        new ImportPatterns.Names(
            Optional.ofNullable(idColumn),
            Optional.ofNullable(datasetColumn),
            Optional.ofNullable(source),
            Optional.ofNullable(dataset)),
        targetColumns,
        targetRules,
        csv());
  }

  ImportFormat files() {
    return new ImportFormat(encoding, precision, compression.parquet, rowGroupBytes, fileBytes);
  }

  /** Whether the files that are read are digested; those written always are. */
  boolean checksums() {
    return !noChecksums;
  }

  /** Refuses what no run can begin with. */
  private void require() {
    patterns();
    if (from == null || from.isBlank()) {
      throw new InputException("Cannot import: expected a folder to read (--from), found none");
    }
    if (out == null || out.isBlank()) {
      throw new InputException("Cannot import: expected a path for the output (--out), found none");
    }
    if (threads < 1) {
      throw new InputException("Cannot use --threads: expected a number >= 1, found " + threads);
    }
    if (rowGroupBytes < 1 << 20 || rowGroupBytes > 1 << 30) {
      throw new InputException(
          "Cannot use --row-group-size: expected 1m to 1g, found " + rowGroupBytes);
    }
  }

  private CsvFormat csv() {
    if (header && noHeader) {
      throw new InputException("Cannot import: expected --header or --no-header, found both");
    }
    if (decimal.length() != 1) {
      throw new InputException(
          "Cannot use --decimal: expected . or a comma, found '%s'".formatted(decimal));
    }
    return new CsvFormat(
        header
            ? CsvFormat.Header.NAMES
            : noHeader ? CsvFormat.Header.NONE : CsvFormat.Header.DETECT,
        separator == null ? CsvFormat.DETECT : CsvFormat.parseSeparator(separator),
        decimal.charAt(0),
        true);
  }

  /** The options by name that decide what is written, defaults in their places. */
  Map<String, Object> describe() {
    CsvFormat csv = csv();
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("from", from);
    options.put("features", described(features));
    options.put("predictions", described(predictions));
    options.put("targets", described(targets));
    options.put("ids", described(ids));
    options.put("target-ids", described(targetIds));
    options.put("exclude", described(exclude));
    options.put("id-column", idColumn);
    options.put("text-ids", textIds ? Boolean.TRUE : null);
    options.put("source", source);
    options.put("dataset", dataset);
    options.put("dataset-column", datasetColumn);
    options.put("target-columns", targetColumns);
    options.put("target", targetRules.stream().map(Object::toString).toList());
    options.put("header", header ? Boolean.TRUE : noHeader ? Boolean.FALSE : null);
    options.put("separator", separator == null ? null : csv.separator());
    options.put("decimal", csv.decimal() == '.' ? null : csv.decimal());
    options.put("encoding", encoding);
    options.put("precision", precision);
    options.put("compression", compression.parquet.name().toLowerCase(Locale.ROOT));
    options.put("row-group-size", rowGroupBytes);
    options.put("file-size", fileBytes);
    options.values().removeIf(value -> value == null || value.equals(List.of()));
    options.replaceAll((name, value) -> isJson(value) ? value : value.toString());
    return options;
  }

  /** One pattern as a text, several as a list. */
  private static Object described(List<NamePattern> patterns) {
    List<String> texts = patterns.stream().map(NamePattern::toString).toList();
    return texts.size() == 1 ? texts.get(0) : texts;
  }

  private static boolean isJson(Object value) {
    return value instanceof Number || value instanceof Boolean || value instanceof List;
  }
}
