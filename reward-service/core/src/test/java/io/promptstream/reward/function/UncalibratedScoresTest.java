package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LabelCalibration;
import io.promptstream.event.Provenance;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import java.util.List;
import org.junit.jupiter.api.Test;

class UncalibratedScoresTest {
    private static final Task CALIBRATED = Task.newBuilder(Events.task())
            .setCalibration(LabelCalibration.BATCH)
            .build();

    @Test
    void areWhatTheModelSaidWhateverWasTakenOff() {
        // Given an output from which 2 and 1 were taken off, so that the model's own logits were 3 and 3
        TaskOutput read = Events.output("q", 1, 2);
        TaskOutput output = TaskOutput.newBuilder(read)
                .setProvenance(Provenance.newBuilder(read.getProvenance())
                        .setLabelShift(List.of(2f, 1f))
                        .build())
                .build();

        // Then
        float half = (float) Math.log(0.5);
        assertThat(UncalibratedScores.of(output, CALIBRATED)).containsExactly(half, half);
    }

    @Test
    void areNoneWhereTheTaskIsNotCalibrated() {
        assertThat(UncalibratedScores.of(Events.output("q", 1, 2), Events.task()))
                .isEmpty();
    }
}
