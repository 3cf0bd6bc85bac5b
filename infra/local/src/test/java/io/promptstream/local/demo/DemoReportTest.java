package io.promptstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.demo.DemoReport.MeasuredPrompt;
import io.promptstream.local.demo.DemoReport.Prompts;
import io.promptstream.local.display.Json;
import io.promptstream.local.evaluation.Interval;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.evaluation.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoReportTest {

    @Test
    void hasTheDocumentedFieldsAndNoOthers() {
        // Given
        var right = new Trial(0, List.of(3.0, 1.0), -12.5, true, Map.of(), null);
        var prompt = new MeasuredPrompt("tell me", Measures.of(List.of(right), List.of("good", "bad")));
        var report = new DemoReport(
                "assistant-queries",
                42,
                180.5,
                10,
                40,
                40,
                40,
                2,
                2,
                0,
                39,
                300,
                List.of(new LearningCurve.Point(10, 900, 100, 0.5, new Interval(0.4, 0.6), -12.5, 2)),
                new Prompts(prompt, prompt, List.of(prompt), prompt, null),
                null);

        // When
        var json = Json.read(Json.write(report), "the report");

        // Then
        assertThat(names(json))
                .containsExactly(
                        "task",
                        "seed",
                        "seconds",
                        "queries",
                        "proposals",
                        "outputs",
                        "rewards",
                        "rounds",
                        "policyVersions",
                        "deadLetters",
                        "taskModelCalls",
                        "testSize",
                        "learning",
                        "prompts",
                        "notCompared");
        assertThat(names(json.at("/learning/0")))
                .containsExactly(
                        "seconds", "calls", "answers", "accuracy", "accuracyInterval", "reward", "rewardError");
        assertThat(names(json.path("prompts")))
                .containsExactly("initial", "learned", "handWritten", "bestRandom", "noRandom");
        assertThat(names(json.at("/prompts/handWritten/0")))
                .containsExactly(
                        "text",
                        "inputs",
                        "failed",
                        "failures",
                        "accuracy",
                        "accuracyError",
                        "accuracyInterval",
                        "accuracyByLabel",
                        "inputsByLabel",
                        "macroAccuracy",
                        "calibratedAccuracy",
                        "auc",
                        "confidence",
                        "calibrationError",
                        "reward",
                        "rewardError",
                        "components");
        assertThat(names(json.at("/prompts/learned/accuracyInterval"))).containsExactly("low", "high");
        assertThat(json.at("/prompts/learned/accuracyByLabel/good").asDouble()).isOne();
        assertThat(json.at("/prompts/learned/reward").asDouble()).isEqualTo(-12.5);
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
