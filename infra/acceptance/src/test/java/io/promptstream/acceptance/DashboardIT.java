package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.promptstream.event.TaskOutput;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardIT {

    private static final int QUERIES = 60;
    /** The policy service and the reward service read queries, and each sets aside what it cannot use. */
    private static final int READERS = 2;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final byte[] GARBAGE = "no event".getBytes(StandardCharsets.UTF_8);
    private static final Path SCREENSHOTS =
            SystemSettings.rootFromProperty().resolve("infra/acceptance/target/screenshots");

    @TempDir
    Path directory;

    @Test
    void showsTheLoopAsTheTopicsHoldIt() throws Exception {
        assumeTrue(
                Browser.isInstalled(),
                "there is no Chromium with its driver on the PATH: apt-get install chromium chromium-driver");
        try (var system = RunningSystem.startSmall(directory.resolve("run"), Map.of())) {
            var topics = new Topics(system.kafka());
            send(system);
            awaitAnswers(system, topics);

            // When a page is opened in the middle of a run
            try (var browser = Browser.start(system.description().dashboardUrl(), SCREENSHOTS)) {
                // Then each view shows what there is, without barriers
                showsEachView(browser, system);
                showsWhatTheTopicsHold(browser, system, topics);
                republishesADeadLetter(browser, system, topics);
                assertThat(browser.complaints()).isEmpty();
                showsThatTheServiceIsAway(browser, system);
            }
        }
    }

    private static void showsEachView(Browser browser, RunningSystem system) {
        var task = "#/task/" + system.task().getTaskId();
        var views = new LinkedHashMap<String, List<String>>();
        views.put("overview", List.of("#/", "Consumer groups"));
        views.put("task", List.of(task, "Exploring against serving"));
        views.put("prompts", List.of(task + "/prompts", "serving"));
        views.put("stream", List.of(task + "/stream", "learned"));
        views.put("dead-letters", List.of("#/dead-letters", "garbage"));
        lookAtEach(browser, views, 1440, 900, "light");
        lookAtEach(browser, views, 1440, 900, "dark");
        lookAtEach(browser, views, 390, 844, "dark");
        browser.show(1440, 900, "light");
    }

    private static void lookAtEach(
            Browser browser, Map<String, List<String>> views, int width, int height, String theme) {
        browser.show(width, height, theme);
        views.forEach((name, view) -> {
            browser.open(view.getFirst());
            browser.awaitText(view.getLast());
            browser.awaitText("Live");
            browser.screenshot(name + "-" + theme + "-" + width);
            assertThat(browser.barriers()).as(name + " in " + theme).isEmpty();
        });
    }

    private static void showsWhatTheTopicsHold(Browser browser, RunningSystem system, Topics topics) {
        var catalogue = system.kafka().topics();
        browser.open("#/");
        await().atMost(PATIENCE).untilAsserted(() -> {
            int outputs =
                    topics.events(catalogue.taskOutputs(), TaskOutput.class).size();
            assertThat(browser.text()).containsPattern(String.format(Locale.ROOT, "Model calls\\s+%,d\\b", outputs));
            // Written outside transactions, whose markers take offsets as well.
            assertThat(browser.row("queries").get(1)).isEqualTo(Integer.toString(QUERIES + 1));
            assertThat(browser.text()).containsPattern("Dead letters\\s+" + READERS + "\\b");
            assertThat(browser.row("tasks").get(1)).isEqualTo("1");
        });
    }

    private static void republishesADeadLetter(Browser browser, RunningSystem system, Topics topics) {
        var queries = system.kafka().topics().queries();
        browser.open("#/dead-letters");
        browser.clickFirst("tbody a.wrap");
        browser.awaitText("no event");
        browser.click("Republish…");
        browser.awaitText("Republish this record?");
        browser.click("Republish");
        browser.awaitText("It is back on " + queries.name());
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(garbageIn(topics, queries)).isEqualTo(2);
            // It is as wrong as it was, and so becomes a dead letter again.
            assertThat(garbageIn(topics, system.kafka().topics().deadLetters(queries)))
                    .isEqualTo(2 * READERS);
        });
    }

    private static void showsThatTheServiceIsAway(Browser browser, RunningSystem system) {
        browser.open("#/task/" + system.task().getTaskId() + "/stream");
        browser.awaitText("query-" + (QUERIES - 1));
        system.processes().kill(ServiceKind.REWARD);
        browser.awaitText("The service is away");
        browser.screenshot("away-light-1440");
        assertThat(browser.text()).contains("query-" + (QUERIES - 1));
        system.processes().restart(ServiceKind.REWARD);
        browser.awaitNoText("The service is away");
        browser.awaitText("Live");
        browser.awaitText("query-" + (QUERIES - 1));
    }

    private static void send(RunningSystem system) throws InterruptedException {
        try (var publisher = new QueryPublisher(system.kafka());
                var producer = system.kafka().producer()) {
            for (int number = 0; number < QUERIES; number++) {
                publisher.publish(system.query(number));
            }
            producer.send(new ProducerRecord<>(system.kafka().topics().queries().name(), "garbage", GARBAGE));
            producer.flush();
        }
    }

    private static void awaitAnswers(RunningSystem system, Topics topics) {
        var catalogue = system.kafka().topics();
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            assertThat(topics.events(catalogue.taskOutputs(), TaskOutput.class).stream()
                            .map(TaskOutput::getQueryId)
                            .distinct())
                    .hasSize(QUERIES);
            assertThat(garbageIn(topics, catalogue.deadLetters(catalogue.queries())))
                    .isEqualTo(READERS);
            assertThat(topics.records(catalogue.policySnapshots())).hasSizeGreaterThan(2);
        });
    }

    private static long garbageIn(Topics topics, Topic topic) {
        return topics.records(topic).stream()
                .filter(record -> Arrays.equals(record.value(), GARBAGE))
                .count();
    }
}
