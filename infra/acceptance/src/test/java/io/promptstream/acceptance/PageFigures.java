package io.promptstream.acceptance;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.Reward;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;

/** Compares the figures on the dashboard with what stands in the topics. */
final class PageFigures {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double ROUNDING = 1e-6;
    /** The leaderboard shows no more. */
    private static final int MOST_PROMPTS = 200;

    private final Browser browser;
    private final Topics topics;
    private final TopicCatalogue catalogue;
    private final String task;

    PageFigures(Browser browser, RunningSystem system, Topics topics) {
        this.browser = browser;
        this.topics = topics;
        this.catalogue = system.kafka().topics();
        this.task = system.task().getTaskId();
    }

    /**
     * Of the overview.
     *
     * @param queries records on their topic
     */
    void awaitCounts(int queries, int deadLetters) {
        browser.open("#/");
        await().atMost(PATIENCE).untilAsserted(() -> {
            int outputs =
                    topics.events(catalogue.taskOutputs(), TaskOutput.class).size();
            assertThat(browser.text()).containsPattern(figure("Model calls", outputs));
            // Written outside transactions, whose markers take offsets as well.
            assertThat(browser.row("queries").subList(1, 3)).containsExactly("up", Integer.toString(queries));
            assertThat(browser.row("queries").getLast()).isEqualTo(Integer.toString(deadLetters));
            // One in a transaction, with its marker.
            assertThat(browser.row("tasks").subList(1, 3)).containsExactly("up", "2");
            assertThat(browser.text()).containsPattern(figure("Dead letters", deadLetters));
        });
    }

    /** Of the task: where its policy stands. */
    void awaitVersion() {
        browser.open("#/task/" + task);
        await().atMost(PATIENCE).untilAsserted(() -> {
            var steps = topics.events(catalogue.policyHistory(), PolicyEvent.class);
            long learned = steps.stream()
                    .flatMap(step -> step.getLearned().stream())
                    .filter(round -> round.getVersion().isPresent())
                    .count();
            assertThat(browser.text())
                    .containsPattern(figure("Policy version", steps.getLast().getVersion()))
                    .containsPattern(figure("Rounds learned", learned));
        });
    }

    /** Of the leaderboard: what each prompt has earned. */
    void awaitRewards() {
        browser.open("#/task/" + task + "/prompts");
        await().atMost(PATIENCE).untilAsserted(() -> {
            var rewards = topics.events(catalogue.rewards(), Reward.class).stream()
                    .collect(groupingBy(
                            reward -> reward.getProvenance().getPrompt().getText()));
            var rows = leaderboard();
            assertThat(rows).hasSize(Math.min(rewards.size(), MOST_PROMPTS));
            assertThat(rows).allSatisfy(row -> compare(row, rewards));
        });
    }

    /** Rows of the leaderboard that is open. */
    List<CSVRecord> leaderboard() {
        return browser.export(task + "-prompts", task + "-prompts");
    }

    /** The prompt of such a row; what begins like a formula is quoted for spreadsheets. */
    static String prompt(CSVRecord row) {
        return row.get("prompt").replaceFirst("^'(?=[=+@\\t\\r-])", "");
    }

    /** Of {@code promptstream top}, that the page's overview shows too. */
    void compareTop(JsonNode top) {
        int outputs = topics.events(catalogue.taskOutputs(), TaskOutput.class).size();
        var steps = topics.events(catalogue.policyHistory(), PolicyEvent.class);
        var shown = top.path("tasks").path(0);
        assertThat(shown.path("taskId").asText()).isEqualTo(task);
        assertThat(shown.path("modelCalls").asLong()).isEqualTo(outputs);
        assertThat(shown.path("version").asLong()).isEqualTo(steps.getLast().getVersion());
    }

    private static void compare(CSVRecord row, Map<String, List<Reward>> rewards) {
        var prompt = prompt(row);
        var earned = rewards.getOrDefault(prompt, List.of());
        var mean = earned.stream()
                .flatMap(reward -> reward.getValue().stream())
                .mapToDouble(value -> value)
                .average();
        assertThat(Long.parseLong(row.get("uses"))).as("uses of %s", prompt).isEqualTo(earned.size());
        assertThat(Double.parseDouble(row.get("mean")))
                .as("mean reward of %s", prompt)
                .isCloseTo(mean.orElseThrow(), within(ROUNDING));
    }

    private static String figure(String name, long value) {
        return String.format(Locale.ROOT, "%s\\s+%,d\\b", name, value);
    }
}
