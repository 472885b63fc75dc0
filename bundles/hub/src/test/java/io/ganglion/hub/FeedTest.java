// SPDX-License-Identifier: Apache-2.0
package io.ganglion.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganglion.api.hub.ModelRecord.Stage;
import io.ganglion.api.model.ModelId;
import io.ganglion.hub.feed.FeedKey;
import io.ganglion.hub.feed.FeedServlet;
import io.ganglion.hub.shelf.Whole;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The feature repository, read over a real port. */
class FeedTest {

    private static final ModelId ID = ModelId.parse("pump-anomaly@1.1.0");
    private static final String JAR =
            "io/ganglion/io.ganglion.model.pump-anomaly/1.1.0/io.ganglion.model.pump-anomaly-1.1.0.jar";
    private static final Pattern URL = Pattern.compile("<bundle start-level=\"73\">([^<]+)</bundle>");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Desk desk;
    private Server server;
    private String feed;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(folder.resolve("hub"));
        desk.registry.follow();
        FeedKey key = new FeedKey(folder.resolve("secrets").resolve("hub-feed-key"));
        server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(
                new ServletHolder(new FeedServlet(desk.repository, Optional.of(key))), FeedServlet.FEED + "/*");
        context.addServlet(
                new ServletHolder(new FeedServlet(desk.repository, Optional.empty())), FeedServlet.REPOSITORY + "/*");
        server.setHandler(context);
        server.start();
        feed = "http://127.0.0.1:" + connector.getLocalPort() + FeedServlet.FEED + "/" + key.value();
    }

    @AfterEach
    void close() throws Exception {
        server.stop();
        desk.close();
    }

    private void reopen() throws Exception {
        desk.close();
        server.stop();
        open();
    }

    private HttpResponse<byte[]> get(String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String features() throws Exception {
        HttpResponse<byte[]> response = get(feed + "/features.xml");
        assertThat(response.statusCode()).isEqualTo(200);
        return new String(response.body(), UTF_8);
    }

    private Path file(String path) {
        return folder.resolve("hub/repository").resolve(path);
    }

    @Test
    void aPublishedModel_isAFeature_whoseBundleLiesBelowTheSameUrl() throws Exception {
        desk.approved("pump-anomaly@1.1.0");
        desk.registry.publish(ID, "ada");
        String xml = features();
        assertThat(xml).contains("<feature name=\"model-pump-anomaly\" version=\"1.1.0\"");
        Matcher bundle = URL.matcher(xml);
        assertThat(bundle.find()).isTrue();
        assertThat(bundle.group(1)).isEqualTo(feed + "/" + JAR);
        assertThat(Whole.digest(get(bundle.group(1)).body()))
                .isEqualTo(desk.registry.find(ID).orElseThrow().artefact());
        assertThat(new String(get(bundle.group(1) + ".sha1").body(), UTF_8))
                .isEqualTo(Whole.digest("SHA-1", get(bundle.group(1)).body()))
                .hasSize(40);
        assertThat(Files.readString(file("features.xml")))
                .contains(">mvn:io.ganglion/io.ganglion.model.pump-anomaly/1.1.0<");
        assertThat(desk.registry.verify()).isEmpty();
    }

    @Test
    void withoutTheKey_nothingIsThere() throws Exception {
        desk.approved("pump-anomaly@1.1.0");
        desk.registry.publish(ID, "ada");
        String wrong = feed.substring(0, feed.lastIndexOf('/'));
        for (String path :
                new String[] {"/features.xml", "/" + "0".repeat(64) + "/features.xml", "//features.xml", "/x"}) {
            assertThat(get(wrong + path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get(feed + "/../../../secrets/hub-feed-key").statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(get(feed + "/%2e%2e/hub.db").statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(get(feed + "/io/ganglion/other.jar").statusCode()).isEqualTo(404);
    }

    @Test
    void aKeyFileThatOthersCanRead_opensForNobody() throws Exception {
        desk.approved("pump-anomaly@1.1.0");
        desk.registry.publish(ID, "ada");
        Path key = folder.resolve("secrets").resolve("hub-feed-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(get(feed + "/features.xml").statusCode()).isEqualTo(503);
    }

    @Test
    void whatIsNotApproved_isNotPublished() throws Exception {
        desk.register("pump-anomaly@1.1.0");
        assertThatThrownBy(() -> desk.registry.publish(ID, "ada")).hasMessageContaining("aiot:hub-approve");
        assertThat(file(JAR)).doesNotExist();
    }

    @Test
    void aChangedJar_isNotServed_andFound_andPublishingAgainHeals() throws Exception {
        desk.approved("pump-anomaly@1.1.0");
        desk.registry.publish(ID, "ada");
        byte[] good = Files.readAllBytes(file(JAR));
        byte[] bad = good.clone();
        bad[10] ^= 1;
        Files.write(file(JAR), bad);
        assertThat(get(feed + "/" + JAR).statusCode()).isEqualTo(503);
        assertThat(get(feed + "/" + JAR + ".sha1").statusCode()).isEqualTo(503);
        assertThat(desk.registry.verify())
                .singleElement()
                .asString()
                .contains("not what was published", "aiot:hub-publish pump-anomaly@1.1.0");
        desk.registry.publish(ID, "ada");
        assertThat(get(feed + "/" + JAR).body()).isEqualTo(good);
        assertThat(desk.registry.verify()).isEmpty();
        assertThat(desk.registry.find(ID).orElseThrow().steps())
                .as("published once, healed once")
                .hasSize(3);
    }

    @Test
    void anEditedList_isNotServed_notEvenAfterARestart_aMissingJarNeither() throws Exception {
        desk.approved("pump-anomaly@1.1.0");
        desk.registry.publish(ID, "ada");
        Files.writeString(
                file("features.xml"), Files.readString(file("features.xml")).replace("mvn:", "http://evil/"));
        assertThat(get(feed + "/features.xml").statusCode()).isEqualTo(503);
        reopen();
        assertThat(get(feed + "/features.xml").statusCode()).isEqualTo(503);
        assertThat(desk.registry.verify())
                .singleElement()
                .asString()
                .contains("features.xml is not what was published");
        Files.delete(file(JAR));
        Files.writeString(file(JAR + ".sha256"), "0");
        assertThat(desk.registry.verify()).hasSize(2);
        assertThat(get(feed + "/" + JAR).statusCode()).isEqualTo(503);
        desk.registry.publish(ID, "ada");
        assertThat(features()).contains("model-pump-anomaly");
    }

    @Test
    void aRetiredModel_leavesTheList_andTheOthersStay() throws Exception {
        desk.approved("pump-anomaly@1.0.0");
        desk.approved("pump-anomaly@1.1.0");
        desk.registry.publish(ModelId.parse("pump-anomaly@1.0.0"), "ada");
        desk.registry.publish(ID, "ada");
        desk.registry.retire(ModelId.parse("pump-anomaly@1.0.0"), "ada", "1.1.0 is better");
        assertThat(desk.stage("pump-anomaly@1.0.0")).isEqualTo(Stage.RETIRED);
        // As after a crash between the registry and the list.
        reopen();
        assertThat(features()).contains("version=\"1.1.0\"").doesNotContain("version=\"1.0.0\"");
        assertThat(desk.registry.verify()).isEmpty();
        desk.registry.approve(ModelId.parse("pump-anomaly@1.0.0"), "ada", "it was not worse after all");
        reopen();
        assertThat(features()).contains("version=\"1.0.0\"");
        assertThat(desk.registry.verify()).isEmpty();
    }

    @Test
    void aReaderNeverSeesHalfAList_whileModelsArePublished() throws Exception {
        Thread publisher = new Thread(() -> {
            try {
                for (int minor = 0; minor < 40; minor++) {
                    String id = "pump-anomaly@1." + minor + ".0";
                    desk.approved(id);
                    desk.registry.publish(ModelId.parse(id), "ada");
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        publisher.start();
        int last = 0;
        while (publisher.isAlive()) {
            String xml = features();
            assertThat(xml).endsWith("</features>\n");
            int seen = 0;
            for (Matcher bundle = URL.matcher(xml); bundle.find(); seen++) {
                if (seen >= last) {
                    assertThat(get(bundle.group(1)).statusCode()).isEqualTo(200);
                }
            }
            assertThat(seen).isGreaterThanOrEqualTo(last);
            last = seen;
        }
        publisher.join();
        assertThat(URL.matcher(features()).results()).hasSize(40);
    }
}
