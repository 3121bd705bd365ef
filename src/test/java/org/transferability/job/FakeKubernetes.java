package org.transferability.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * As much of the API of Kubernetes as spark-submit and a driver use, over plain HTTP: objects are
 * created, applied, listed and deleted. Nothing is scheduled; a pod is a document.
 */
final class FakeKubernetes implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, ObjectNode> objects = new ConcurrentSkipListMap<>();
  private final List<ObjectNode> created = new CopyOnWriteArrayList<>();
  private final Consumer<ObjectNode> whenCreated;

  private FakeKubernetes(Consumer<ObjectNode> whenCreated) throws IOException {
    this.whenCreated = whenCreated;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Starts it; the consumer may change each object before it is known, such as its status. */
  static FakeKubernetes start(Consumer<ObjectNode> whenCreated) throws IOException {
    return new FakeKubernetes(whenCreated);
  }

  String master() {
    return "k8s://http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What was created, in order, as it was sent to a namespace: all objects of a kind, as Pod. */
  List<ObjectNode> created(String kind) {
    return created.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  /** {@code /api/v1/namespaces/NAMESPACE/COLLECTION[/NAME]}, or another API than v1. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String key = path.replaceFirst(".*/namespaces/[^/]*/", "");
      String collection = key.replaceFirst("/.*", "");
      switch (exchange.getRequestMethod()) {
        case "POST" -> send(exchange, 201, create(collection, exchange));
        case "PATCH" -> send(exchange, 200, apply(collection, key, exchange));
        case "DELETE" -> {
          objects.keySet().removeIf(name -> name.startsWith(key));
          send(exchange, 200, JSON.createObjectNode().put("kind", "Status"));
        }
        default -> get(exchange, collection, key);
      }
    }
  }

  /** Server-side apply creates; any other patch, of labels, is ignored. */
  private ObjectNode apply(String collection, String key, HttpExchange exchange)
      throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return type.contains("apply-patch") ? create(collection, exchange) : objects.get(key);
  }

  private ObjectNode create(String collection, HttpExchange exchange) throws IOException {
    ObjectNode object = (ObjectNode) JSON.readTree(exchange.getRequestBody());
    ObjectNode metadata = (ObjectNode) object.get("metadata");
    metadata.put(
        "namespace",
        exchange.getRequestURI().getPath().replaceFirst(".*/namespaces/([^/]*)/.*", "$1"));
    created.add(object.deepCopy());
    metadata.put("uid", UUID.randomUUID().toString()).put("resourceVersion", "1");
    object.putObject("status").put("phase", "Running");
    whenCreated.accept(object);
    objects.put(collection + "/" + metadata.get("name").asText(), object);
    return object;
  }

  private void get(HttpExchange exchange, String collection, String key) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    if (query.contains("watch=true")) {
      // no events: the client asks again, or lists
      exchange.sendResponseHeaders(200, -1);
    } else if (!key.equals(collection)) {
      ObjectNode object = objects.get(key);
      send(exchange, object == null ? 404 : 200, object == null ? status(404) : object);
    } else {
      ObjectNode list = JSON.createObjectNode().put("kind", "List").put("apiVersion", "v1");
      list.putObject("metadata").put("resourceVersion", "1");
      ArrayNode items = list.putArray("items");
      objects.forEach(
          (name, object) -> {
            if (name.startsWith(collection + "/")) {
              items.add(object);
            }
          });
      send(exchange, 200, list);
    }
  }

  private static ObjectNode status(int code) {
    return JSON.createObjectNode().put("kind", "Status").put("apiVersion", "v1").put("code", code);
  }

  private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
