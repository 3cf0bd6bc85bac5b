package io.promptstream.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.Json;
import org.junit.jupiter.api.Test;

class ReplayReportTest {

    @Test
    void saysHowFarAReplayIs() {
        assertThat(ReplayReport.progress(read("""
                {'status': 'waiting', 'progress': {'read': 0, 'left': null}}"""))).isEqualTo("waiting for its turn");
        assertThat(ReplayReport.progress(read("""
                {'status': 'rescoring', 'progress': {'read': 0, 'left': null},
                 'rescoring': {'recordsRead': 30, 'recordsInRange': 40}}"""))).contains("rescoring", "75 %", "30/40");
        assertThat(ReplayReport.progress(read("""
                {'status': 'relearning', 'version': 12,
                 'progress': {'read': 25, 'left': 75, 'recordsPerSecond': 250.4, 'secondsLeft': 0.3}}"""))).contains("25 %", "75 left, version 12", "250/s", "0 s left");
    }

    @Test
    void tellsWhereTheFirstDifferenceIs() {
        // Given
        var failed = read("""
                {'name': 'again', 'status': 'failed', 'message': 'version 3 differs', 'progress': {'read': 9, 'left': 1},
                 'roundsLearned': 3, 'roundsLeftOut': 2, 'leftOut': {'too_old': 2}, 'version': 3, 'digest': 'ab',
                 'prompt': null,
                 'verification': {'versionsCompared': 3, 'firstDifference': {'version': 3, 'offset': 8}}}""");

        // When
        var lines = ReplayReport.lines(failed);

        // Then
        assertThat(ReplayReport.hasEnded(failed)).isTrue();
        assertThat(ReplayReport.isDone(failed)).isFalse();
        assertThat(String.join("\n", lines)).contains("again", "version 3 differs", "too old", "version 3, offset 8");
    }

    @Test
    void listsReplays() {
        // When
        var lines = ReplayReport.list(read("""
                [{'name': 'a', 'status': 'done', 'version': 7, 'roundsLearned': 7, 'progress': {'left': 0},
                  'orderedAt': '2026-01-31T12:00:00Z'}]"""));

        // Then
        assertThat(lines).last().asString().contains("a", "done", "7", "2026-01-31T12:00:00Z");
    }

    private static JsonNode read(String json) {
        return Json.read(json.replace('\'', '"'), "test");
    }
}
