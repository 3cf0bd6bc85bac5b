package io.promptstream.acceptance;

import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceInstance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/** Does to a running system what a fault says. */
final class FaultInjector {

    private final LocalSystem system;
    private final RecordCopier copier;
    /** Each step has a thread of its own: in a pool, the one that waits may keep the one that is waited for from running. */
    private final Executor threads =
            step -> Thread.ofPlatform().daemon().name("fault").start(step);

    FaultInjector(LocalSystem system, RecordCopier copier) {
        this.system = system;
        this.copier = copier;
    }

    /** Completes when every part of the system is ready again. */
    CompletableFuture<Void> inject(Fault fault) {
        return CompletableFuture.runAsync(() -> injectNow(fault), threads);
    }

    private void injectNow(Fault fault) {
        switch (fault) {
            case Fault.KillService kill -> {
                system.kill(kill.instance());
                system.restart(kill.instance());
            }
            case Fault.RestartBroker restart -> restartBroker(restart.orderly());
            case Fault.RegistryAway away -> takeRegistryAway(away.duration(), away.starting());
            case Fault.DuplicateRecords duplicate -> copier.copy(duplicate.topic());
            case Fault.ReorderRecords reorder -> copier.copyShuffled(reorder.topic());
            case Fault.WipeState wipe -> {
                system.kill(wipe.instance());
                system.deleteState(wipe.instance());
                system.restart(wipe.instance());
            }
        }
    }

    private void restartBroker(boolean orderly) {
        if (orderly) {
            system.broker().stop();
        } else {
            system.broker().kill();
        }
        system.broker().restart();
    }

    private void takeRegistryAway(Duration duration, ServiceInstance starting) {
        system.registry().kill();
        system.kill(starting);
        var start = CompletableFuture.runAsync(() -> system.restart(starting), threads);
        LockSupport.parkNanos(duration.toNanos());
        system.registry().restart();
        start.join();
    }
}
