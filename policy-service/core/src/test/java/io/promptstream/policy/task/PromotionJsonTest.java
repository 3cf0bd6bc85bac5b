package io.promptstream.policy.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.event.PolicyEstimate;
import io.promptstream.event.Promotion;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.round.CandidateSamples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionJsonTest {
    private static final Promotion PROMOTION = Promotion.newBuilder(CandidateSamples.promotion("better"))
            .setBy("ann")
            .setReason("more to the point")
            .setEvaluation(List.of(new PolicyEstimate("dr", 12.5, 0.5, 11.5, 13.5, 80.0, 200L)))
            .build();

    private final List<FieldError> errors = new ArrayList<>();

    @Test
    void readsWhatItWrites() {
        // When
        JsonFields fields = JsonFields.of("", PromotionJson.of(PROMOTION), errors);

        // Then
        assertThat(PromotionJson.evaluation(fields)).isEqualTo(PROMOTION.getEvaluation());
        assertThat(PromotionJson.note(fields, "by")).isEqualTo("ann");
        assertThat(errors).isEmpty();
    }

    @Test
    void namesEveryErrorOfAnEvaluation() throws Exception {
        // Given
        var json = new ObjectMapper().readTree("""
                {"reason": "%s", "evaluation": [{"estimator": "ips", "value": "high", "surprise": 1}]}
                """.formatted("x".repeat(2001)));

        // When
        JsonFields fields = JsonFields.of("", json, errors);
        PromotionJson.note(fields, "reason");
        PromotionJson.evaluation(fields);

        // Then
        assertThat(errors)
                .extracting(FieldError::field)
                .contains(
                        "reason",
                        "evaluation[0].value",
                        "evaluation[0].standardError",
                        "evaluation[0].effectiveSampleSize",
                        "evaluation[0].surprise");
    }

    @Test
    void aTaskThatIsReadBackMayHoldIt() {
        // Given
        Task task = Task.newBuilder(TaskSamples.task("task"))
                .setPromotion(PROMOTION)
                .build();

        // When
        ParsedTask parsed = new TaskParser(1000).parse("task", TaskJson.of(task));

        // Then it is no part of the definition
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        ParsedTask.Valid.class,
                        valid -> assertThat(valid.task().getPromotion()).isEmpty());
    }
}
