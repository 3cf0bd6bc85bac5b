package io.promptstream.benchmark.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.promptstream.event.RewardNormalisation;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.task.TaskFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskSettingsTest {

    @Test
    void takeThePlaceOfThoseInTheFile() {
        // Given
        var settings = new TaskSettings(
                Map.of("policy.promptLength", "4", "policy.normalisation", "round", "reward.correctScale", "12.5"));
        var file = file();

        // When
        var task = settings.of(file);

        // Then
        assertThat(task.getPolicy().getPromptLength()).isEqualTo(4);
        assertThat(task.getPolicy().getNormalisation()).isEqualTo(RewardNormalisation.ROUND);
        assertThat(task.getPolicy().getCandidates()).isEqualTo(77);
        assertThat(task.getReward().getCorrectScale()).isEqualTo(12.5);
        assertThat(file.content().at("/policy/promptLength").asInt()).isEqualTo(2);
    }

    @Test
    void everyCombinationIsTried() {
        // When
        var variants = new TaskSettings(Map.of("policy.seed", "7"))
                .variants(Map.of("policy.promptLength", "3:4", "reward.correctScale", "100:200"));

        // Then
        assertThat(variants)
                .map(TaskSettings::toString)
                .containsExactly(
                        "policy.promptLength=3 policy.seed=7 reward.correctScale=100",
                        "policy.promptLength=3 policy.seed=7 reward.correctScale=200",
                        "policy.promptLength=4 policy.seed=7 reward.correctScale=100",
                        "policy.promptLength=4 policy.seed=7 reward.correctScale=200");
    }

    @Test
    void withoutAnyTheTaskStaysAsItIs() {
        var settings = new TaskSettings(Map.of());
        assertThat(settings).hasToString("as in the file");
        assertThat(settings.variants(Map.of())).containsExactly(settings);
        assertThat(settings.of(file()).getPolicy().getPromptLength()).isEqualTo(2);
    }

    @Test
    void saysWhatCannotBeSet() {
        assertThatThrownBy(() -> new TaskSettings(Map.of("promptLength", "4")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("policy.NAME");
        assertThatThrownBy(() -> new TaskSettings(Map.of("policy.promptLenght", "4")).of(file()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("policy.promptLenght");
        assertThatThrownBy(() -> new TaskSettings(Map.of("policy.promptLength", "[4]")).of(file()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("a number or a word");
    }

    private static TaskFile file() {
        var content = JsonNodeFactory.instance.objectNode().put("id", "opinions");
        var labels = content.putArray("labels");
        labels.addObject().put("name", "positive").put("verbalizer", "great");
        labels.addObject().put("name", "negative").put("verbalizer", "terrible");
        content.putObject("policy").put("promptLength", 2).put("candidates", 77);
        return new TaskFile("opinions", content);
    }
}
