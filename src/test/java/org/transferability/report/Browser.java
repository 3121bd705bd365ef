package org.transferability.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * An installed Chromium without a window, spoken to by the Chrome DevTools Protocol over the JDK's
 * own WebSocket. It keeps what a page complained about and every address that it asked for.
 */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private Browser(Process process, Path profile, URI page) {
    this.process = process;
    this.profile = profile;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page, new Messages())
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
  }

  /** The browser of this machine, from {@code CHROMIUM} or the path; empty where there is none. */
  static Optional<Path> installed() {
    String named = System.getenv("CHROMIUM");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return NAMES.stream()
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path executable) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("browser");
    Process process =
        new ProcessBuilder(
                executable.toString(),
                "--headless",
                "--no-sandbox", // a container's root may not make one; only our own page is shown
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
                "--window-size=1300,900",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("browser.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(port) || Files.readAllLines(port).isEmpty()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        process.destroyForcibly();
        throw new IOException(
            "Cannot start the browser: " + Files.readString(profile.resolve("browser.log")));
      }
      Thread.sleep(20);
    }
    URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
    while (true) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString());
      for (JsonNode target : JSON.readTree(answer.body())) {
        if (target.get("type").asText().equals("page")) {
          Browser browser =
              new Browser(
                  process, profile, URI.create(target.get("webSocketDebuggerUrl").asText()));
          for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            browser.call(domain + ".enable", JSON.createObjectNode());
          }
          return browser;
        }
      }
      Thread.sleep(20);
    }
  }

  /** Opens a file; does not wait for it. What earlier pages complained about is forgotten. */
  void open(Path file) {
    complaints.clear();
    requests.clear();
    call("Page.navigate", JSON.createObjectNode().put("url", file.toUri().toString()));
  }

  /** The value of a JavaScript expression. */
  JsonNode evaluate(String expression) {
    ObjectNode arguments =
        JSON.createObjectNode()
            .put("expression", expression)
            .put("returnByValue", true)
            .put("awaitPromise", true);
    JsonNode answer = call("Runtime.evaluate", arguments);
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.get("result").path("value");
  }

  /** Waits until an expression is true. */
  void await(String expression) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!evaluate("Boolean(" + expression + ")").asBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still not true: " + expression + "; " + complaints);
      }
      Thread.sleep(10);
    }
  }

  /** A key press as a keyboard makes it. */
  void press(String key) {
    for (String type : List.of("keyDown", "keyUp")) {
      ObjectNode event = JSON.createObjectNode().put("type", type).put("key", key).put("code", key);
      if (key.equals("Enter")) {
        event.put("text", "\r").put("windowsVirtualKeyCode", 13);
      } else if (key.equals("Tab")) {
        event.put("windowsVirtualKeyCode", 9);
      }
      call("Input.dispatchKeyEvent", event);
    }
  }

  /** Errors and warnings on the console, uncaught exceptions, refusals of the security policy. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Every address asked for since {@link #open}. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Any method of the protocol. */
  JsonNode call(String method, JsonNode arguments) {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", arguments);
    socket.sendText(message.toString(), true).join();
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer to " + method, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
    }
  }

  private void receive(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = waiting.remove(message.get("id").asInt());
      if (message.has("error")) {
        answer.completeExceptionally(new IOException(message.get("error").toString()));
      } else {
        answer.complete(message.get("result"));
      }
      return;
    }
    JsonNode what = message.get("params");
    switch (message.get("method").asText()) {
      case "Runtime.exceptionThrown" -> complaints.add(what.toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(what.get("type").asText())) {
          complaints.add(what.toString());
        }
      }
      case "Log.entryAdded" -> {
        if (List.of("error", "warning").contains(what.get("entry").get("level").asText())) {
          complaints.add(what.toString());
        }
      }
      case "Network.requestWillBeSent" -> requests.add(what.get("request").get("url").asText());
      default -> {}
    }
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean complete) {
      text.append(part);
      if (complete) {
        try {
          receive(JSON.readTree(text.toString()));
        } catch (IOException e) {
          complaints.add(e.toString());
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
