package io.promptstream.policy.task;

import static io.promptstream.policy.task.ParsedTasks.SMALLEST;
import static io.promptstream.policy.task.ParsedTasks.fields;
import static io.promptstream.policy.task.ParsedTasks.invalid;
import static io.promptstream.policy.task.ParsedTasks.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewardParserTest {
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
}
