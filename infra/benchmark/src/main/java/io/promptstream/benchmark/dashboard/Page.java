package io.promptstream.benchmark.dashboard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The dashboard in a Chromium without a window. */
final class Page implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double MEBIBYTE = 1 << 20;
    /**
     * Remembers when figures stood on the page first, and of the tasks that held it up for over 50 ms when the last one ended
     * and for how long they did.
     */
    private static final String WATCHING = """
            window.heldUpUntil = 0;
            window.heldUpFor = 0;
            new PerformanceObserver((list) => {
              for (const task of list.getEntries()) {
                window.heldUpUntil = task.startTime + task.duration;
                window.heldUpFor += task.duration - 50;
              }
            }).observe({ type: 'longtask', buffered: true });
            const look = () => {
              if (/\\d/.test(document.querySelector('main dl.stats dd, main tbody td')?.textContent ?? '')) {
                window.figuresAt = performance.now();
              } else {
                requestAnimationFrame(look);
              }
            };
            look();
            """;

    private final ChromeDriver driver;
    private final String dashboard;

    /**
     * How fast a page was there, in milliseconds since it was asked for.
     *
     * @param painted something was drawn
     * @param figures figures of the running system were drawn
     * @param interactive it answered at once from then on: it was painted, and nothing held it up
     *     for over 50 ms in the {@link #QUIET} that followed
     * @param heldUp time beyond 50 ms of all the tasks that held it up until then; one late task, such as another
     *     program may cause, moves this little
     */
    record Opening(double painted, double figures, double interactive, double heldUp) {}

    /** As long as nothing may hold up a page that is called interactive, by the usual definition of the time to interactive. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private Page(ChromeDriver driver, String dashboard) {
        this.driver = driver;
        this.dashboard = dashboard;
    }

    /** Starts a browser. */
    static Page start(String dashboard, Chromium chromium) {
        var options = new ChromeOptions();
        options.setBinary(chromium.browser().toFile());
        // Containers have neither the rights for its sandbox nor much shared memory.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1440,900");
        // Named, so that nothing is looked for, or fetched, on the network.
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromium.driver().toFile())
                .build();
        var driver = new ChromeDriver(service, options);
        driver.executeCdpCommand("Performance.enable", Map.of());
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", true));
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCHING));
        return new Page(driver, dashboard);
    }

    /** Opens a view for the first time, by its route. */
    Opening open(String route) throws InterruptedException {
        driver.get("about:blank");
        driver.get(dashboard + route);
        new WebDriverWait(driver, PATIENCE)
                .until(any -> driver.executeScript("return window.figuresAt ?? null") != null);
        Thread.sleep(QUIET);
        double painted = number("return performance.getEntriesByName('first-contentful-paint')[0].startTime");
        return new Opening(
                painted,
                number("return window.figuresAt"),
                Math.max(painted, number("return window.heldUpUntil")),
                number("return window.heldUpFor"));
    }

    /** What the page's JavaScript holds after a collection, in MiB. */
    double heap() {
        driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        return metric("JSHeapUsedSize") / MEBIBYTE;
    }

    /** Elements and texts of the document. */
    double nodes() {
        return metric("Nodes");
    }

    /** Seconds that the page's thread has worked since the page was opened. */
    double busy() {
        return metric("TaskDuration");
    }

    /** How old what the page shows is, by the time that it tells, in seconds; that is exact to one. */
    double age() {
        return number("""
                const [h, m, s] = document.querySelector('.line time').textContent.split(':').map(Number);
                const now = new Date();
                return (now.getHours() * 3600 + now.getMinutes() * 60 + now.getSeconds()) - (h * 3600 + m * 60 + s);
                """);
    }

    private double number(String script) {
        return driver.executeScript(script) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private double metric(String name) {
        return driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics") instanceof List<?> metrics
                ? metrics.stream()
                        .map(metric -> (Map<?, ?>) metric)
                        .filter(metric -> name.equals(metric.get("name")))
                        .map(metric -> metric.get("value"))
                        .mapToDouble(value -> value instanceof Number number ? number.doubleValue() : Double.NaN)
                        .sum()
                : Double.NaN;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
