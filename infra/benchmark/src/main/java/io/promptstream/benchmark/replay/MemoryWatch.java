package io.promptstream.benchmark.replay;

import io.promptstream.benchmark.live.Processes;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The memory of a service's process while a log is read, by tenths of the log: what the process occupies at most, and the
 * least that its heap holds. The least comes right after a collection, so it bounds what is alive from above.
 */
final class MemoryWatch {
    private static final int PARTS = 10;
    private static final double MEBIBYTE = 1 << 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI metrics;
    private final Path status;
    private final double[] resident = new double[PARTS];
    private final double[] heap = new double[PARTS];

    private MemoryWatch(URI metrics, Path status) {
        this.metrics = metrics;
        this.status = status;
        Arrays.fill(heap, Double.POSITIVE_INFINITY);
    }

    /** Of one service of a system on this machine, which must be a Linux one. */
    static MemoryWatch of(LocalSystem system, ServiceKind kind) {
        return new MemoryWatch(
                URI.create(system.url(kind) + "/prometheus"),
                Path.of("/proc/" + Processes.pid(system, kind) + "/status"));
    }

    /**
     * Looks at the process.
     *
     * @param share which part of the log was read, from 0 to 1
     */
    void sample(double share) throws InterruptedException {
        int part = Math.min(PARTS - 1, (int) (share * PARTS));
        resident[part] = Math.max(resident[part], residentMebibytes());
        heap[part] = Math.min(heap[part], heapMebibytes());
    }

    void print(PrintWriter out) {
        out.println("part of the log read   process at most   heap at least");
        for (int part = 0; part < PARTS; part++) {
            if (Double.isFinite(heap[part])) {
                out.printf(
                        "%3d to %3d %%            %8.0f MiB   %9.0f MiB%n",
                        part * 100 / PARTS, (part + 1) * 100 / PARTS, resident[part], heap[part]);
            }
        }
    }

    private double residentMebibytes() {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("The service has ended", e);
        }
    }

    private double heapMebibytes() throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) / MEBIBYTE)
                    .sum();
        } catch (IOException e) {
            throw new CommandException("The service does not tell its metrics: " + e, e);
        }
    }
}
