package io.promptstream.benchmark.learning;

import io.promptstream.event.Evaluation;
import io.promptstream.event.Label;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.evaluation.CoreTrials.Attempt;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.evaluation.Trial;
import io.promptstream.local.input.TaskInput;
import io.promptstream.policy.learning.LabelShifts;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.round.CurrentPolicies;
import io.promptstream.policy.round.Proposer;
import io.promptstream.schemas.GradientPolicies;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A policy that learns in this thread as it does in the running system: the policy service's own proposer and learner, the
 * inputs over and over as queries, each pass in another order. As many rounds are in flight as the task allows, so each is
 * learned that many rounds less one after it was proposed. Equal seeds give equal runs, bit for bit.
 */
public final class LearningRun {
    /** Calls that a gradient takes besides its answer: the pass back multiplies twice as many matrices. */
    private static final int BACKWARD = 2;

    /** Nothing here waits for anything, so no round ever grows old. */
    private static final Clock STOPPED = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final Task task;
    private final RewardDefinition paid;
    private final ScoreTable scores;
    private final Proposer proposer;
    private final LearnedPolicy policy;
    private final QueryStream stream;
    private final Deque<RoundResult> inFlight = new ArrayDeque<>();
    private long calls;
    private double rewards;

    /**
     * Begins.
     *
     * @param inputs what is streamed; no text may be there twice
     * @param seed of the order of the queries and of the rounds' names; the policy has its own in the task
     */
    public LearningRun(Task task, Policies policies, ScoreTable scores, List<TaskInput> inputs, long seed) {
        this(task, task.getReward(), policies, scores, inputs, seed);
    }

    /**
     * Begins.
     *
     * @param paid the reward that {@link #rewards} sums up, where it is another than the one that is learned by
     */
    public LearningRun(
            Task task, RewardDefinition paid, Policies policies, ScoreTable scores, List<TaskInput> inputs, long seed) {
        this.task = task;
        this.paid = paid;
        this.scores = scores;
        var random = new Random(seed);
        this.proposer = new Proposer(
                new CurrentPolicies(policies, Optional::of),
                STOPPED,
                () -> 0,
                new SplittableRandom(seed),
                () -> new UUID(random.nextLong(), random.nextLong()),
                Long.MAX_VALUE);
        this.policy = new LearnedPolicy(task, policies, STOPPED);
        this.stream = new QueryStream(task.getTaskId(), random, STOPPED.instant());
        stream.stream(inputs);
    }

    /** From now on other inputs are streamed, over and over; no text may be there twice. */
    public void stream(List<TaskInput> others) {
        stream.stream(others);
    }

    /** Continues until the task model was called so often, or a little more: rounds are whole. */
    public void advance(long wanted) {
        while (calls < wanted) {
            if (inFlight.size() >= task.getPolicy().getRoundsInFlight()) {
                policy.learn(inFlight.removeFirst());
            }
            var proposals = proposer.propose(task, stream.next(), Optional.of(snapshot()));
            // One call serves the query, as in the running system.
            calls += 1 + proposals.explore().size() + gradients(proposals.explore());
            answers(List.of(proposals.serve()), scores.outputs(attempts(List.of(proposals.serve()))));
            if (!proposals.explore().isEmpty()) {
                inFlight.add(result(proposals.explore()));
            }
        }
    }

    /** Calls of the task model until now. */
    public long calls() {
        return calls;
    }

    /** Sum of the rewards of all calls until now. */
    public double rewards() {
        return rewards;
    }

    /** Calls from the first query of a round until the round is full. */
    public long callsOfRound() {
        long queries = task.getPolicy().getQueriesPerRound();
        // Of two prompts at most: AutoPrompt's trigger takes the place of a contender as long as there is none.
        long gradients = GradientPolicies.include(task.getPolicy().getKind()) ? 2 * BACKWARD * queries : 0;
        return queries + queries * task.getPolicy().getPromptsPerRound() + gradients;
    }

    private static long gradients(List<PromptProposal> proposals) {
        return BACKWARD
                * proposals.stream()
                        .filter(proposal -> proposal.getGradientLabel().isPresent())
                        .count();
    }

    /** What is taken off the labels' logits where a query is served now; empty: nothing. */
    public List<Float> servedShift() {
        return LabelShifts.of(task, Optional.of(snapshot()))
                .of(Leaderboard.served(snapshot()).getText());
    }

    /** As the inputs would be served now. */
    public Measures measureServed(List<TaskInput> measured) {
        var served = measured.stream().map(this::served).toList();
        return Measures.of(
                scores.trials(
                        task,
                        IntStream.range(0, served.size())
                                .mapToObj(at -> new Attempt(
                                        measured.get(at),
                                        served.get(at).getPrompt().getText()))
                                .toList(),
                        served.stream().map(Provenance::getLabelShift).toList()),
                task.getLabels().stream().map(Label::getName).toList());
    }

    /** How an input would be served now. */
    public Provenance served(TaskInput input) {
        var served = Leaderboard.served(snapshot()).getText();
        var evaluation = new Evaluation("served", List.of(served), 0);
        return proposer.evaluate(task, stream.query(input, "served"), evaluation, Optional.of(snapshot()))
                .getFirst()
                .getProvenance();
    }

    /** The newest version of the policy. */
    public PolicySnapshot snapshot() {
        return policy.snapshot();
    }

    private List<Attempt> attempts(List<PromptProposal> proposals) {
        return proposals.stream()
                .map(proposal -> new Attempt(
                        stream.input(proposal.getInput()),
                        proposal.getProvenance().getPrompt().getText(),
                        proposal.getEmbedding(),
                        proposal.getGradientLabel()))
                .toList();
    }

    private List<Trial> answers(List<PromptProposal> proposals, List<TaskOutput> outputs) {
        var shifts = proposals.stream()
                .map(proposal -> proposal.getProvenance().getLabelShift())
                .toList();
        var attempts = attempts(proposals);
        var answers = ScoreTable.trials(task, attempts, outputs, shifts);
        (paid.equals(task.getReward()) ? answers : ScoreTable.trials(paidTask(), attempts, outputs, shifts))
                .forEach(this::earn);
        return answers;
    }

    private Task paidTask() {
        return Task.newBuilder(task).setReward(paid).build();
    }

    private void earn(Trial answer) {
        rewards += Objects.requireNonNullElse(answer.reward(), 0.0);
    }

    private RoundResult result(List<PromptProposal> round) {
        var outputs = scores.outputs(attempts(round));
        return new ClosedRound(task, round, outputs, answers(round, outputs), STOPPED.instant()).result();
    }
}
