package io.promptstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.system.SystemSettings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code infra/promptstream} in a checkout that is built, on a machine whose first Java is too old. */
class LauncherScriptIT {

    private static final String OLDEST = "OLDEST=25";
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final String PREPARING = "Preparing quick starts";

    @TempDir
    Path folder;

    private Path checkout;
    private Path oldJdk;

    @BeforeEach
    void prepare() throws IOException {
        checkout = folder.resolve("checkout");
        oldJdk = folder.resolve("jdk-17");
        jdkThatFails(oldJdk, "17.0.2");
        write(checkout.resolve("infra/promptstream"), Files.readString(script()));
        var target = checkout.resolve("infra/local/target");
        write(target.resolve("service.classpath"), System.getProperty("java.class.path"));
        write(target.resolve("registry.archive"), write(folder.resolve("registry.tar.gz"), ""));
        for (var service : List.of("policy-service/app", "task-service/app", "reward-service/app")) {
            write(checkout.resolve(service).resolve("target/service.classpath"), "");
            packaged(service, service.replace("-service/", "-"), VERSION);
        }
        packaged("infra/local", "local", VERSION);
        write(checkout.resolve("mvnw"), "#!/bin/sh\necho built >> \"$(dirname \"$0\")/builds\"\n");
        assertThat(checkout.resolve("mvnw").toFile().setExecutable(true)).isTrue();
        write(checkout.resolve("pom.xml"), pom(VERSION));
        write(target.resolve("built"), "");
        Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.fromMillis(0));
        // Where the tests' own JDK is found, wherever it is.
        Files.createDirectories(folder.resolve(".jdks"));
        Files.createSymbolicLink(folder.resolve(".jdks/recent"), Path.of(System.getProperty("java.home")));
    }

    @Test
    void findsAJdkThatIsRecentEnoughBehindAnOlderOne() throws Exception {
        // When
        var run = run("--version");

        // Then
        assertThat(run.output()).contains("promptstream 0.1.0");
        assertThat(run.exit()).isZero();
    }

    @Test
    void saysWhatToDoWhereNoJdkIsRecentEnough() throws Exception {
        // Given a script that wants one that nobody has
        var script = Files.readString(script());
        assertThat(script).containsOnlyOnce(OLDEST);
        write(checkout.resolve("infra/promptstream"), script.replace(OLDEST, "OLDEST=999"));

        // When
        var run = run("--version");

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
            write(checkout.resolve("infra/local/target/local-" + other + ".jar"), "another version");
        }

        // When
        var run = run("--version");

        // Then
        assertThat(run.output()).contains("promptstream 0.1.0");
        assertThat(run.exit()).isZero();
        assertThat(checkout.resolve("builds")).doesNotExist();
    }

    @Test
    void writesAnAotCacheOnceForABuild() throws Exception {
        // Given
        var built = SystemSettings.rootFromProperty().resolve("infra/local/target");
        var jar = checkout.resolve("infra/local/target/local-" + VERSION + ".jar");
        Files.copy(built.resolve(jar.getFileName()), jar, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                built.resolve("service.classpath"),
                checkout.resolve("infra/local/target/service.classpath"),
                StandardCopyOption.REPLACE_EXISTING);
        var sample = "infra/local/src/main/samples/product-opinions.yaml";
        write(
                checkout.resolve(sample),
                Files.readString(SystemSettings.rootFromProperty().resolve(sample)));
        Files.setLastModifiedTime(checkout.resolve("infra/local/target/built"), FileTime.from(later(5)));

        // When
        assertThat(run("--version").output()).contains(PREPARING).contains("promptstream 0.1.0");

        // Then
        assertThat(aotCaches())
                .singleElement()
                .satisfies(cache -> assertThat(cache).isNotEmptyFile());
        assertThat(run("--version").output()).isEqualTo("promptstream 0.1.0\n");

        // When
        Files.setLastModifiedTime(jar, FileTime.from(later(1)));

        // Then
        assertThat(run("--version").output()).contains(PREPARING).contains("promptstream 0.1.0");
    }

    @Test
    void startsWithoutAnAotCacheWhereNoneCanBeWrittenAndTriesOnce() throws Exception {
        // Given a class path with folders, of which a JVM makes none
        assertThat(run("--version").output()).contains(PREPARING).contains("promptstream 0.1.0");

        // When
        var again = run("--version");

        // Then
        assertThat(again.output()).isEqualTo("promptstream 0.1.0\n");
        assertThat(aotCaches())
                .singleElement()
                .satisfies(cache -> assertThat(cache).isEmptyFile());
    }

    private List<Path> aotCaches() throws IOException {
        try (var files = Files.list(checkout.resolve("infra/local/target"))) {
            return files.filter(file -> file.toString().contains(".aot")).toList();
        }
    }

    @Test
    void buildsAgainWhereTheSourcesHaveAnotherVersion() throws Exception {
        // Given a version that was raised with an old date, as unpacking an archive does
        write(checkout.resolve("pom.xml"), pom("0.2.0-SNAPSHOT"));
        Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.fromMillis(0));

        // When
        run("--version");

        // Then
        assertThat(checkout.resolve("builds")).exists();
    }

    @Test
    void buildsAgainWhereASourceWasRemoved() throws Exception {
        // Given
        var source = checkout.resolve("task-service/app/src/main/java/Removed.java");
        write(source, "");
        Files.setLastModifiedTime(checkout.resolve("infra/local/target/built"), FileTime.from(later(1)));
        Files.delete(source);
        Files.setLastModifiedTime(source.getParent(), FileTime.from(later(2)));
        var generated = checkout.resolve("task-service/app/target/classes/$Removed$Definition.class");
        write(generated, "");

        // When
        run("--version");

        // Then what was generated from it is not packaged again
        assertThat(checkout.resolve("builds")).exists();
        assertThat(generated).doesNotExist();
    }

    @Test
    void keepsWhatIsCompiledWhereASourceWasOnlyChanged() throws Exception {
        // Given
        var source = checkout.resolve("task-service/app/src/main/java/Changed.java");
        write(source, "");
        var compiled = checkout.resolve("task-service/app/target/classes/Changed.class");
        write(compiled, "");
        Files.setLastModifiedTime(checkout.resolve("infra/local/target/built"), FileTime.from(later(1)));
        Files.setLastModifiedTime(source, FileTime.from(later(2)));

        // When
        run("--version");

        // Then
        assertThat(checkout.resolve("builds")).exists();
        assertThat(compiled).exists();
    }

    private static Instant later(int minutes) {
        return Instant.now().plus(Duration.ofMinutes(minutes));
    }

    private static String pom(String version) {
        return """
                <project>
                  <artifactId>promptstream</artifactId>
                  <version>%s</version>
                </project>
                """.formatted(version);
    }

    private void packaged(String module, String artifact, String version) throws IOException {
        var target = checkout.resolve(module).resolve("target");
        write(
                target.resolve("maven-archiver/pom.properties"),
                "artifactId=" + artifact + "\ngroupId=io.promptstream\nversion=" + version + "\n");
        try (var jar = new JarOutputStream(
                Files.newOutputStream(target.resolve(artifact + "-" + version + ".jar")), new Manifest())) {
            jar.finish();
        }
    }

    private record Run(int exit, String output) {}

    private Run run(String... arguments) throws IOException, InterruptedException {
        var command = Arrays.stream(arguments).collect(Collectors.toList());
        command.addAll(0, List.of("sh", checkout.resolve("infra/promptstream").toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("PATH", oldJdk.resolve("bin") + File.pathSeparator + environment.getOrDefault("PATH", ""));
        environment.put("JAVA_HOME", oldJdk.toString());
        environment.put("HOME", folder.toString());
        // Of these a JVM tells, and here every word counts.
        environment.remove("JDK_JAVA_OPTIONS");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static void jdkThatFails(Path home, String version) throws IOException {
        write(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (var program : List.of("java", "javac")) {
            write(home.resolve("bin").resolve(program), "#!/bin/sh\necho 'too old'\nexit 3\n");
            assertThat(home.resolve("bin").resolve(program).toFile().setExecutable(true))
                    .isTrue();
        }
    }

    private static Path script() {
        return SystemSettings.rootFromProperty().resolve("infra/promptstream");
    }

    /** Returns the file's name. */
    private static String write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }
}
