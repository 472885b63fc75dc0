// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.ContractCompiler;
import io.ganglion.api.contract.ContractStatus;
import io.ganglion.api.contract.Contracts;
import io.ganglion.api.contract.Decoder;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.device.Payload;
import io.ganglion.api.flow.Outlet;
import io.ganglion.ngsi.form.BoundedJson;
import io.ganglion.ngsi.form.PinnedContexts;
import io.ganglion.ngsi.notify.Reach;
import io.ganglion.ngsi.notify.Subscriptions;
import io.ganglion.web.Gate;
import io.ganglion.web.PasswordHash;
import io.ganglion.web.WebSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.osgi.service.http.context.ServletContextHelper;

/** The API on a real port, behind the real door, with the real Pump contract; its history fits into memory. */
final class Plant implements AutoCloseable {

    /** One for all tests: it remembers who was right, and a hash takes its time. */
    private static final ServletContextHelper DOOR = door();

    final MemoryHistory history = new MemoryHistory();
    final PinnedContexts contexts = new PinnedContexts();
    final AtomicInteger offered = new AtomicInteger();
    final Subscriptions subscriptions;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Decoder decoder;
    private final Contract contract;
    private final Server server = new Server();
    private final HttpClient client = HttpClient.newHttpClient();

    Plant(Path folder, Outlet outlet) throws Exception {
        Decoder compiled = ServiceLoader.load(ContractCompiler.class)
                .findFirst()
                .orElseThrow()
                .compile(contractFolder(folder));
        decoder = payload -> {
            synchronized (compiled) {
                return compiled.decode(payload);
            }
        };
        contract = observed("pump-1", "2020-03-09T10:00:00Z", 0).contract();
        Knowledge knowledge = new Knowledge(() -> history, contexts);
        subscriptions = Subscriptions.open(
                contexts,
                new Reach(Set.of("plant.example"), 1_883, "plant1"),
                folder.resolve("subscriptions"),
                () -> outlet,
                timer,
                threads,
                selection -> knowledge.readings(selection, 100),
                new Subscriptions.Limits(10, Duration.ofMillis(10), Clock.systemUTC()));
        Telemetry telemetry = new Telemetry(
                contracts(),
                contexts,
                () -> (payload, done) -> {
                    offered.incrementAndGet();
                    observe((Observation) decoder.decode(payload));
                    done.done();
                    return true;
                },
                Clock.systemUTC(),
                Duration.ofSeconds(5));
        listen(
                new NgsiServlet(
                        Api.routes(knowledge, telemetry, subscriptions, contexts),
                        contexts,
                        new Pace(10_000, Clock.systemUTC()),
                        65_536),
                DOOR);
    }

    private static String password(String user) {
        return "a password of " + user;
    }

    private static ServletContextHelper door() {
        String logins = Stream.of("viewer", "technician")
                .map(role ->
                        role + ":" + role + ":" + PasswordHash.of(password(role).toCharArray()) + "\n")
                .collect(Collectors.joining());
        try {
            Path folder = Files.createTempDirectory("logins");
            Path file = Files.createFile(
                    folder.resolve("web-credentials"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, logins).toFile().deleteOnExit();
            return new Gate(WebSettings.DEFAULTS, folder, Clock.systemUTC()).closed();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path contractFolder(Path folder) throws IOException {
        // The bundle as its module has it: the files, and the capability in a manifest.
        Path source = Path.of("../../models/pump/src/main/resources/contract");
        Path target = Files.createDirectories(folder.resolve("contract-pump/contract"));
        for (String name : List.of("schema.json", "overlay.json")) {
            Files.copy(source.resolve(name), target.resolve(name));
        }
        Path manifest = Files.createDirectories(folder.resolve("contract-pump/META-INF"))
                .resolve("MANIFEST.MF");
        Files.writeString(
                manifest,
                "Manifest-Version: 1.0\r\nProvide-Capability: ganglion.contract;contract=Pump;version:Version=1.0.0\r\n");
        return folder.resolve("contract-pump");
    }

    private Contracts contracts() {
        return new Contracts() {
            @Override
            public List<ContractStatus> list() {
                return List.of(new ContractStatus(
                        contract.name(),
                        contract.version(),
                        "test",
                        ContractStatus.State.SERVED,
                        "",
                        Optional.of(contract)));
            }

            @Override
            public Optional<Contract> find(String name) {
                return Optional.of(contract).filter(one -> one.name().equals(name));
            }

            @Override
            public Decoder newDecoder() {
                return decoder;
            }
        };
    }

    private void listen(NgsiServlet servlet, ServletContextHelper door) throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler();
        Filter filter = new Filter() {
            @Override
            public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                    throws IOException, ServletException {
                if (door.handleSecurity((HttpServletRequest) request, (HttpServletResponse) response)) {
                    chain.doFilter(request, response);
                }
            }
        };
        handler.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
        handler.addServlet(new ServletHolder(servlet), NgsiServlet.ROOT + "/*");
        server.setHandler(handler);
        server.start();
    }

    static String body(String device, String time, double flow) {
        return """
                {"id": "urn:ngsi-ld:Pump:%s", "type": "Pump", "dateObserved": "%s", "vibrationX": 0.027, "vibrationY": 0.04,
                 "motorCurrent": 1.33, "dischargePressure": 0.05, "motorTemperature": 79.3, "fluidTemperature": 26.0,
                 "supplyVoltage": 233.1, "flow": %s}"""
                .formatted(device, time, flow);
    }

    Observation observed(String device, String time, double flow) {
        byte[] body = body(device, time, flow).getBytes(UTF_8);
        Payload payload = new Payload(
                "test",
                "Pump",
                device,
                "",
                "application/json",
                body,
                Instant.now().toEpochMilli() * 1_000_000);
        return (Observation) decoder.decode(payload);
    }

    /** What a device sends: kept, and told to those who subscribed. */
    void observe(Observation observation) {
        history.add(observation);
        subscriptions.observed(observation);
    }

    /** Rows a second apart, their flow counting up from 0. */
    void seconds(String device, Instant from, int rows) {
        for (int i = 0; i < rows; i++) {
            history.add(observed(device, from.plusSeconds(i).toString(), i % 1_000));
        }
    }

    HttpRequest.Builder as(String user, String path) {
        String login = user + ":" + password(user);
        return HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = as("viewer", NgsiServlet.ROOT + path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> call(String method, String path, String type, String body, String... headers) {
        HttpRequest.Builder request = as("technician", NgsiServlet.ROOT + path)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> post(String path, String body) {
        return call("POST", path, "application/json", body);
    }

    static JsonNode json(HttpResponse<String> response) {
        return BoundedJson.read(response.body().getBytes(UTF_8));
    }

    @Override
    public void close() throws Exception {
        server.stop();
        subscriptions.close();
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
