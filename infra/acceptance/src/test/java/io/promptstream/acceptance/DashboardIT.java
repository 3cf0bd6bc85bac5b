package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.display.Json;
import io.promptstream.local.system.ServiceInstance;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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
        try (var system = RunningSystem.startSmall(directory.resolve("run"), Map.of());
                var topics = new Topics(system.kafka())) {
            send(system);
            awaitAnswers(system, topics);

            // When a page is opened in the middle of a run
            try (var browser = Browser.start(
                    system.description().dashboardUrl(),
                    SCREENSHOTS,
                    Files.createDirectory(directory.resolve("downloads")))) {
                // Then each view shows what there is, without barriers
                showsEachView(browser, system);
                opensWhatIsListed(browser, system);
                var figures = new PageFigures(browser, system, topics);
                figures.awaitCounts(QUERIES + 1, READERS);
                figures.awaitVersion();
                figures.awaitRewards();
                var charts = new ChartFigures(browser, system, topics);
                charts.awaitRewardsByTime();
                charts.awaitRewardsByVersion();
                figures.compareTop(top(system));
                copiesAPrompt(browser, system, figures);
                pausesAndGoesOn(browser, system);
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
        assertThat(browser.barriersWith("<button></button>"))
                .as("what axe finds where there is something")
                .singleElement()
                .asString()
                .startsWith("button-name");
        browser.show(1440, 900, "light");
    }

    private static void lookAtEach(
            Browser browser, Map<String, List<String>> views, int width, int height, String theme) {
        browser.show(width, height, theme);
        views.forEach((name, view) -> {
            lookAt(browser, name + "-" + theme + "-" + width, view.getFirst(), view.getLast());
        });
    }

    private static void lookAt(Browser browser, String name, String route, String text) {
        browser.open(route);
        lookOnceShown(browser, name, text);
    }

    private static void lookOnceShown(Browser browser, String name, String text) {
        browser.awaitText(text);
        browser.awaitText("Live");
        look(browser, name);
    }

    private static void look(Browser browser, String name) {
        browser.screenshot(name);
        assertThat(browser.barriers()).as(name).isEmpty();
    }

    private static void opensWhatIsListed(Browser browser, RunningSystem system) {
        var task = "#/task/" + system.task().getTaskId();
        lookAt(browser, "task-by-version-light-1440", task + "?by=version", "Exploring against serving");
        lookAt(browser, "task-24h-light-1440", task + "?range=24h", "Components are kept for 30 minutes only");
        lookAt(browser, "query-light-1440", task + "/stream?query=query-0", "Proposals of the query");
        browser.open(task + "/prompts");
        browser.clickFirst("tbody .prompt-cell a");
        lookOnceShown(browser, "prompt-light-1440", "Latest uses");
    }

    private static void pausesAndGoesOn(Browser browser, RunningSystem system) {
        browser.open("#/task/" + system.task().getTaskId() + "/stream");
        browser.awaitText("query-" + (QUERIES - 1));
        browser.click("Pause");
        publish(system, QUERIES);
        browser.awaitText(Pattern.compile(", [1-9]\\d* rows? waiting"));
        look(browser, "paused-light-1440");
        assertThat(browser.text()).doesNotContain("query-" + QUERIES);
        browser.clickFirst("button.primary");
        browser.awaitText("query-" + QUERIES);
    }

    private static void copiesAPrompt(Browser browser, RunningSystem system, PageFigures figures) {
        browser.open("#/task/" + system.task().getTaskId() + "/prompts");
        var best = figures.leaderboard().getFirst();
        browser.clickFirst("tbody .prompt-cell button");
        browser.awaitText("Copied");
        assertThat(browser.clipboard()).isEqualTo(PageFigures.prompt(best));
    }

    private static void republishesADeadLetter(Browser browser, RunningSystem system, Topics topics) {
        var queries = system.kafka().topics().queries();
        browser.open("#/dead-letters");
        browser.clickFirst("tbody a.wrap");
        browser.awaitText("no event");
        look(browser, "dead-letter-light-1440");
        browser.click("Republish…");
        browser.awaitText("Republish this record?");
        look(browser, "republish-light-1440");
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
        browser.awaitText("query-" + QUERIES);
        system.processes().kill(ServiceInstance.first(ServiceKind.REWARD));
        browser.awaitText("The service is away");
        look(browser, "away-light-1440");
        publish(system, QUERIES + 1);
        assertThat(browser.text()).contains("query-" + QUERIES);
        system.processes().restart(ServiceInstance.first(ServiceKind.REWARD));
        browser.awaitNoText("The service is away");
        browser.awaitText("Live");
        // What happened meanwhile is there, without opening the page again.
        browser.awaitText("query-" + (QUERIES + 1));
    }

    private static void publish(RunningSystem system, int number) {
        try (var publisher = new QueryPublisher(system.kafka())) {
            publisher.publish(system.query(number));
        }
    }

    private JsonNode top(RunningSystem system) throws Exception {
        var top = CommandProcess.start(
                directory, "top", "--json", "--reward-url", system.processes().url(ServiceKind.REWARD));
        assertThat(top.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(top.exitValue()).isZero();
        return Json.read(Files.readString(directory.resolve("command.out")), "the overview");
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
            // So few queries make two rounds at least, which one step of the history may tell of.
            assertThat(topics.events(catalogue.policyHistory(), PolicyEvent.class).stream()
                            .mapToInt(event -> event.getLearned().size())
                            .sum())
                    .isGreaterThanOrEqualTo(2);
        });
    }

    private static long garbageIn(Topics topics, Topic topic) {
        return topics.records(topic).stream()
                .filter(record -> Arrays.equals(record.value(), GARBAGE))
                .count();
    }
}
