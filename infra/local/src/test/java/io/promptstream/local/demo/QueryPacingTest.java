package io.promptstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

    @Test
    void spreadsTheQueriesOfARoundOverThreeQuartersOfTheTimeThatTheOnesBeforeTook() {
        // Given rounds of four queries, the first of which took eight milliseconds
        var pacing = new QueryPacing(4, 3, 2, nanos::get);
        for (int query = 0; query < 4; query++) {
            assertThat(pacing.next(new Backlog(0, 0, 0), query)).isTrue();
        }
        nanos.addAndGet(8_000_000);

        // When queries are asked for every half millisecond
        var busy = new Backlog(4, 12, 0);
        var sentAfter = new ArrayList<Integer>();
        for (int step = 0; step < 12; step++) {
            if (pacing.next(busy, 4)) {
                sentAfter.add(step);
            }
            nanos.addAndGet(500_000);
        }

        // Then
        assertThat(sentAfter).containsExactly(0, 3, 6, 9);
    }

    @Test
    void sendsAtOnceWhereLittleIsInFlight() {
        // Given
        burst(0, 0);
        nanos.addAndGet(QueryPacing.PATIENCE_NANOS);

        // Then
        assertThat(bursts.next(new Backlog(2, 6, 1), 2)).isTrue();
        assertThat(bursts.next(new Backlog(2, 6, 0), 3)).isFalse();
        assertThat(bursts.next(new Backlog(2, 6, 1), 3)).isTrue();
    }

    private void burst(long served, long exploring) {
        assertThat(bursts.next(new Backlog(served, exploring, 0), served)).isTrue();
        assertThat(bursts.next(new Backlog(served, exploring, 0), served + 1)).isTrue();
    }
}
