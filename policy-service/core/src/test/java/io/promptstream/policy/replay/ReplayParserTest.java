package io.promptstream.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.Replay;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.TaskParser;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplayParserTest {
    private static final UUID ID = new UUID(3, 4);
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(77), ZoneOffset.UTC);

    private final Task task = TaskSamples.task("task");
    private final ReplayParser parser = new ReplayParser(new TaskParser(512), () -> ID, CLOCK);

    @Test
    void aNameIsEnoughForAnExactReplay() {
        // When
        Replay order = valid("{'name': 'again'}");

        // Then
        assertThat(order.getReplayId()).isEqualTo(ID);
        assertThat(order.getTaskId()).isEqualTo("task");
        assertThat(order.getOrderedAt()).isEqualTo(CLOCK.instant());
        assertThat(order.getPolicy()).isEmpty();
        assertThat(order.getReward()).isEmpty();
        assertThat(order.getVerify()).isFalse();
        assertThat(valid("{'name': 'again', 'from': 'earliest', 'start': 'scratch'}"))
                .isEqualTo(order);
    }

    @Test
    void readsEveryField() {
        // When
        Replay order = valid("""
                {'name': 'other-2', 'from': '2026-01-31T12:00:00Z', 'to': 900, 'start': 3, 'end': '8',
                 'policy': {'learningRate': 0.01}, 'recordsPerSecond': 50, 'by': 'me'}""");

        // Then
        assertThat(order.getFromTime()).contains(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(order.getFromOffset()).isEmpty();
        assertThat(order.getToOffset()).contains(900L);
        assertThat(order.getStartVersion()).contains(3L);
        assertThat(order.getEndVersion()).contains(8L);
        assertThat(order.getPolicy().orElseThrow().getLearningRate()).isEqualTo(0.01);
        assertThat(order.getRecordsPerSecond()).contains(50.0);
        assertThat(order.getBy()).isEqualTo("me");
    }

    @Test
    void aRangeOrARewardAloneTrainsWithTheTasksSettings() {
        assertThat(valid("{'name': 'a', 'from': '5'}").getPolicy()).contains(task.getPolicy());
        Replay rescored = valid("{'name': 'a', 'reward': {'kind': 'rating'}}");
        assertThat(rescored.getPolicy()).contains(task.getPolicy());
        assertThat(rescored.getReward().orElseThrow().getKind()).isEqualTo(RewardKind.RATING);
    }

    @Test
    void earliestIsWhereRoundsBeginAnyway() {
        assertThat(valid("{'name': 'a', 'from': 'earliest'}")).isEqualTo(valid("{'name': 'a'}"));
        assertThat(valid("{'name': 'a', 'from': 'earliest', 'verify': true, 'start': 5}"))
                .isEqualTo(valid("{'name': 'a', 'verify': true, 'start': 5}"));
        assertThat(valid("{'name': 'a', 'from': 'earliest', 'policy': {}}"))
                .isEqualTo(valid("{'name': 'a', 'policy': {}}"));
        assertThat(valid("{'name': 'a', 'from': 'earliest', 'reward': {}}"))
                .isEqualTo(valid("{'name': 'a', 'reward': {}}"));
    }

    @Test
    void earliestWithAStartGoesOnWithTheRoundsBeforeItToo() {
        // When
        Replay trained = valid("{'name': 'a', 'from': 'earliest', 'start': 5}");
        Replay rescored = valid("{'name': 'a', 'from': 'earliest', 'start': 5, 'reward': {}}");

        // Then
        assertThat(trained.getFromOffset()).contains(0L);
        assertThat(trained.getStartVersion()).contains(5L);
        assertThat(trained.getPolicy()).contains(task.getPolicy());
        assertThat(valid("{'name': 'a', 'from': 'earliest', 'start': 5, 'policy': {}}")
                        .getFromOffset())
                .contains(0L);
        // Outputs are rescored by time, and without one all of them are
        assertThat(rescored.getFromOffset()).isEmpty();
        assertThat(rescored.getFromTime()).isEmpty();
        assertThat(rescored.getStartVersion()).contains(5L);
    }

    @Test
    void namesEveryErrorAtOnce() {
        assertThat(fields("""
                {'name': 'Again', 'from': 'yesterday', 'to': 'earliest', 'start': 'v1', 'end': 11, 'verify': 'yes',
                 'policy': {'topK': 'many'}, 'reward': {'window': '1s'}, 'recordsPerSecond': 0, 'speed': 1}"""))
                .containsExactlyInAnyOrder(
                        "name",
                        "from",
                        "to",
                        "start",
                        "end",
                        "end",
                        "verify",
                        "policy.topK",
                        "reward.window",
                        "recordsPerSecond",
                        "speed");
        assertThat(fields("{}")).containsExactly("name");
        assertThat(fields("[]")).contains("", "name");
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThat(fields("{'name': 'a', 'from': 5, 'to': 5}")).containsExactly("to");
        assertThat(fields("{'name': 'a', 'from': '2026-01-31T12:00:00Z', 'to': '2026-01-31T12:00:00+02:00'}"))
                .containsExactly("to");
        assertThat(fields("{'name': 'a', 'start': 7, 'end': 6, 'verify': true}"))
                .containsExactly("end");
        assertThat(fields("{'name': 'a', 'verify': true, 'from': 5}")).containsExactly("verify");
        assertThat(fields("{'name': 'a', 'start': 2}")).containsExactly("start");
        assertThat(fields("{'name': 'a', 'start': 2, 'reward': {}}")).containsExactly("from");
        assertThat(fields("{'name': 'a', 'end': 2, 'reward': {}}")).containsExactly("end");
        assertThat(fields("{'name': 'a', 'from': 2, 'to': 3, 'reward': {}}")).containsExactly("from", "to");
        assertThat(fields("{'name': 'a', 'policy': {'kind': 'fixed'}}")).containsExactly("policy.kind");
        assertThat(fields("{'name': 'a', 'policy': {'prior': 'hand-written'}}")).containsExactly("policy.prior");
        assertThat(fields("{'name': 'a', 'end': 11}")).containsExactly("end");
    }

    @Test
    void aPolicyIsOfTheTasksKindUnlessItNamesAnother() {
        assertThat(valid("{'name': 'a', 'policy': {'seed': 2}}")
                        .getPolicy()
                        .orElseThrow()
                        .getKind())
                .isEqualTo(task.getPolicy().getKind())
                .isEqualTo(PolicyKind.RLPROMPT);
        assertThat(valid("{'name': 'a', 'policy': {'kind': 'bayesian'}}")
                        .getPolicy()
                        .orElseThrow()
                        .getKind())
                .isEqualTo(PolicyKind.BAYESIAN);
    }

    @Test
    void aPolicyThatHasNoVersionYetHasNoneToStopAt() {
        assertThat(errors("{'name': 'a', 'end': 0}", Optional.empty()))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("no policy yet"));
    }

    private Replay valid(String json) {
        return switch (parse(json, Optional.of(10L))) {
            case ParsedReplay.Valid valid -> valid.order();
            case ParsedReplay.Invalid invalid -> throw new AssertionError(invalid.errors());
        };
    }

    private List<String> fields(String json) {
        return errors(json, Optional.of(10L)).stream().map(FieldError::field).toList();
    }

    private List<FieldError> errors(String json, Optional<Long> liveVersion) {
        return switch (parse(json, liveVersion)) {
            case ParsedReplay.Valid valid -> throw new AssertionError(valid.order());
            case ParsedReplay.Invalid invalid -> invalid.errors();
        };
    }

    private ParsedReplay parse(String json, Optional<Long> liveVersion) {
        try {
            return parser.parse(task, liveVersion, new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
