package io.promptstream.benchmark.rivals;

import io.promptstream.event.Label;
import io.promptstream.event.Prompt;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.evaluation.CoreTrials;
import io.promptstream.local.evaluation.CoreTrials.Attempt;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.evaluation.Trial;
import io.promptstream.local.input.TaskInput;
import io.promptstream.task.local.WhiteBox;
import io.promptstream.task.model.Answer;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** What comes of prompts that are embeddings, with the task's own reward. */
record SoftTrials(Task task, WhiteBox box) {

    WhiteBox.Slot slot(TaskInput input) {
        return box.slot(input.text(), input.context());
    }

    /** How good a prompt is on the inputs. */
    Measures measure(SoftPrompt prompt, List<TaskInput> inputs) {
        var answers = box.answers(prompt.rows(), inputs.stream().map(this::slot).toList());
        return Measures.of(trials(inputs, answers), labels());
    }

    /** Names of the labels, in the task's order. */
    List<String> labels() {
        return task.getLabels().stream().map(Label::getName).toList();
    }

    /** Trials of answers to the inputs, in their order. */
    List<Trial> trials(List<TaskInput> inputs, List<Answer.Labelled> answers) {
        var reward = CoreTrials.reward(task.getReward());
        return IntStream.range(0, inputs.size())
                .mapToObj(
                        at -> CoreTrials.trial(task, reward, new Attempt(inputs.get(at), ""), output(answers.get(at))))
                .toList();
    }

    private TaskOutput output(Answer.Labelled answer) {
        return TaskOutput.newBuilder()
                .setProposalId("soft")
                .setQueryId("soft")
                .setTaskId(task.getTaskId())
                .setModelId(task.getTaskModel().getName())
                .setProvenance(Provenance.newBuilder()
                        .setRole(Role.EVALUATE)
                        .setPolicyVersion(0)
                        .setTaskRevision(task.getRevision())
                        .setPrompt(new Prompt("", List.of()))
                        .setLogProbability(0)
                        .setTruncation(new SamplerTruncation(1, 0, 0))
                        .setSeed(0)
                        .setProposedAt(Instant.EPOCH)
                        .build())
                .setScores(answer.scores())
                .setText(answer.mostProbable())
                .setProducedAt(Instant.EPOCH)
                .build();
    }
}
