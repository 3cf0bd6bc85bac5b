package io.promptstream.local.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.display.Json;
import org.junit.jupiter.api.Test;

class OverviewTextTest {

    private static final String EVERYTHING = """
            {"reset":true,"system":{
              "services":[{"name":"policy-service","status":"UP"},{"name":"task-service","status":"DOWN"}],
              "topics":[
                {"name":"queries","status":"UP","detail":"","offsets":61,"perSecond":2.96,"deadLetters":2},
                {"name":"rewards","status":"DEGRADED","detail":"has 2 partitions, not 4","offsets":500,"perSecond":0,
                 "deadLetters":0},
                {"name":"feedback","status":"DOWN","detail":"is missing","offsets":null,"perSecond":null,"deadLetters":0}],
              "groups":[{"group":"a","topic":"queries","lag":3},{"group":"b","topic":"queries","lag":4}],
              "deadLetters":2},
             "tasks":[{"taskId":"one","version":12,"lag":{"last":3},"rates":{"queries":3.04,"rewards":9,"rounds":0},
               "reward":{"now":41.26,"start":-70,"accuracyNow":0.655},"served":{"prompt":{"text":"may this"}},
               "sparkline":[null,1,2]}]}
            """;

    private final Overview overview = new Overview();

    @Test
    void showsServicesTasksAndTopics() {
        // When
        apply(EVERYTHING);

        // Then
        assertThat(OverviewText.lines(overview))
                .first()
                .isEqualTo("policy-service up  ·  task-service down  ·  dead letters 2");
        assertThat(OverviewText.lines(overview))
                .anySatisfy(line ->
                        assertThat(line).matches("one +- +41\\.3 +-70\\.0 +66 % +3\\.0 +9\\.0 +0\\.0 +12 +3 +▁█"))
                .contains("  one serves \"may this\"")
                .anySatisfy(line -> assertThat(line).matches("queries +up +61 +3\\.0 +7 +2"))
                .anySatisfy(line -> assertThat(line).matches("rewards +degraded +500 +0\\.0 +- +0"))
                .anySatisfy(line -> assertThat(line).matches("feedback +down +- +- +- +0"))
                .contains("  rewards: has 2 partitions, not 4", "  feedback: is missing");
    }

    @Test
    void keepsTasksThatHaveNotChangedAndForgetsDeletedOnes() {
        // Given
        apply(EVERYTHING);

        // When
        apply("{\"system\":{},\"tasks\":[{\"taskId\":\"two\"}]}");

        // Then
        assertThat(overview.tasks())
                .extracting(task -> task.path("taskId").asText())
                .containsExactly("one", "two");
        assertThat(overview.json().path("tasks")).hasSize(2);

        // When
        apply("{\"system\":{},\"tasks\":[{\"taskId\":\"one\",\"deleted\":true}]}");

        // Then
        assertThat(overview.tasks())
                .extracting(task -> task.path("taskId").asText())
                .containsExactly("two");
    }

    @Test
    void aTaskThatFailsDoesNotLookHealthy() {
        // When
        apply("""
                {"system":{},"tasks":[{"taskId":"one","version":0,"state":"FAILING",
                  "stateReason":"19 of the last 20 answers failed","cannotLearn":null,"failureTotal":40,
                  "latestFailure":{"code":"MODEL_UNAVAILABLE","message":"HTTP 429","count":40,
                    "firstAt":"2026-01-31T12:00:01Z","lastAt":"2026-01-31T12:04:01Z","queryId":null}}]}
                """);

        // Then
        assertThat(OverviewText.lines(overview))
                .anySatisfy(line -> assertThat(line).matches("one +failing .*"))
                .contains("  one: failing: 19 of the last 20 answers failed")
                .contains("  one: version 0: nothing learned yet; 40 failures:")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("  one:   40 since 2026-01-3")
                        .endsWith(": MODEL_UNAVAILABLE: HTTP 429"));
    }

    @Test
    void saysOnceThatATaskCannotLearn() {
        // When
        apply("""
                {"system":{},"tasks":[{"taskId":"one","version":0,"state":"SERVING_ONLY",
                  "stateReason":"people rate it","cannotLearn":"people rate it","failureTotal":0}]}
                """);

        // Then
        assertThat(OverviewText.lines(overview))
                .filteredOn(line -> line.contains("people rate it"))
                .containsExactly("  one: serving only: people rate it");
    }

    @Test
    void saysWhatToDoWhereThereIsNoTask() {
        // When
        apply("{\"readingBack\":0.43,\"system\":{},\"tasks\":[]}");

        // Then
        assertThat(OverviewText.lines(overview))
                .contains("reading the past: 43 %")
                .anySatisfy(line -> assertThat(line).contains("promptstream task apply"));
    }

    private void apply(String update) {
        overview.apply(Json.read(update, "The update"));
    }
}
