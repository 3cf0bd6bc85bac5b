package io.promptstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.system.SystemSettings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** A checkout that is built, on a machine whose first Java is too old. */
final class BuiltCheckout {
    static final String VERSION = "0.1.0-SNAPSHOT";

    private final Path folder;
    private final Path checkout;
    private final Path oldJdk;

    /** What a call of the script ended with. */
    record Run(int exit, String output) {}

    BuiltCheckout(Path folder) throws IOException {
        this.folder = folder;
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
        write(checkout.resolve("mvnw"), "#!/bin/sh\necho \"$*\" >> \"$(dirname \"$0\")/builds\"\n");
        assertThat(checkout.resolve("mvnw").toFile().setExecutable(true)).isTrue();
        write(checkout.resolve("pom.xml"), pom(VERSION));
        write(target.resolve("built"), "");
        Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.fromMillis(0));
        // Where the tests' own JDK is found, wherever it is.
        Files.createDirectories(folder.resolve(".jdks"));
        Files.createSymbolicLink(folder.resolve(".jdks/recent"), Path.of(System.getProperty("java.home")));
    }

    Path resolve(String path) {
        return checkout.resolve(path);
    }

    Run run(String... arguments) throws IOException, InterruptedException {
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

    /** As if benchmarks had been started before. */
    void buildBenchmarks() throws IOException {
        write(checkout.resolve("infra/benchmark/target/service.classpath"), "");
        packaged("infra/benchmark", "benchmark", VERSION);
        write(checkout.resolve("infra/benchmark/target/built"), "");
    }

    List<Path> aotCaches() throws IOException {
        try (var files = Files.list(checkout.resolve("infra/local/target"))) {
            return files.filter(file -> file.toString().contains(".aot")).toList();
        }
    }

    static String pom(String version) {
        return """
                <project>
                  <artifactId>promptstream</artifactId>
                  <version>%s</version>
                </project>
                """.formatted(version);
    }

    static Path script() {
        return SystemSettings.rootFromProperty().resolve("infra/promptstream");
    }

    /** Returns the file's name. */
    static String write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
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

    private static void jdkThatFails(Path home, String version) throws IOException {
        write(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (var program : List.of("java", "javac")) {
            write(home.resolve("bin").resolve(program), "#!/bin/sh\necho 'too old'\nexit 3\n");
            assertThat(home.resolve("bin").resolve(program).toFile().setExecutable(true))
                    .isTrue();
        }
    }
}
