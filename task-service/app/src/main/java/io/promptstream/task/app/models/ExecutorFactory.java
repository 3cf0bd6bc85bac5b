package io.promptstream.task.app.models;

import io.promptstream.kafka.TaskDirectory;
import io.promptstream.task.app.configuration.TaskServiceConfiguration;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.ProposalExecutor;
import io.promptstream.task.execution.RemoteTokenBudget;
import io.promptstream.task.execution.TaskModels;
import io.promptstream.task.execution.Workers;
import io.promptstream.task.remote.RemoteModels;
import io.promptstream.task.remote.call.Sleeper;
import io.promptstream.task.remote.call.SteadyClock;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one executor of this process, made once the local models are loaded. */
@Singleton
public final class ExecutorFactory implements Supplier<ProposalExecutor> {
    private final TaskServiceConfiguration configuration;
    private final LocalModels localModels;
    private final TaskDirectory tasks;
    private final HttpClient http;
    private final Workers workers;
    private final RemoteTokenBudget budget;
    private final ExecutionMetrics metrics;
    private final Clock clock;
    private @Nullable ProposalExecutor executor;

    ExecutorFactory(
            TaskServiceConfiguration configuration,
            LocalModels localModels,
            TaskDirectory tasks,
            HttpClient http,
            Workers workers,
            RemoteTokenBudget budget,
            ExecutionMetrics metrics,
            Clock clock) {
        this.configuration = configuration;
        this.localModels = localModels;
        this.tasks = tasks;
        this.http = http;
        this.workers = workers;
        this.budget = budget;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @throws IllegalStateException if a local model cannot be loaded; the next call tries again */
    @Override
    public synchronized ProposalExecutor get() {
        if (executor == null) {
            executor = new ProposalExecutor(
                    tasks::find,
                    new TaskModels(localModels.load(), remoteModels()::connect),
                    workers,
                    budget,
                    metrics,
                    clock);
        }
        return executor;
    }

    private RemoteModels remoteModels() {
        return new RemoteModels(
                configuration.remote(),
                http,
                System::getenv,
                clock,
                new SteadyClock(clock, System::nanoTime),
                Sleeper.THREAD,
                new Random());
    }
}
