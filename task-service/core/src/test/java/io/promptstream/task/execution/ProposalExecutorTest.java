package io.promptstream.task.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.FailureCode;
import io.promptstream.event.LabelScore;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.TaskOutput;
import io.promptstream.task.Events;
import io.promptstream.task.local.LocalModel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProposalExecutorTest extends ExecutorFixture {
    @Test
    void answersWithScoresModelTokensAndUnchangedProvenance() throws InterruptedException {
        // Given
        PromptProposal proposal = Events.proposal("p", "weather", "it will rain", "rain so");

        // When
        List<TaskOutput> outputs = execute(List.of(proposal));

        // Then
        assertThat(outputs).singleElement().satisfies(output -> {
            assertThat(output.getProposalId()).isEqualTo("p");
            assertThat(output.getQueryId()).isEqualTo("query-of-p");
            assertThat(output.getProvenance()).isEqualTo(proposal.getProvenance());
            assertThat(output.getModelId()).isEqualTo("tiny@fake");
            assertThat(output.getText()).contains("rain");
            assertThat(output.getScores()).extracting(LabelScore::getLogit).containsExactly(0.0, 2.0);
            assertThat(output.getPromptTokens()).isEqualTo(5);
            assertThat(output.getFailure()).isEmpty();
            assertThat(output.getProducedAt()).isEqualTo(Events.NOW);
        });
    }

    @Test
    void readsTheAnswerAfterWhatIsTakenOffItsLabels() throws InterruptedException {
        // Given a prompt that makes rain more probable, whatever the input is
        PromptProposal proposal = shifted("p", -3.5f, -0.5f);
        PromptProposal ofOtherLabels = shifted("q", 9f, 0f, 0f);

        // When
        List<TaskOutput> outputs = execute(List.of(proposal, ofOtherLabels));

        // Then
        assertThat(outputs.getFirst().getScores())
                .extracting(LabelScore::getLogit)
                .containsExactly(3.5, 2.5);
        assertThat(outputs.getFirst().getText()).contains("sun");
        assertThat(outputs.getFirst().getScores().getFirst().getProbability())
                .isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
        assertThat(outputs.getLast().getText()).contains("rain");
    }

    @Test
    void whatIsTakenOffMustBeFiniteAndFailsAlone() throws InterruptedException {
        // When
        List<TaskOutput> outputs = execute(List.of(shifted("p", Float.NaN, 0f), shifted("q", -3.5f, -0.5f)));

        // Then
        assertThat(failure(outputs.getFirst()).getMessage())
                .isEqualTo("provenance.labelShift is [NaN, 0.0]: write finite numbers");
        assertThat(outputs.getLast().getText()).contains("sun");
    }

    private static PromptProposal shifted(String id, Float... shift) {
        PromptProposal proposal = Events.proposal(id, "weather", "it will rain", "rain so");
        return PromptProposal.newBuilder(proposal)
                .setProvenance(Provenance.newBuilder(proposal.getProvenance())
                        .setLabelShift(List.of(shift))
                        .build())
                .build();
    }

    @Test
    void encodesAnInputOnceForAllItsPrompts() throws InterruptedException {
        // Given
        List<PromptProposal> proposals = List.of(
                Events.proposal("1", "weather", "monday", "sun"),
                Events.proposal("2", "weather", "tuesday", "sun"),
                Events.proposal("3", "weather", "monday", "rain"),
                Events.proposal("4", "weather", "tuesday", "rain"));

        // When
        List<TaskOutput> outputs = execute(proposals);

        // Then
        assertThat(fake.scoredPrefixes()).containsExactly("monday", "tuesday");
        assertThat(outputs).extracting(TaskOutput::getProposalId).containsExactly("1", "2", "3", "4");
        assertThat(outputs)
                .extracting(output -> output.getText().orElse(""))
                .containsExactly("sun", "sun", "rain", "rain");
    }

    @Test
    void answersInTheCallersThreadAndByItsTimeWhereThatIsAsked() throws InterruptedException {
        // Given
        AtomicLong nanos = new AtomicLong();
        List<Thread> asking = new ArrayList<>();
        ProposalExecutor alone = new ProposalExecutor(
                tasks,
                new TaskModels(Map.of("tiny", new LocalModel("tiny", fake)), definition -> {
                    throw new AssertionError("no remote model in this test: " + definition);
                }),
                Workers.inCaller(),
                new RemoteTokenBudget(0),
                metrics,
                time,
                () -> {
                    asking.add(Thread.currentThread());
                    return nanos.getAndAdd(3_000_000);
                });
        List<PromptProposal> proposals = List.of(Events.proposal("p", "weather", "it will rain", "rain so"));

        // When
        List<Optional<TaskOutput>> outputs = alone.execute(alone.laneOf(proposals.getFirst()), proposals);

        // Then
        assertThat(asking).isNotEmpty().containsOnly(Thread.currentThread());
        assertThat(outputs)
                .singleElement()
                .satisfies(output ->
                        assertThat(output.orElseThrow().getLatencyMicros()).isEqualTo(3_000));
    }

    @Test
    void keepsTheOrderOverManyUnitsTasksAndWorkers() throws InterruptedException {
        // Given
        put(Events.generation("story", Events.local("tiny")));
        List<PromptProposal> proposals = IntStream.range(0, 500)
                .mapToObj(i -> Events.proposal("" + i, i % 3 == 0 ? "story" : "weather", "input" + i % 40, "prompt"))
                .toList();

        // When
        List<TaskOutput> outputs = execute(proposals);

        // Then
        assertThat(outputs)
                .extracting(TaskOutput::getProposalId)
                .isEqualTo(proposals.stream().map(PromptProposal::getProposalId).toList());
    }

    @Test
    void aPoisonedProposalFailsAlone() throws InterruptedException {
        // Given
        List<PromptProposal> proposals = new ArrayList<>();
        proposals.add(Events.proposal("good", "weather", "monday", "sun"));
        proposals.add(Events.proposal("bad", "weather", "some poison", "sun"));
        proposals.add(Events.proposal("fine", "weather", "monday", "rain"));

        // When
        List<TaskOutput> outputs = execute(proposals);

        // Then
        assertThat(outputs.get(0).getText()).contains("sun");
        assertThat(outputs.get(2).getText()).contains("rain");
        assertThat(failure(outputs.get(1)).getCode()).isEqualTo(FailureCode.MODEL_FAILURE);
        assertThat(failure(outputs.get(1)).getMessage()).contains("poisoned");
        assertThat(metrics.modelFailures)
                .as("the call for all, and that for the bad one alone")
                .hasValue(2);
    }

    @Test
    void saysWhyAProposalCannotBeServed() throws InterruptedException {
        // Given
        put(Events.classification("elsewhere", Events.local("large"), "sun", "rain"));
        put(Events.task("newer", OutputKind.UNKNOWN, Events.local("tiny")).build());
        put(Events.task("crooked", OutputKind.GENERATION, Events.local("tiny"))
                .setTemplate("{input}")
                .build());
        put(Events.classification("gone", Events.local("tiny"), "sun", "rain"));
        execute(List.of(Events.proposal("0", "gone", "a", "b")));
        tasks.remove("gone");

        // When
        List<TaskOutput> outputs = execute(List.of(
                Events.proposal("1", "nowhere", "a", "b"),
                Events.proposal("2", "gone", "a", "b"),
                Events.proposal("3", "elsewhere", "a", "b"),
                Events.proposal("4", "newer", "a", "b"),
                Events.proposal("5", "crooked", "a", "b"),
                Events.proposal("6", "weather", "one two three four five six seven", "eight nine"),
                Events.proposal("7", "weather", "", ""),
                Events.proposal("8", "weather", "monday", "sun")));

        // Then
        assertThat(outputs.stream().limit(7).map(output -> failure(output).getCode()))
                .containsExactly(
                        FailureCode.UNKNOWN_TASK,
                        FailureCode.TASK_DELETED,
                        FailureCode.MODEL_UNAVAILABLE,
                        FailureCode.UNSUPPORTED_TASK,
                        FailureCode.UNSUPPORTED_TASK,
                        FailureCode.INPUT_TOO_LONG,
                        FailureCode.MODEL_FAILURE);
        assertThat(failure(outputs.get(2)).getMessage()).contains("large", "tiny", "PROMPTSTREAM_MODELS");
        assertThat(failure(outputs.get(5)).getMessage()).contains("9 tokens", "8 positions");
        assertThat(outputs.get(7).getText()).contains("sun");
    }

    @Test
    void keepsTheTextOfAnInputOnceForAllItsPrompts() {
        // Given
        List<PromptProposal> proposals = IntStream.range(0, 16)
                .mapToObj(i -> Events.proposal("p" + i, "weather", "x".repeat(100), "prompt" + i))
                .toList();
        Planner planner = new Planner(
                new TaskModels(Map.of("tiny", new LocalModel("tiny", fake)), definition -> {
                    throw new AssertionError("no remote model in this test: " + definition);
                }),
                new RemoteTokenBudget(0),
                time,
                1);

        // When
        Planner.Plan plan = planner.plan(
                new TaskState.Known(tasks.find("weather").orElseThrow()),
                "weather",
                proposals,
                IntStream.range(0, 16).boxed().toList());

        // Then
        IdentityHashMap<String, Boolean> copies = new IdentityHashMap<>();
        plan.units().getFirst().renderings().forEach(rendering -> copies.put(rendering.prefix(), true));
        assertThat(copies).hasSize(1);
    }
}
