package io.promptstream.languagemodel.training.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

    private static final LearningRateSchedule SCHEDULE = new LearningRateSchedule(1.0, 10, 111, 0.1);

    @Test
    void warmsUpLinearly() {
        assertThat(SCHEDULE.at(0)).isEqualTo(0.1);
        assertThat(SCHEDULE.at(4)).isEqualTo(0.5);
        assertThat(SCHEDULE.at(9)).isEqualTo(1.0);
    }

    @Test
    void fallsAlongACosineToItsFinalShare() {
        assertThat(SCHEDULE.at(10)).isEqualTo(1.0);
        assertThat(SCHEDULE.at(60)).isCloseTo(0.55, within(1e-9));
        assertThat(SCHEDULE.at(110)).isCloseTo(0.1, within(1e-9));
        assertThat(SCHEDULE.at(200)).isCloseTo(0.1, within(1e-9));
    }
}
