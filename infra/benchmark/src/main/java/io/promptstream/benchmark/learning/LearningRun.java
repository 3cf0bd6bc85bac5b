package io.promptstream.benchmark.learning;

import io.promptstream.event.Evaluation;
import io.promptstream.event.Label;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RoundClosing;
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
import io.promptstream.policy.round.Learners;
import io.promptstream.policy.round.Proposer;
import io.promptstream.reward.function.ElementMeans;
import io.promptstream.reward.function.UncalibratedScores;
import io.promptstream.schemas.GradientPolicies;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final Learners learners;
    private final Random random;
    private final List<TaskInput> inputs = new ArrayList<>();
    private final Map<String, TaskInput> byText = new HashMap<>();
    private final Deque<TaskInput> pass = new ArrayDeque<>();
    private final Deque<RoundResult> inFlight = new ArrayDeque<>();
    private PolicySnapshot newest;
    private long asked;
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
        this.random = new Random(seed);
        this.proposer = new Proposer(
                new CurrentPolicies(policies, Optional::of),
                STOPPED,
                () -> 0,
                new SplittableRandom(seed),
                () -> new UUID(random.nextLong(), random.nextLong()),
                Long.MAX_VALUE);
        this.learners = new Learners(policies, STOPPED, "");
        stream(inputs);
        learners.open(task, Optional.empty(), Optional.empty());
        this.newest = learners.takeUpdates().getFirst().snapshot();
    }

    /** From now on other inputs are streamed, over and over; no text may be there twice. */
    public void stream(List<TaskInput> others) {
        inputs.clear();
        inputs.addAll(others);
        pass.clear();
        byText.putAll(others.stream().collect(Collectors.toMap(TaskInput::text, Function.identity())));
    }

    /** Continues until the task model was called so often, or a little more: rounds are whole. */
    public void advance(long wanted) {
        while (calls < wanted) {
            if (inFlight.size() >= task.getPolicy().getRoundsInFlight()) {
                learners.learn(task, inFlight.removeFirst());
                newest = learners.takeUpdates().getFirst().snapshot();
            }
            var proposals = proposer.propose(task, nextQuery(), Optional.of(newest));
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
        return LabelShifts.of(task, Optional.of(newest))
                .of(Leaderboard.served(newest).getText());
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
        var served = Leaderboard.served(newest).getText();
        var evaluation = new Evaluation("served", List.of(served), 0);
        return proposer.evaluate(task, query(input, "served"), evaluation, Optional.of(newest))
                .getFirst()
                .getProvenance();
    }

    /** The newest version of the policy. */
    public PolicySnapshot snapshot() {
        return newest;
    }

    private Query nextQuery() {
        if (pass.isEmpty()) {
            Collections.shuffle(inputs, random);
            pass.addAll(inputs);
        }
        return query(pass.removeFirst(), "learning-" + asked++);
    }

    private Query query(TaskInput input, String id) {
        return Query.newBuilder()
                .setQueryId(id)
                .setTaskId(task.getTaskId())
                .setText(input.text())
                .setReference(input.reference())
                .setAskedAt(STOPPED.instant())
                .build();
    }

    private List<Attempt> attempts(List<PromptProposal> proposals) {
        return proposals.stream()
                .map(proposal -> new Attempt(
                        Objects.requireNonNull(byText.get(proposal.getInput())),
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

    /** What the aggregator makes of a round in which nothing fails and nothing is late. */
    private RoundResult result(List<PromptProposal> round) {
        var outputs = scores.outputs(attempts(round));
        var answers = answers(round, outputs);
        var first = round.getFirst().getProvenance();
        int queries = first.getRoundQueries();
        var prompts = new ArrayList<PromptResult>();
        for (int from = 0; from < round.size(); from += queries) {
            var rewards = new ArrayList<QueryReward>();
            for (int query = 0; query < queries; query++) {
                var answer = answers.get(from + query);
                double value = Objects.requireNonNullElse(answer.reward(), 0.0);
                rewards.add(new QueryReward(query, value, Boolean.TRUE.equals(answer.correct()), false));
            }
            var provenance = round.get(from).getProvenance();
            prompts.add(PromptResult.newBuilder()
                    .setPrompt(provenance.getPrompt())
                    .setPromptIndex(provenance.getPromptIndex())
                    .setOrigin(provenance.getOrigin())
                    .setLogProbability(provenance.getLogProbability())
                    .setTruncation(provenance.getTruncation())
                    .setSeed(provenance.getSeed())
                    .setRewards(rewards)
                    .setLabelScores(ElementMeans.of(outputs.subList(from, from + queries).stream()
                            .map(output -> UncalibratedScores.of(output, task))
                            .toList()))
                    .setPromptGradient(ElementMeans.of(outputs.subList(from, from + queries).stream()
                            .map(TaskOutput::getPromptGradient)
                            .toList()))
                    .build());
        }
        return RoundResult.newBuilder()
                .setRoundId(first.getRoundId().orElseThrow())
                .setTaskId(task.getTaskId())
                .setTaskRevision(first.getTaskRevision())
                .setPolicyVersion(first.getPolicyVersion())
                .setDistinctQueries(first.getDistinctQueries())
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(prompts)
                .setExpectedRewards(round.size())
                .setReceivedRewards(round.size())
                .setOpenedAt(STOPPED.instant())
                .setClosedAt(STOPPED.instant())
                .setQueryFeatures(features(round.subList(0, queries)))
                .build();
    }

    private static List<ByteBuffer> features(List<PromptProposal> ofQueries) {
        var features = ofQueries.stream()
                .map(proposal -> proposal.getProvenance().getQueryFeatures())
                .toList();
        return features.stream().anyMatch(ByteBuffer::hasRemaining) ? features : List.of();
    }
}
