package io.promptstream.benchmark.live;

import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.RunningProcess;
import io.promptstream.local.system.ServiceKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The processes of a running system.
 *
 * @param pids by the process's name, in the order of their start
 */
public record Processes(Map<String, Long> pids) {
    public static final String BROKER = "broker";

    public static Processes of(LocalSystem system) {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (RunningProcess process : system.description().processes()) {
            pids.put(process.name(), process.pid());
        }
        return new Processes(pids);
    }

    public static long pid(LocalSystem system, ServiceKind kind) {
        return of(system).pid(kind.module());
    }

    public long pid(String name) {
        return Objects.requireNonNull(pids.get(name), () -> "no process is called " + name);
    }

    /** Processor time of the whole process since its start, of its ended threads too. */
    public static Duration processorTime(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException(
                        "Process " + pid + " has ended, or this system does not tell its processor time"));
    }
}
