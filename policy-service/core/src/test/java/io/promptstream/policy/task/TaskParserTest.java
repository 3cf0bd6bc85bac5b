package io.promptstream.policy.task;

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
import io.promptstream.policy.learning.PolicySpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskParserTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SMALLEST = """
            {"labels": [{"name": "yes", "verbalizer": "great"}, {"name": "no"}]}""";

    private final TaskParser parser = new TaskParser(4096);

    @Test
    void everythingButTheLabelsHasADefault() throws Exception {
        // When
        Task task = valid("a-1", SMALLEST);

        // Then
        assertThat(task.getTemplate()).isEqualTo("{input} {prompt}");
        assertThat(task.getKind()).isEqualTo(OutputKind.CLASSIFICATION);
        assertThat(task.getLabels().get(1).getVerbalizer()).isEqualTo("no");
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
        assertThat(policy.getKind()).isEqualTo(PolicyKind.RLPROMPT);
        assertThat(policy.getPromptLength()).isEqualTo(3);
        assertThat(policy.getPromptsPerRound()).isEqualTo(32);
        assertThat(policy.getContendersPerRound()).isEqualTo(4);
        assertThat(policy.getQueriesPerRound()).isEqualTo(16);
        assertThat(policy.getRoundsInFlight()).isEqualTo(4);
        assertThat(policy.getMaxLag()).isEqualTo(8);
        assertThat(policy.getTopK()).isEqualTo(256);
        assertThat(policy.getCandidates()).isEqualTo(256);
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
        assertThat(parser.parse("full", written)).isInstanceOf(ParsedTask.Valid.class);
    }

    @Test
    void aPriorNeedsPromptsAndAPlaceToTryThem() throws Exception {
        assertThat(
                        invalid(
                                "t",
                                "{\"kind\": \"generation\", \"policy\": {\"prior\": \"hand-written\", \"contendersPerRound\": 1}}"))
                .containsExactlyInAnyOrder(
                        new FieldError(
                                "policy.contendersPerRound",
                                "is 1; write at least 2, the champion and one contender, for prior: hand-written"),
                        new FieldError(
                                "handWrittenPrompts",
                                "is empty; policy.prior: hand-written needs at least one prompt"));
    }

    @Test
    void theTestForDriftLooksAtAChampion() throws Exception {
        String text = "{\"kind\": \"generation\", \"policy\": {\"kind\": \"%s\", \"contendersPerRound\": %d%s}}";
        assertThat(valid("t", text.formatted("bayesian", 2, "")).getPolicy().getDriftRunLength())
                .isEqualTo(20_000);
        assertThat(valid("t", text.formatted("bayesian", 0, "")).getPolicy().getDriftRunLength())
                .isZero();
        assertThat(valid("t", text.formatted("rlprompt", 2, "")).getPolicy().getDriftRunLength())
                .isZero();
        assertThat(invalid("t", text.formatted("rlprompt", 0, ", \"driftRunLength\": 100, \"driftShift\": 0")))
                .containsExactlyInAnyOrder(
                        new FieldError(
                                "policy.driftRunLength",
                                "is 100; write 0 where contendersPerRound is 0: the test looks at what the champion earns"),
                        new FieldError("policy.driftShift", "is 0.0; write a number above 0 and at most 10.0"));
    }

    @Test
    void whereThereIsNoChampionNothingCanBeBetter() throws Exception {
        String text = "{\"kind\": \"generation\", \"policy\": {\"contendersPerRound\": %d, \"stopMargin\": %s}}";
        assertThat(invalid("t", text.formatted(0, "2.5")))
                .containsExactly(new FieldError(
                        "policy.stopMargin",
                        "is 2.5; write 0 where contendersPerRound is 0: there is no champion to improve on"));
        assertThat(invalid("t", text.formatted(2, "-1")))
                .containsExactly(new FieldError("policy.stopMargin", "is -1.0; write 0 or a number above"));
    }

    @Test
    void contextsAreFewAndNeedPromptsToCompare() throws Exception {
        assertThat(valid("t", "{\"kind\": \"generation\"}").getPolicy().getContexts())
                .isEqualTo(1);
        assertThat(invalid("t", "{\"kind\": \"generation\", \"policy\": {\"contexts\": 9}}"))
                .extracting(FieldError::field)
                .containsExactly("policy.contexts");
        assertThat(invalid("t", "{\"kind\": \"generation\", \"policy\": {\"contexts\": 2, \"contendersPerRound\": 1}}"))
                .containsExactly(
                        new FieldError(
                                "policy.contexts",
                                "is 2; write 1, or at least 2 contendersPerRound, the champion and one contender, which it compares"));
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

    @ParameterizedTest
    @CsvSource({
        "https://host/v1, OPENAI_API_KEY, ''",
        "http://127.0.0.1:8000, _API_KEY, ''",
        "https://user:secret@host/v1, OPENAI_API_KEY, taskModel.url",
        "https://host/v1?key=secret, OPENAI_API_KEY, taskModel.url",
        "https://host/v1#secret, OPENAI_API_KEY, taskModel.url",
        "file:///etc/passwd, OPENAI_API_KEY, taskModel.url",
        "https://host/v1, AWS_SECRET_ACCESS_KEY, taskModel.apiKeyVariable",
        "https://host/v1, PROMPTSTREAM_API_KEY, taskModel.apiKeyVariable",
        "https://host/v1, openai_API_KEY, taskModel.apiKeyVariable"
    })
    void aTaskSendsNoSecretButAKeyForItsModel(String url, String variable, String wrongField) throws Exception {
        // Given
        String json = """
                {"labels": [{"name": "yes"}, {"name": "no"}],
                 "taskModel": {"kind": "openai-compatible", "name": "m", "url": "%s", "apiKeyVariable": "%s"}}""".formatted(url, variable);

        // Then
        if (wrongField.isEmpty()) {
            valid("a", json);
        } else {
            List<FieldError> errors = invalid("a", json);
            assertThat(errors).extracting(FieldError::field).containsExactly(wrongField);
            assertThat(errors.toString()).doesNotContain("secret");
        }
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
    void theLogarithmOfAProbabilityHasAScaleAndAFloor() throws Exception {
        // When
        Task byDefault = valid("a", rewarded("{\"kind\": \"log-probability\"}"));
        Task given = valid("a", rewarded("{\"kind\": \"log-probability\", \"scale\": 10, \"floor\": -2.5}"));

        // Then
        assertThat(byDefault.getReward().getKind()).isEqualTo(RewardKind.LOG_PROBABILITY);
        assertThat(byDefault.getReward().getScale()).isEqualTo(1);
        assertThat(byDefault.getReward().getFloor()).isEqualTo(-6);
        assertThat(given.getReward().getScale()).isEqualTo(10);
        assertThat(given.getReward().getFloor()).isEqualTo(-2.5);
        assertThat(valid("a", TaskJson.of(given).toString()).getReward()).isEqualTo(given.getReward());
        assertThat(fields(rewarded("{\"kind\": \"log-probability\", \"scale\": 0, \"floor\": 0}")))
                .containsExactly("reward.scale", "reward.floor");
        assertThat(fields(rewarded("{\"scale\": 1, \"floor\": -1}"))).containsExactly("reward.scale", "reward.floor");
        assertThat(fields("{\"kind\": \"generation\", \"reward\": {\"kind\": \"log-probability\"}}"))
                .containsExactly("reward.kind");
    }

    private static String rewarded(String reward) {
        return "{\"reward\": " + reward + ", " + SMALLEST.substring(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind': 'exact-match'}",
                "{'kind': 'rouge-l'}",
                "{'kind': 'embedding-similarity'}",
                "{'kind': 'style', 'examples': ['a', 'b'], 'counterExamples': ['c']}",
                "{'kind': 'fluency'}",
                "{'kind': 'fluency', 'minPerplexity': 2.5, 'maxPerplexity': 99}",
                "{'kind': 'regex', 'pattern': '^\\\\\\\\d+ \u20ac$'}",
                "{'kind': 'json-schema', 'schema': {'type': 'object', 'required': ['team']}}",
                "{'kind': 'json-schema', 'schema': '{}'}",
                "{'kind': 'length', 'minWords': 3}",
                "{'kind': 'length', 'minWords': 3, 'maxWords': 3}",
                "{'kind': 'weighted-sum', 'terms': [{'kind': 'rouge-l', 'weight': 0.5}, {'kind': 'length', 'maxWords': 9},"
                        + " {'kind': 'regex', 'weight': -1, 'pattern': 'sorry'}]}"
            })
    void rewardsOfTextsSurviveBeingWrittenAndRead(String reward) throws Exception {
        // When
        Task task = valid("a", generation(reward));

        // Then
        assertThat(valid("a", TaskJson.of(task).toString()).getReward()).isEqualTo(task.getReward());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind': 'regex'} | reward.pattern",
                "{'kind': 'regex', 'pattern': '('} | reward.pattern",
                "{'kind': 'regex', 'pattern': '(?=x)'} | reward.pattern",
                "{'kind': 'regex', 'pattern': '((a{999}){999}){999}'} | reward.pattern",
                "{'kind': 'rouge-l', 'pattern': 'x'} | reward.pattern",
                "{'kind': 'json-schema'} | reward.schema",
                "{'kind': 'json-schema', 'schema': {'type': 'objct'}} | reward.schema",
                "{'kind': 'json-schema', 'schema': {'$ref': 'http://127.0.0.1:9/s'}} | reward.schema",
                "{'kind': 'json-schema', 'schema': '{'} | reward.schema",
                "{'kind': 'style', 'examples': ['a']} | reward.counterExamples",
                "{'kind': 'style', 'examples': ['a', ' '], 'counterExamples': ['b']} | reward.examples[1]",
                "{'kind': 'regex', 'pattern': 'x', 'examples': ['a']} | reward.examples",
                "{'kind': 'fluency', 'minPerplexity': 0} | reward.minPerplexity",
                "{'kind': 'fluency', 'minPerplexity': 50, 'maxPerplexity': 50} | reward.maxPerplexity",
                "{'kind': 'weighted-sum', 'terms': [{'kind': 'length', 'maxWords': 9, 'maxPerplexity': 9}]}"
                        + " | reward.terms[0].maxPerplexity",
                "{'kind': 'length'} | reward.minWords",
                "{'kind': 'length', 'minWords': 5, 'maxWords': 4} | reward.maxWords",
                "{'kind': 'exact-match', 'terms': []} | reward.terms",
                "{'kind': 'weighted-sum'} | reward.terms",
                "{'kind': 'weighted-sum', 'terms': [{'weight': 2}]} | reward.terms[0].kind",
                "{'kind': 'weighted-sum', 'terms': [{'kind': 'rating'}]} | reward.terms[0].kind",
                "{'kind': 'weighted-sum', 'terms': [{'kind': 'weighted-sum'}]} | reward.terms[0].kind",
                "{'kind': 'weighted-sum', 'terms': [{'kind': 'rouge-1'}]} | reward.terms[0].kind",
                "{'kind': 'weighted-sum', 'terms': [{'kind': 'rouge-l', 'weight': 0}]} | reward.terms[0].weight",
                "{'kind': 'weighted-sum', 'terms': [{'kind': 'regex', 'pattern': '['}]} | reward.terms[0].pattern",
                "{'kind': 'weighted-sum', 'terms': [{'kind': 'rouge-l', 'window': 'PT1S'}]} | reward.terms[0].window"
            })
    void whatIsWrongWithARewardOfTextsIsNamed(String reward, String field) throws Exception {
        List<FieldError> errors = invalid("a", generation(reward));

        assertThat(errors).extracting(FieldError::field).containsExactly(field);
        assertThat(errors.getFirst().message()).containsAnyOf("write", "leave it out");
    }

    private static String generation(String reward) {
        return "{\"kind\": \"generation\", \"reward\": " + reward.replace('\'', '"') + "}";
    }

    @Test
    void theIdIsBounded() throws Exception {
        assertThat(invalid("Has Space", SMALLEST)).extracting(FieldError::field).containsExactly("id");
    }

    @Test
    void thePolicyExcludesTheLabelsOfTheTask() throws Exception {
        // When
        PolicySpecification specification = PolicySpecifications.of(valid("a", SMALLEST));

        // Then
        assertThat(specification)
                .isInstanceOfSatisfying(
                        PolicySpecification.RlPrompt.class,
                        rlPrompt ->
                                assertThat(rlPrompt.excludedWords()).containsExactlyInAnyOrder("yes", "great", "no"));
    }

    private List<String> fields(String json) throws Exception {
        return invalid("task", json).stream().map(FieldError::field).toList();
    }

    private Task valid(String id, String json) throws Exception {
        ParsedTask parsed = parser.parse(id, JSON.readTree(json));
        assertThat(parsed).isInstanceOf(ParsedTask.Valid.class);
        return ((ParsedTask.Valid) parsed).task();
    }

    private List<FieldError> invalid(String id, String json) throws Exception {
        ParsedTask parsed = parser.parse(id, JSON.readTree(json));
        assertThat(parsed).isInstanceOf(ParsedTask.Invalid.class);
        return ((ParsedTask.Invalid) parsed).errors();
    }
}
