package org.transferability.job;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A place where a process waits until a test lets it go on or kills it, told by files in a folder
 * that both know.
 */
record Hold(Path control) {
  private static final String HELD_BY = "held-by-";
  private static final int TRIES = 1200;

  /** The process's side: says who waits, and waits. */
  void untilReleased() throws IOException {
    Files.createFile(control.resolve(HELD_BY + ProcessHandle.current().pid()));
    for (int tries = 0; tries < TRIES && !Files.exists(control.resolve("release")); tries++) {
      pause();
    }
  }

  /** The test's side: waits for a process to be held; its number. */
  long awaitHeld() throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      List<String> names;
      try (Stream<Path> files = Files.list(control)) {
        names = files.map(file -> file.getFileName().toString()).toList();
      }
      for (String name : names) {
        if (name.startsWith(HELD_BY)) {
          return Long.parseLong(name.substring(HELD_BY.length()));
        }
      }
      pause();
    }
    throw new AssertionError("no process came to be held");
  }

  /** Lets the process go on. */
  void release() throws IOException {
    Files.createFile(control.resolve("release"));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while held");
    }
  }
}
