package io.promptstream.task.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.task.Events;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RemoteTokenBudgetTest {

    @Test
    void isPerTaskAndDay() {
        // Given
        RemoteTokenBudget budget = new RemoteTokenBudget(100);

        // When
        budget.spend("dear", 60, Events.NOW);
        budget.spend("cheap", 60, Events.NOW);
        budget.spend("dear", 40, Events.NOW);

        // Then
        assertThat(budget.exhausted("dear", Events.NOW)).isTrue();
        assertThat(budget.exhausted("cheap", Events.NOW)).isFalse();
        assertThat(budget.spent("cheap", Events.NOW)).isEqualTo(60);
        assertThat(budget.exhausted("dear", Events.NOW.plus(Duration.ofDays(1))))
                .isFalse();
        assertThat(budget.spent("cheap", Events.NOW.plus(Duration.ofDays(1)))).isZero();
    }

    @Test
    void zeroIsNoLimit() {
        // Given
        RemoteTokenBudget budget = new RemoteTokenBudget(0);

        // When
        budget.spend("dear", Long.MAX_VALUE, Events.NOW);

        // Then
        assertThat(budget.exhausted("dear", Events.NOW)).isFalse();
    }
}
