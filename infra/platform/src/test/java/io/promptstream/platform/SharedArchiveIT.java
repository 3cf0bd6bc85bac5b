package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real JVMs that run a small program. */
class SharedArchiveIT {

    private static final String IDENTITY = "OpenJDK";

    @TempDir
    Path directory;

    private Path folder;
    private Path jar;
    private Path other;

    /** The program that is run: it says so, and ends with its input. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println("ran");
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    @BeforeEach
    void pack() throws IOException {
        folder = directory.resolve("cache/archives");
        jar = jar("program.jar");
        other = jar("other.jar");
    }

    @Test
    void aJvmWritesItAndLaterOnesUseItWhateverTheirOtherOptions() throws Exception {
        // When
        assertThat(usesArchive("-XX:+UseSerialGC")).isFalse();

        // Then
        assertThat(usesArchive("-XX:+UseSerialGC")).isTrue();
        assertThat(usesArchive("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx100m"))
                .isTrue();
    }

    @Test
    void anArchiveOfAnotherBuildOrClassPathIsReplaced() throws Exception {
        // Given
        usesArchive();

        // When
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

        // Then
        assertThat(usesArchive()).isFalse();
        assertThat(usesArchive()).isTrue();

        // When
        var classPath = other + File.pathSeparator + jar;

        // Then
        assertThat(usesArchiveOf(classPath)).isFalse();
        assertThat(usesArchiveOf(classPath)).isTrue();
        assertThat(archives()).hasSize(1);
    }

    @Test
    void anArchiveOfAnotherJdkIsReplaced() throws Exception {
        // Given
        usesArchive();
        pretendAnotherJdkWroteIt();

        // When / Then
        assertThat(usesArchive()).isFalse();
        assertThat(usesArchive()).isTrue();
    }

    @Test
    void whatAJvmLeavesThatIsKilledWhileItWritesIsReplaced() throws Exception {
        // Given a file without its header, which is written last
        usesArchive();
        var torn = Files.readAllBytes(archive());
        for (int at = 0; at < 4096; at++) {
            torn[at] = 0;
        }
        Files.write(archive(), torn);

        // When / Then
        assertThat(usesArchive()).isFalse();
        assertThat(usesArchive()).isTrue();

        // Given a file that was only opened
        Files.write(archive(), new byte[0]);

        // When / Then
        assertThat(usesArchive()).isFalse();
        assertThat(usesArchive()).isTrue();
    }

    @Test
    void aJvmThatIsKilledLeavesNone() throws Exception {
        // Given
        var killed = start(jar.toString());
        assertThat(killed.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ran");

        // When
        killed.destroyForcibly().waitFor();

        // Then
        assertThat(archives()).isEmpty();
        assertThat(usesArchive()).isFalse();
        assertThat(usesArchive()).isTrue();
    }

    @Test
    void ofSeveralThatWriteItAtOnceOneRemains() throws Exception {
        // Given
        var running = new ArrayList<Process>();
        for (int count = 0; count < 3; count++) {
            running.add(start(jar.toString()));
        }
        for (var process : running) {
            assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ran");
        }

        // When
        for (var process : running) {
            process.getOutputStream().close();
        }

        // Then
        for (var process : running) {
            assertThat(process.waitFor()).isZero();
        }
        assertThat(archives()).hasSize(1);
        assertThat(usesArchive()).isTrue();
    }

    @Test
    void aClassPathWithFoldersHasNone() {
        assertThat(SharedArchive.options(folder, "program", jar + File.pathSeparator + directory))
                .isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void theProgramRunsWithoutWhereNoneCanBeKept() throws IOException {
        // Given
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "a file, where a folder is wanted");

        // When / Then
        assertThat(SharedArchive.options(folder, "program", jar.toString())).isEmpty();
    }

    private boolean usesArchive(String... jvmOptions) throws Exception {
        return usesArchiveOf(jar.toString(), jvmOptions);
    }

    /** Runs the program, which must work and hear nothing else, and tells where its class came from. */
    private boolean usesArchiveOf(String classPath, String... jvmOptions) throws Exception {
        var classes = directory.resolve("classes.log");
        var options = new ArrayList<>(List.of(jvmOptions));
        options.add("-Xlog:class+load:file=" + classes);
        var process = start(classPath, options.toArray(String[]::new));
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("ran\n");
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(classes).stream()
                .anyMatch(line ->
                        line.contains(Program.class.getName()) && line.contains("source: shared objects file (top)"));
    }

    private Process start(String classPath, String... jvmOptions) throws IOException {
        var command = new ArrayList<>(List.of(JavaRuntime.current().executable().toString()));
        command.addAll(SharedArchive.options(folder, "program", classPath));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", classPath, Program.class.getName()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Of these a JVM tells, and here every word counts.
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return builder.start();
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private Path archive() throws IOException {
        return archives().getFirst();
    }

    /** In the header stands which JVM has written the archive. */
    private void pretendAnotherJdkWroteIt() throws IOException {
        var content = new String(Files.readAllBytes(archive()), StandardCharsets.ISO_8859_1);
        assertThat(content.substring(0, 4096)).contains(IDENTITY);
        Files.writeString(archive(), content.replaceFirst(IDENTITY, "Another"), StandardCharsets.ISO_8859_1);
    }

    private Path jar(String name) throws IOException {
        var file = directory.resolve(name);
        var entry = Program.class.getName().replace('.', '/') + ".class";
        try (var packed = new JarOutputStream(Files.newOutputStream(file));
                var classFile =
                        Objects.requireNonNull(Program.class.getClassLoader().getResourceAsStream(entry), entry)) {
            packed.putNextEntry(new JarEntry(name.startsWith("other") ? "other/" + entry : entry));
            classFile.transferTo(packed);
        }
        return file;
    }
}
