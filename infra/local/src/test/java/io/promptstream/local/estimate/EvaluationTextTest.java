package io.promptstream.local.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.display.Json;
import org.junit.jupiter.api.Test;

class EvaluationTextTest {
    @Test
    void saysWhatWasEstimatedFromWhatAndWhatWasNot() {
        // When
        var lines = EvaluationText.lines(Json.read("""
                {"taskId": "t", "target": {"kind": "sampling", "candidate": "bold", "version": 12, "prompts": []},
                 "range": {"topic": "round-results", "partition": 1, "fromOffset": 5, "toOffset": 105},
                 "rounds": {"read": 100, "used": 90, "tried": 0, "leftOut": {"no-rewards": 10}},
                 "basis": "drawn", "meanWeight": 1.02,
                 "estimates": [{"estimator": "snips", "value": 3.25, "standardError": 0.5, "lower": 2.25, "upper": 4.25,
                                "effectiveSampleSize": 61.2, "rounds": 90}],
                 "refusals": [{"estimator": "dr", "reason": "small-effective-sample", "message": "too few"}],
                 "logging": {"estimator": "mean", "value": 3, "standardError": 0.25, "lower": 2.5, "upper": 3.5,
                             "effectiveSampleSize": 90, "rounds": 90},
                 "notes": ["it flatters"]}""", "test"));

        // Then
        assertThat(lines)
                .containsExactly(
                        "Policy   candidate bold, version 12, what it samples",
                        "Log      round-results, partition 1, offsets 5 to 105",
                        "Rounds   100 read; 90 used, mean weight 1.020; 10 skipped: no rewards",
                        "",
                        "estimator     value      ±  lower  upper  effective  rounds",
                        "snips         3.250  0.500  2.250  4.250         61      90",
                        "logged draws  3.000  0.250  2.500  3.500         90      90",
                        "No dr: too few",
                        "Note: it flatters");
    }
}
