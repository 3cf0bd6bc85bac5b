package io.promptstream.policy.task;

import static io.promptstream.policy.task.ParsedTasks.SMALLEST;
import static io.promptstream.policy.task.ParsedTasks.fields;
import static io.promptstream.policy.task.ParsedTasks.invalid;
import static io.promptstream.policy.task.ParsedTasks.valid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.event.LabelCalibration;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RewardNormalisation;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskParserTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everythingButTheLabelsHasADefault() throws Exception {
        // When
        Task task = valid("a-1", SMALLEST);

        // Then
        assertThat(task.getTemplate()).isEqualTo("{input} {prompt}");
        assertThat(task.getKind()).isEqualTo(OutputKind.CLASSIFICATION);
        assertThat(task.getLabels().get(1).getVerbalizer()).isEqualTo("no");
        assertThat(task.getCalibration()).isEqualTo(LabelCalibration.BATCH);
        assertThat(task.getReward().getKind()).isEqualTo(RewardKind.LABEL_MARGIN);
        assertThat(task.getReward().getCorrectScale()).isEqualTo(200);
        assertThat(task.getReward().getIncorrectScale()).isEqualTo(180);
        assertThat(task.getReward().getWindowMillis()).isEqualTo(30_000);
        assertThat(task.getReward().getMissing()).isEqualTo(MissingRewardRule.LEAVE_OUT);
        assertThat(task.getReward().getMissingValue()).isEqualTo(-100);
        assertThat(task.getTaskModel().getKind()).isEqualTo(TaskModelKind.LOCAL);
        assertThat(task.getTaskModel().getName()).isEqualTo("bundled");
        assertThat(task.getTaskModel().getMaxTokens()).isEqualTo(32);
        var policy = task.getPolicy();
        assertThat(policy.getKind()).isEqualTo(PolicyKind.BAYESIAN);
        assertThat(policy.getPromptLength()).isEqualTo(3);
        assertThat(policy.getPromptsPerRound()).isEqualTo(16);
        assertThat(policy.getContendersPerRound()).isEqualTo(4);
        assertThat(policy.getQueriesPerRound()).isEqualTo(4);
        assertThat(policy.getRoundsInFlight()).isEqualTo(8);
        assertThat(policy.getMaxLag()).isEqualTo(64);
        assertThat(policy.getTopK()).isEqualTo(256);
        assertThat(policy.getCandidates()).isEqualTo(2000);
        assertThat(policy.getHiddenSize()).isEqualTo(128);
        assertThat(policy.getLearningRate()).isEqualTo(0.001);
        assertThat(policy.getTargetRate()).isEqualTo(0.001);
        assertThat(policy.getGradientClip()).isEqualTo(5);
        assertThat(policy.getNormalisation()).isEqualTo(RewardNormalisation.RUNNING);
        assertThat(policy.getRewardScale()).isEqualTo(8);
        assertThat(policy.getRewardShift()).isZero();
        assertThat(policy.getLogitBias()).isZero();
        assertThat(policy.getFluencyTopK()).isZero();
        assertThat(policy.getReplaySize()).isZero();
        assertThat(policy.getReplayedPerStep()).isZero();
        assertThat(policy.getSeed()).isEqualTo(42);
    }

    @Test
    void everyFieldIsReadAndWrittenBack() throws Exception {
        // Given
        String full = """
                {"id": "full", "description": "d", "template": "{prompt}: {input}", "kind": "classification",
                 "labels": [{"name": "a", "verbalizer": "x"}, {"name": "b", "verbalizer": "y"}],
                 "reward": {"kind": "rating", "correctScale": 1.5, "incorrectScale": 2.5, "window": "PT5S",
                            "missing": "default-value", "missingValue": -3.0, "ratedBy": "judge"},
                 "taskModel": {"kind": "openai-compatible", "name": "m", "url": "https://host/v1",
                               "apiKeyVariable": "SOME_API_KEY", "maxTokens": 7, "path": "/completions",
                               "query": {"api-version": "2024-10-21"}, "keyHeader": "api-key", "keyScheme": "",
                               "headers": {"X-Team": "Token ${TEAM_API_KEY}"}, "body": {"seed": 1, "a": {"b": [0.5]}},
                               "temperature": 0.7, "maxTokensParameter": "max_completion_tokens"},
                 "policy": {"kind": "fixed", "promptLength": 2, "promptsPerRound": 3, "contendersPerRound": 2,
                            "queriesPerRound": 4,
                            "roundsInFlight": 5, "roundAge": "PT45S", "maxLag": 6, "topK": 7, "candidates": 8, "hiddenSize": 9,
                            "learningRate": 0.1, "targetRate": 0.2, "gradientClip": 0.3,
                            "normalisation": "query", "rewardScale": 0.4,
                            "rewardShift": -20.0, "logitBias": -0.5, "fluencyTopK": 10, "replaySize": 12,
                            "replayedPerStep": 11, "temperature": 0.7, "optimism": 0.8, "prior": "hand-written",
                            "driftRunLength": 5000, "driftShift": 0.5, "stopMargin": 0.25, "stopRounds": 9, "contexts": 3, "seed": -11},
                 "handWrittenPrompts": ["one", "two"]}""";

        // When
        JsonNode written = TaskJson.of(valid("full", full));

        // Then
        JSON.readTree(full)
                .properties()
                .forEach(field -> assertThat(written.get(field.getKey()))
                        .as(field.getKey())
                        .hasToString(field.getValue().toString()));
        assertThat(ParsedTasks.parse("full", written)).isInstanceOf(ParsedTask.Valid.class);
    }

    @Test
    void calibratesOnlyLabelsThatALocalModelScores() throws Exception {
        // Given
        String labels = "\"labels\": [{\"name\": \"a\"}, {\"name\": \"b\"}]";

        // Then
        Task calibrated = valid("t", "{\"calibration\": \"batch\", " + labels + "}");
        assertThat(calibrated.getCalibration()).isEqualTo(LabelCalibration.BATCH);
        assertThat(TaskJson.of(calibrated).get("calibration").asText()).isEqualTo("batch");
        assertThat(invalid("t", "{\"calibration\": \"batch\", \"kind\": \"generation\"}"))
                .containsExactly(new FieldError(
                        "calibration", "is batch; write none: only the labels of kind: classification are calibrated"));
        assertThat(invalid(
                        "t",
                        "{\"calibration\": \"batch\", \"taskModel\": {\"kind\": \"openai-compatible\", \"name\": \"m\","
                                + " \"url\": \"https://host/v1\"}, " + labels + "}"))
                .extracting(FieldError::field)
                .containsExactly("calibration");
    }

    @Test
    void namesEveryErrorInOneAnswer() throws Exception {
        // Given
        String wrong = """
                {"id": "other", "templte": "x", "template": "{input}", "kind": "clasification",
                 "labels": [{"name": "a", "verbalizer": "two words"}, {"name": "a", "colour": 1}],
                 "reward": {"window": "30s", "correctScale": 0, "missing": 5},
                 "taskModel": {"kind": "openai-compatible", "apiKeyVariable": "sk-12345"},
                 "policy": {"topK": -1, "promptsPerRound": 1, "contendersPerRound": 1, "learningRate": "fast", "seed": 1.5, "candidates": 1,
                            "hiddenSize": 5000, "normalisation": "none"},
                 "handWrittenPrompts": ["a", "a", 3]}""";

        // When
        List<FieldError> errors = invalid("some-task", wrong);

        // Then
        assertThat(errors.stream().map(FieldError::field))
                .containsExactlyInAnyOrder(
                        "id",
                        "template",
                        "kind",
                        "labels[0].verbalizer",
                        "labels[1].colour",
                        "labels[1].name",
                        "reward.correctScale",
                        "reward.window",
                        "reward.missing",
                        "taskModel.url",
                        "taskModel.apiKeyVariable",
                        "policy.promptsPerRound",
                        "policy.contendersPerRound",
                        "policy.normalisation",
                        "policy.candidates",
                        "policy.topK",
                        "policy.hiddenSize",
                        "policy.learningRate",
                        "policy.seed",
                        "handWrittenPrompts[2]",
                        "handWrittenPrompts[1]",
                        "templte");
        assertThat(errors).allSatisfy(error -> assertThat(error.message()).contains("write"));
        assertThat(errors.toString()).doesNotContain("sk-12345");
    }

    @Test
    void kindsMustFitEachOther() throws Exception {
        assertThat(fields("{\"kind\": \"generation\", \"reward\": {\"kind\": \"label-margin\"}}"))
                .containsExactly("reward.kind");
        assertThat(fields("{\"policy\": {\"kind\": \"fixed\"}, " + SMALLEST.substring(1)))
                .containsExactly("handWrittenPrompts");
        assertThat(fields("{\"labels\": []}")).containsExactly("labels");
        assertThat(fields("[]")).contains("");
    }

    @Test
    void labelsAreBounded() throws Exception {
        // Given
        String longest = "x".repeat(100);

        // Then
        valid("a", labels(longest, "é".repeat(100)));
        assertThat(fields(labels(longest + "x", "y"))).containsExactly("labels[0].name");
        assertThat(fields(labels("x", longest + "x"))).containsExactly("labels[0].verbalizer");
        assertThat(fields(labels(" x", "y\\n"))).containsExactly("labels[0].name", "labels[0].verbalizer");
        assertThat(fields(labels("x", "y\\tz"))).containsExactly("labels[0].verbalizer");
        assertThat(invalid("a", labels(longest + "x", "y")))
                .extracting(FieldError::message)
                .containsExactly("has 101 characters; write at most 100");
    }

    private static String labels(String name, String verbalizer) {
        return "{\"labels\": [{\"name\": \"%s\", \"verbalizer\": \"%s\"}, {\"name\": \"other\"}]}"
                .formatted(name, verbalizer);
    }

    @Test
    void generationHasItsOwnDefaults() throws Exception {
        // When
        Task task = valid("a", "{\"kind\": \"generation\"}");

        // Then
        assertThat(task.getReward().getKind()).isEqualTo(RewardKind.TOKEN_F1);
        assertThat(task.getPolicy().getTopK()).isEqualTo(50);
        assertThat(task.getPolicy().getLogitBias()).isEqualTo(-10);
    }

    @Test
    void theIdIsBounded() throws Exception {
        assertThat(invalid("Has Space", SMALLEST)).extracting(FieldError::field).containsExactly("id");
    }

    @Test
    void answersAreCalibratedWhereRoundsHaveAsManyOfEachLabel() throws Exception {
        assertThat(calibration("{'policy': {'kind': 'rlprompt'}")).isEqualTo(LabelCalibration.NONE);
        assertThat(calibration("{'reward': {'kind': 'rating', 'ratedBy': 'judge'}"))
                .isEqualTo(LabelCalibration.NONE);
        assertThat(calibration(
                        "{'taskModel': {'kind': 'openai-compatible', 'name': 'm', 'url': 'http://localhost/v1'}"))
                .isEqualTo(LabelCalibration.NONE);
        assertThat(calibration("{'reward': {'kind': 'log-probability'}")).isEqualTo(LabelCalibration.BATCH);
    }

    private LabelCalibration calibration(String start) throws Exception {
        return valid("a", start.replace('\'', '"') + ", \"labels\": [{\"name\": \"a\"}, {\"name\": \"b\"}]}")
                .getCalibration();
    }
}
