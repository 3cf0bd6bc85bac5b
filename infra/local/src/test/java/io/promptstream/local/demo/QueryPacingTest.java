package io.promptstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QueryPacingTest {

    private final AtomicLong nanos = new AtomicLong();
    private final QueryPacing bursts = new QueryPacing(2, 3, 2, nanos::get);

    @Test
    void sendsWhatARoundNeedsAndWaitsUntilItIsTaken() {
        assertThat(bursts.next(new Backlog(0, 0, 0), 0)).isTrue();
        assertThat(bursts.next(new Backlog(0, 0, 0), 1)).isTrue();
        assertThat(bursts.next(new Backlog(1, 0, 0), 2)).isFalse();
    }

    @Test
    void goesOnWhenTheRoundIsOpenAndThereIsRoomForAnother() {
        // Given
        burst(0, 0);

        // Then one open round of two, so there is room
        assertThat(bursts.next(new Backlog(2, 6, 0), 2)).isTrue();
        assertThat(bursts.next(new Backlog(2, 6, 0), 3)).isTrue();

        // And none when both are open, until one closes
        assertThat(bursts.next(new Backlog(4, 12, 0), 4)).isFalse();
        assertThat(bursts.next(new Backlog(4, 12, 1), 4)).isTrue();
    }

    @Test
    void goesOnAfterAMomentWhereNoRoundOpens() {
        // Given a burst that opened no round
        burst(0, 0);
        burst(2, 6);
        var stuck = new Backlog(4, 6, 1);
        assertThat(bursts.next(stuck, 4)).isFalse();

        // When
        nanos.addAndGet(QueryPacing.PATIENCE_NANOS + 1);

        // Then
        assertThat(bursts.next(stuck, 4)).isTrue();
    }

    private void burst(long served, long exploring) {
        assertThat(bursts.next(new Backlog(served, exploring, 0), served)).isTrue();
        assertThat(bursts.next(new Backlog(served, exploring, 0), served + 1)).isTrue();
    }
}
