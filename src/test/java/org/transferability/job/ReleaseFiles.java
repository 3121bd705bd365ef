package org.transferability.job;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The files of a release, as {@code src/main/assembly/release.xml} lists them, without building
 * one.
 */
final class ReleaseFiles {
  private ReleaseFiles() {}

  /** Paths within the release, with {@code /}; the jar is {@code lib/JAR}. */
  static Set<String> of(Path home) throws IOException, ParserConfigurationException, SAXException {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(home.resolve("src/main/assembly/release.xml").toFile())
            .getDocumentElement();
    Set<String> files = new TreeSet<>();
    for (Element file : elements(root, "file")) {
      files.add(text(file, "outputDirectory") + "/JAR");
    }
    for (Element set : elements(root, "fileSet")) {
      Path folder = Path.of(text(set, "directory").replace("${release.root}", home.toString()));
      List<PathMatcher> includes = patterns(set, "include");
      List<PathMatcher> excludes = patterns(set, "exclude");
      String output = text(set, "outputDirectory");
      try (Stream<Path> found = files(folder)) {
        found
            .filter(Files::isRegularFile)
            .map(folder::relativize)
            .filter(path -> includes.isEmpty() || matches(includes, path))
            .filter(path -> !matches(excludes, path))
            .forEach(path -> files.add(output.equals("/") ? "" + path : output + "/" + path));
      }
    }
    return files;
  }

  /** Without what a build writes, which is many files. */
  private static Stream<Path> files(Path folder) throws IOException {
    List<Path> top;
    try (Stream<Path> entries = Files.list(folder)) {
      top = entries.filter(path -> !path.getFileName().toString().matches("\\..*|target")).toList();
    }
    List<Path> files = new ArrayList<>();
    for (Path entry : top) {
      try (Stream<Path> below = Files.walk(entry)) {
        files.addAll(below.toList());
      }
    }
    return files.stream();
  }

  private static boolean matches(List<PathMatcher> patterns, Path path) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }

  private static List<PathMatcher> patterns(Element set, String tag) {
    return elements(set, tag).stream()
        .map(e -> FileSystems.getDefault().getPathMatcher("glob:" + e.getTextContent().strip()))
        .toList();
  }

  private static String text(Element parent, String tag) {
    return elements(parent, tag).get(0).getTextContent().strip();
  }

  private static List<Element> elements(Element parent, String tag) {
    NodeList found = parent.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}
