package io.promptstream.local.evaluation;

import io.promptstream.event.Label;
import io.promptstream.event.Reward;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.connection.TooLargeException;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.input.TaskInput;
import io.promptstream.schemas.RewardKinds;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures prompts through a running system: its task service answers and its reward service scores, as they do live, with
 * proposals of the role EVALUATE, which neither serve nor teach.
 */
public final class PromptEvaluation {

    private static final Duration POLL = Duration.ofMillis(100);

    /** Enough to keep every worker busy, and few enough that users' queries wait for little of it. */
    private static final int MOST_WAITING = 1_000;

    private final KafkaAccess kafka;
    private final Task task;
    private final Duration patience;
    private final Clock clock;
    private final LongSupplier nanos;

    /** @param patience how long nothing may come before the evaluation is given up */
    public PromptEvaluation(KafkaAccess kafka, Task task, Duration patience) {
        this.kafka = kafka;
        this.task = task;
        this.patience = patience;
        this.clock = Clock.systemUTC();
        this.nanos = System::nanoTime;
    }

    /** Hears how many proposals are done, of how many. */
    public interface Progress {
        void show(long done, long total);
    }

    /**
     * What was measured.
     *
     * @param model that answered, by name and what identifies its weights
     * @param prompts in the order in which they were given
     */
    public record Outcome(String model, List<Measures> prompts) {
        public Outcome {
            prompts = List.copyOf(prompts);
        }
    }

    /** Why prompts of the task cannot be measured on a file; empty if they can. */
    public static Optional<String> obstacle(Task task) {
        if (RewardKinds.ratedByPeople(task.getReward())) {
            return Optional.of(
                    "Task " + task.getTaskId() + " is rewarded by people's ratings (reward.kind rating), and"
                            + " people rate what they are served, not what is measured; the dashboard shows what its prompts earned");
        }
        return Optional.empty();
    }

    /** Whether answers of the task are scored against references. */
    public static boolean needsReferences(Task task) {
        return RewardKinds.needsReferences(task.getReward());
    }

    /**
     * Tries every prompt on every input; returns when all of it is rewarded or has failed.
     *
     * @throws CommandException if nothing comes any more, saying what is missing
     */
    public Outcome measure(List<String> prompts, List<TaskInput> inputs, Progress progress) {
        return measure(prompts, /* served= */ -1, inputs, progress);
    }

    /**
     * As the other one.
     *
     * @param served place of the prompt that stands for what the task is served with: where an input's context has a prompt of
     *     its own, that is measured instead; below 0: none
     */
    public Outcome measure(List<String> prompts, int served, List<TaskInput> inputs, Progress progress) {
        obstacle(task).ifPresent(reason -> {
            throw new CommandException(reason);
        });
        var labels = task.getLabels().stream().map(Label::getName).toList();
        var queries = new EvaluationQueries(newId(), task.getTaskId(), prompts, served);
        var trials = new Trials(labels, prompts.size(), inputs);
        try (var consumer = kafka.consumer();
                var codec = kafka.codec();
                var publisher = new QueryPublisher(kafka)) {
            readFromNowOn(consumer);
            run(queries, inputs, trials, consumer, codec, publisher, progress);
        }
        var measures = new ArrayList<Measures>();
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            measures.add(Measures.of(trials.of(prompt), labels));
        }
        return new Outcome(trials.models(), measures);
    }

    private void run(
            EvaluationQueries queries,
            List<TaskInput> inputs,
            Trials trials,
            KafkaConsumer<String, byte[]> consumer,
            EventCodec codec,
            QueryPublisher publisher,
            Progress progress) {
        long total = (long) queries.prompts().size() * inputs.size();
        var parts = new ArrayDeque<EvaluationQueries.Part>();
        int input = -1;
        long changed = nanos.getAsLong();
        while (trials.done() < total) {
            while (trials.waiting() < MOST_WAITING && (input + 1 < inputs.size() || !parts.isEmpty())) {
                if (parts.isEmpty()) {
                    input++;
                    parts.addAll(queries.of(input, inputs.get(input), clock.instant()));
                }
                send(parts.remove(), input, trials, publisher);
            }
            boolean news = false;
            for (var record : consumer.poll(POLL)) {
                news |= record.key() != null
                        && record.key().startsWith(queries.evaluationId())
                        && take(record, codec, trials);
            }
            changed = news ? nanos.getAsLong() : changed;
            progress.show(trials.done(), total);
            if (nanos.getAsLong() - changed > patience.toNanos() && trials.waiting() > 0) {
                publisher.flush();
                throw new CommandException(givenUp(trials, queries.prompts()));
            }
        }
    }

    private static void send(EvaluationQueries.Part part, int input, Trials trials, QueryPublisher publisher) {
        try {
            publisher.publish(part.query());
            trials.expect(part, input);
        } catch (TooLargeException e) {
            trials.refuse(part, input, "INPUT_TOO_LONG: " + e.reason());
        }
    }

    private boolean take(ConsumerRecord<String, byte[]> record, EventCodec codec, Trials trials) {
        if (record.topic().equals(kafka.topics().taskOutputs().name())) {
            return codec.decode(record.topic(), record.value(), TaskOutput.class)
                            instanceof Decoded.Event<TaskOutput> output
                    && trials.take(output.event());
        }
        return codec.decode(record.topic(), record.value(), Reward.class) instanceof Decoded.Event<Reward> reward
                && trials.take(reward.event());
    }

    private String givenUp(Trials trials, List<String> prompts) {
        return "Nothing came for " + patience.toSeconds() + " s: " + trials.missing(prompts)
                + ". See 'promptstream status' for services that do not run, 'promptstream task show' for what fails, and the"
                + " topics that end in .dead-letters"
                + (!RewardKinds.rated(task.getReward().getKind())
                        ? ""
                        : "; rewards of this task come from whatever rates its outputs: does it run?")
                + "; or wait longer with --timeout";
    }

    /** What is in the topics now is none of this evaluation's. */
    private void readFromNowOn(KafkaConsumer<String, byte[]> consumer) {
        var partitions = Stream.of(kafka.topics().taskOutputs(), kafka.topics().rewards())
                .map(Topic::name)
                .flatMap(name -> consumer.partitionsFor(name).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    private static String newId() {
        return "evaluation-" + UUID.randomUUID().toString().substring(24);
    }
}
