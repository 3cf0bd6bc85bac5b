package io.promptstream.local.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Screen;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RandomRivalTest {

    private static final Screen SCREEN =
            new Screen(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false, 80);

    @Test
    void saysWhyThereIsNone() {
        assertRefused(PolicyKind.FIXED, TaskModelKind.LOCAL, "bundled", "a policy of kind fixed writes none");
        assertRefused(
                PolicyKind.RLPROMPT,
                TaskModelKind.OPENAI_COMPATIBLE,
                "gpt",
                "would call the remote model 'gpt' 40 times");
        assertRefused(PolicyKind.RLPROMPT, TaskModelKind.LOCAL, "third", "no folder of the model 'third' is known");
        assertRefused(PolicyKind.RLPROMPT, TaskModelKind.LOCAL, "gone", "cannot load the model");
    }

    private static void assertRefused(PolicyKind policy, TaskModelKind kind, String model, String reason) {
        var rival = new RandomRival(
                task(policy, kind, model),
                Map.of("bundled", "/nowhere/bundled", "gone", "/nowhere/gone"),
                Path.of("/nowhere/writer"),
                List.of(),
                40,
                SCREEN);
        assertThatThrownBy(() -> rival.best(model + "@abc"))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("No random prompts: ")
                .hasMessageContaining(reason);
    }

    private static Task task(PolicyKind policy, TaskModelKind kind, String model) {
        return Task.newBuilder()
                .setTaskId("opinions")
                .setRevision(1)
                .setTemplate("{input} {prompt}")
                .setKind(OutputKind.CLASSIFICATION)
                .setReward(RewardDefinition.newBuilder()
                        .setKind(RewardKind.LABEL_MARGIN)
                        .setWindowMillis(30_000)
                        .setMissing(MissingRewardRule.LEAVE_OUT)
                        .build())
                .setTaskModel(TaskModelDefinition.newBuilder()
                        .setKind(kind)
                        .setName(model)
                        .build())
                .setPolicy(PolicyDefinition.newBuilder().setKind(policy).build())
                .setCreatedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }
}
