package io.promptstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.system.SystemSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code infra/promptstream} in a checkout that is built, on a machine whose first Java is too old. */
class LauncherScriptIT {

    private static final String OLDEST = "OLDEST=25";
    private static final String PREPARING = "Preparing quick starts";

    @TempDir
    Path folder;

    private BuiltCheckout checkout;

    @BeforeEach
    void prepare() throws IOException {
        checkout = new BuiltCheckout(folder);
    }

    @Test
    void findsAJdkThatIsRecentEnoughBehindAnOlderOne() throws Exception {
        // When
        var run = checkout.run("--version");

        // Then
        assertThat(run.output()).contains("promptstream 0.1.0");
        assertThat(run.exit()).isZero();
    }

    @Test
    void saysWhatToDoWhereNoJdkIsRecentEnough() throws Exception {
        // Given a script that wants one that nobody has
        var script = Files.readString(BuiltCheckout.script());
        assertThat(script).containsOnlyOnce(OLDEST);
        BuiltCheckout.write(checkout.resolve("infra/promptstream"), script.replace(OLDEST, "OLDEST=999"));

        // When
        var run = checkout.run("--version");

        // Then
        assertThat(run.output())
                .contains("No JDK 999 or later was found in JAVA_HOME, on the PATH")
                .contains("set JAVA_HOME to its folder");
        assertThat(run.exit()).isEqualTo(1);
    }

    @Test
    void startsWhatWasPackagedLastAndNotAnotherVersionBesideIt() throws Exception {
        // Given jars of versions that sort before and behind, which are no archives at all
        for (var other : List.of("0.0.9-SNAPSHOT", "0.9.0-SNAPSHOT")) {
            BuiltCheckout.write(checkout.resolve("infra/local/target/local-" + other + ".jar"), "another version");
        }

        // When
        var run = checkout.run("--version");

        // Then
        assertThat(run.output()).contains("promptstream 0.1.0");
        assertThat(run.exit()).isZero();
        assertThat(checkout.resolve("builds")).doesNotExist();
    }

    @Test
    void writesAnAotCacheOnceForABuild() throws Exception {
        // Given
        var built = SystemSettings.rootFromProperty().resolve("infra/local/target");
        var jar = checkout.resolve("infra/local/target/local-" + BuiltCheckout.VERSION + ".jar");
        Files.copy(built.resolve(jar.getFileName()), jar, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                built.resolve("service.classpath"),
                checkout.resolve("infra/local/target/service.classpath"),
                StandardCopyOption.REPLACE_EXISTING);
        var sample = "infra/local/src/main/samples/product-opinions.yaml";
        BuiltCheckout.write(
                checkout.resolve(sample),
                Files.readString(SystemSettings.rootFromProperty().resolve(sample)));
        Files.setLastModifiedTime(checkout.resolve("infra/local/target/built"), FileTime.from(later(5)));

        // When
        assertThat(checkout.run("--version").output()).contains(PREPARING).contains("promptstream 0.1.0");

        // Then
        assertThat(checkout.aotCaches())
                .singleElement()
                .satisfies(cache -> assertThat(cache).isNotEmptyFile());
        assertThat(checkout.run("--version").output()).isEqualTo("promptstream 0.1.0\n");

        // When
        Files.setLastModifiedTime(jar, FileTime.from(later(1)));

        // Then
        assertThat(checkout.run("--version").output()).contains(PREPARING).contains("promptstream 0.1.0");
    }

    @Test
    void startsWithoutAnAotCacheWhereNoneCanBeWrittenAndTriesOnce() throws Exception {
        // Given a class path with folders, of which a JVM makes none
        assertThat(checkout.run("--version").output()).contains(PREPARING).contains("promptstream 0.1.0");

        // When
        var again = checkout.run("--version");

        // Then
        assertThat(again.output()).isEqualTo("promptstream 0.1.0\n");
        assertThat(checkout.aotCaches())
                .singleElement()
                .satisfies(cache -> assertThat(cache).isEmptyFile());
    }

    @Test
    void buildsAgainWhereTheSourcesHaveAnotherVersion() throws Exception {
        // Given a version that was raised with an old date, as unpacking an archive does
        BuiltCheckout.write(checkout.resolve("pom.xml"), BuiltCheckout.pom("0.2.0-SNAPSHOT"));
        Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.fromMillis(0));

        // When
        checkout.run("--version");

        // Then
        assertThat(checkout.resolve("builds")).exists();
    }

    @Test
    void buildsAgainWhereASourceWasRemoved() throws Exception {
        // Given
        var source = checkout.resolve("task-service/app/src/main/java/Removed.java");
        BuiltCheckout.write(source, "");
        Files.setLastModifiedTime(checkout.resolve("infra/local/target/built"), FileTime.from(later(1)));
        Files.delete(source);
        Files.setLastModifiedTime(source.getParent(), FileTime.from(later(2)));
        var generated = checkout.resolve("task-service/app/target/classes/$Removed$Definition.class");
        BuiltCheckout.write(generated, "");

        // When
        checkout.run("--version");

        // Then what was generated from it is not packaged again
        assertThat(checkout.resolve("builds")).exists();
        assertThat(generated).doesNotExist();
    }

    @Test
    void keepsWhatIsCompiledWhereASourceWasOnlyChanged() throws Exception {
        // Given
        var source = checkout.resolve("task-service/app/src/main/java/Changed.java");
        BuiltCheckout.write(source, "");
        var compiled = checkout.resolve("task-service/app/target/classes/Changed.class");
        BuiltCheckout.write(compiled, "");
        Files.setLastModifiedTime(checkout.resolve("infra/local/target/built"), FileTime.from(later(1)));
        Files.setLastModifiedTime(source, FileTime.from(later(2)));

        // When
        checkout.run("--version");

        // Then
        assertThat(checkout.resolve("builds")).exists();
        assertThat(compiled).exists();
    }

    @Test
    void buildsTheBenchmarksOnlyWhereOneIsAskedFor() throws Exception {
        // Given
        checkout.run("--version");
        assertThat(checkout.resolve("builds")).doesNotExist();

        // When
        checkout.run("bench", "--help");

        // Then
        assertThat(Files.readString(checkout.resolve("builds"))).contains("-pl infra/local,", ",infra/benchmark -am");
    }

    @Test
    void startsTheBenchmarksThatAreBuilt() throws Exception {
        // Given
        checkout.buildBenchmarks();

        // When a jar without classes is on the class path
        var run = checkout.run("bench", "--help");

        // Then
        assertThat(run.output()).contains("main class io.promptstream.benchmark.Benchmarks");
        assertThat(checkout.resolve("builds")).doesNotExist();
    }

    @Test
    void buildsAgainWhereASourceOfTheBenchmarksChanged() throws Exception {
        // Given
        checkout.buildBenchmarks();
        var source = checkout.resolve("infra/benchmark/src/main/java/Changed.java");
        BuiltCheckout.write(source, "");
        Files.setLastModifiedTime(source, FileTime.from(later(2)));

        // When
        checkout.run("--version");

        // Then no other command cares
        assertThat(checkout.resolve("builds")).doesNotExist();

        // When
        checkout.run("bench", "--help");

        // Then
        assertThat(checkout.resolve("builds")).exists();
    }

    private static Instant later(int minutes) {
        return Instant.now().plus(Duration.ofMinutes(minutes));
    }
}
