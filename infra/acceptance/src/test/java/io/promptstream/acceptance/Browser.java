package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/** A reader of the dashboard: a Chromium without a window. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final CSVFormat CSV =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    private final ChromeDriver driver;
    private final String dashboard;
    private final Path screenshots;
    private final Path downloads;

    private Browser(ChromeDriver driver, String dashboard, Path screenshots, Path downloads) {
        this.driver = driver;
        this.dashboard = dashboard;
        this.screenshots = screenshots;
        this.downloads = downloads;
    }

    /** Whether this machine has a Chromium and a driver for it. */
    static boolean isInstalled() {
        return chromium().isPresent() && driver().isPresent();
    }

    /**
     * Opens a browser that saves what it is given and lets the page use the clipboard.
     *
     * @param downloads an empty folder
     */
    static Browser start(String dashboard, Path screenshots, Path downloads) {
        var options = new ChromeOptions();
        options.setBinary(chromium().orElseThrow().toFile());
        // Containers of a build have neither the rights for its sandbox nor much shared memory.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver().orElseThrow().toFile())
                .build();
        var driver = new ChromeDriver(service, options);
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        driver.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        return new Browser(driver, dashboard, screenshots, downloads);
    }

    private static Optional<Path> chromium() {
        return Monitoring.executable("chromium");
    }

    private static Optional<Path> driver() {
        return Monitoring.executable("chromedriver");
    }

    /** Opens a view by its route, such as {@code #/dead-letters}. */
    void open(String route) {
        driver.get(dashboard + route);
    }

    /** The browser's window, in CSS pixels, and what its system prefers. */
    void show(int width, int height, String theme) {
        driver.manage().window().setSize(new Dimension(width, height));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    void awaitText(String text) {
        onceDrawn("'" + text + "' on the page").until(() -> text().contains(text));
    }

    void awaitText(Pattern text) {
        onceDrawn("text like " + text + " on the page")
                .until(() -> text.matcher(text()).find());
    }

    void awaitNoText(String text) {
        onceDrawn("no '" + text + "' on the page").until(() -> !text().contains(text));
    }

    /** Cells of the table row that begins with {@code first}; empty where there is none now. */
    List<String> row(String first) {
        var cells = driver.executeScript("""
                return [...document.querySelectorAll("tbody tr")]
                    .map(row => [...row.querySelectorAll("th, td")].map(cell => cell.innerText.trim()))
                    .find(cells => cells[0] === arguments[0]) ?? []""", first);
        return ((List<?>) Objects.requireNonNull(cells))
                .stream().map(String::valueOf).toList();
    }

    /** Clicks the button or link with that text. */
    void click(String text) {
        click(By.xpath("//*[self::button or self::a][normalize-space()='" + text + "']"));
    }

    /** Clicks what {@code selector} names first. */
    void clickFirst(String selector) {
        click(By.cssSelector(selector));
    }

    /** The rows that the page's button "CSV of {@code what}" saves in {@code name}.csv, by the names of their columns. */
    List<CSVRecord> export(String what, String name) {
        var file = downloads.resolve(name + ".csv");
        try {
            Files.deleteIfExists(file);
            click("CSV of " + what);
            await(file + " to be saved").atMost(PATIENCE).until(() -> Files.exists(file));
            var text = Files.readString(file);
            assertThat(text).startsWith("\uFEFF");
            return CSV.parse(new StringReader(text.substring(1))).getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** What was last copied. */
    String clipboard() {
        return String.valueOf(driver.executeAsyncScript("navigator.clipboard.readText().then(arguments[0])"));
    }

    private void click(By what) {
        onceDrawn("something to click at " + what).until(() -> {
            var found = driver.findElement(what);
            // A button that is disabled takes clicks, and does nothing.
            boolean enabled = found.isEnabled();
            if (enabled) {
                found.click();
            }
            return enabled;
        });
    }

    /** The page redraws all the time, so that what was found may be gone when it is looked at. */
    private static ConditionFactory onceDrawn(String awaited) {
        return await(awaited)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(WebDriverException.class);
    }

    void screenshot(String name) {
        try {
            Files.createDirectories(screenshots);
            Files.write(screenshots.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a screenshot to " + screenshots, e);
        }
    }

    /** Serious problems of accessibility that axe finds on the page as it is, and where. */
    List<String> barriers() {
        // One run in the page itself, which has no frames, and nothing told of what is well.
        var options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        var results = new AxeBuilder().setLegacyMode(true).withOptions(options).analyze(driver);
        assertThat(results.isErrored())
                .as("axe failed: " + results.getErrorMessage())
                .isFalse();
        return results.getViolations().stream()
                .filter(rule -> SERIOUS.contains(rule.getImpact()))
                .map(Browser::barrier)
                .toList();
    }

    /** The same of the page with another element at its end. */
    List<String> barriersWith(String element) {
        driver.executeScript("document.body.insertAdjacentHTML('beforeend', arguments[0])", element);
        try {
            return barriers();
        } finally {
            driver.executeScript("document.body.lastElementChild.remove()");
        }
    }

    private static String barrier(Rule rule) {
        return rule.getId() + ": "
                + rule.getNodes().stream()
                        .map(node -> String.valueOf(node.getTarget()))
                        .toList();
    }

    /** What the page complained of to the console since the last call. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    /** What can be read on the page, words of a line one space apart. By script: the driver asks for each element's visibility. */
    String text() {
        return String.valueOf(driver.executeScript("return document.body.innerText"))
                .replaceAll("\\h+", " ");
    }

    @Override
    public void close() {
        driver.quit();
    }
}
