package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Provenance;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.Events;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Which rounds a rescoring takes. */
@WithKafka
@Execution(ExecutionMode.CONCURRENT)
class RescoringRangeIT {
    @TempDir
    Path directory;

    private final RescoredSystem system;

    RescoringRangeIT(KafkaEnvironment kafka) {
        this.system = new RescoredSystem(kafka, Events.task());
    }

    @AfterEach
    void close() {
        system.close();
    }

    @Test
    void takesTheRoundsThatBeginInTheRange() {
        try (RunningService service = system.start(directory.resolve("state"))) {
            // Given rounds before and after a moment, and one whose query is from before and whose proposal is from
            // after it
            UUID before = new UUID(6, 1);
            UUID between = new UUID(6, 2);
            UUID after = new UUID(6, 3);
            system.write(List.of(system.query(Events.query("between", "yes"))));
            system.write(round("before", before, true));
            Instant moment = system.lastWritten().plusMillis(1);
            Awaitility.await().until(() -> Instant.now().isAfter(moment));
            system.write(round("between", between, false));
            system.write(round("after", after, true));
            system.results(system.topics().roundResults(), 3);

            // When
            system.order(RescoringSamples.order("from")
                    .setReward(RescoringSamples.OTHER)
                    .setFromTime(moment)
                    .build());
            system.order(RescoringSamples.order("to")
                    .setReward(RescoringSamples.OTHER)
                    .setToTime(moment)
                    .build());
            system.await("from", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));
            system.await("to", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));

            // Then
            assertThat(system.results(system.rescored("from"), 2))
                    .allSatisfy(
                            result -> assertThat(result.getReceivedRewards()).isOne())
                    .extracting(RoundResult::getRoundId)
                    .containsExactlyInAnyOrder(between, after);
            assertThat(system.results(system.rescored("to"), 1))
                    .extracting(RoundResult::getRoundId)
                    .containsExactly(before);
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void beginsBehindTheRoundsOfWhichSomethingIsGone() {
        try (RunningService service = system.start(directory.resolve("state"))) {
            // Given a round whose query is gone and whose proposal and output are left, and one of which all is left
            Instant now = Instant.now();
            Instant kept =
                    Instant.ofEpochMilli(now.minus(Duration.ofMinutes(90)).toEpochMilli());
            system.write(round("old", new UUID(7, 1), true).stream()
                    .map(record -> record.at(now.minus(Duration.ofHours(3))))
                    .toList());
            system.write(List.of(system.query(Events.query("old", "yes")).at(kept)));
            system.write(round("new", new UUID(7, 2), true));
            system.results(system.topics().roundResults(), 2);
            system.deleteFirst(system.topics().queries(), "old");

            // When
            system.order(RescoringSamples.order("whole")
                    .setReward(RescoringSamples.OTHER)
                    .build());
            system.order(RescoringSamples.order("late")
                    .setReward(RescoringSamples.OTHER)
                    .setFromTime(now)
                    .build());
            Rescoring whole = system.await(
                    "whole", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));
            Rescoring late = system.await(
                    "late", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));

            // Then the first query that is left is taken for the first that live scoring remembered for an hour and a
            // window
            Instant first = kept.plus(Duration.ofHours(1)).plusMillis(15_000);
            assertThat(whole.getMessage()).startsWith("begins with the rounds of " + first);
            assertThat(late.getMessage()).isEmpty();
            for (String name : List.of("whole", "late")) {
                assertThat(system.results(system.rescored(name), 1))
                        .extracting(RoundResult::getRoundId)
                        .containsExactly(new UUID(7, 2));
            }
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
        }
    }

    /** A round of one prompt and one query. */
    private List<RescoredSystem.Written> round(String queryId, UUID round, boolean withQuery) {
        Provenance provenance = Events.explore(round, 1, 1, 0, 0);
        List<RescoredSystem.Written> records = new ArrayList<>();
        if (withQuery) {
            records.add(system.query(Events.query(queryId, "yes")));
        }
        records.add(system.proposal(Events.proposal(queryId, provenance)));
        records.add(system.output(Events.output(queryId, provenance, 1, 0)));
        return records;
    }
}
