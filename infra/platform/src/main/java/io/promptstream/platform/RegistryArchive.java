package io.promptstream.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.FileUtils;

/** The registry's {@code tar.gz}, unpacked once into a folder that later starts use again. */
final class RegistryArchive {

    private static final String SUFFIX = ".tar.gz";

    private RegistryArchive() {}

    /**
     * The folder with the archive's content, unpacked first where this has not been done before. Several processes may do so at
     * the same time: each unpacks aside and renames, so that nobody ever sees half of it.
     */
    static Path unpacked(Path archive, Path cache) {
        if (!Files.isRegularFile(archive)) {
            throw new PlatformException(
                    "No schema registry archive at " + archive + ": fetch it with 'mvn dependency:get"
                            + " -Dartifact=io.apicurio:apicurio-registry-app:3.3.3:tar.gz:all', or set "
                            + RegistrySettings.ARCHIVE_PROPERTY
                            + " to its path");
        }
        try {
            // The size tells a new archive of the same name (a repaired download) from the one unpacked before.
            var target = cache.resolve(nameOf(archive) + "-" + Files.size(archive));
            if (!Files.isDirectory(target)) {
                Files.createDirectories(cache);
                var aside = Files.createTempDirectory(cache, ".unpack-");
                try {
                    unpack(archive, aside);
                    rename(aside, target);
                } finally {
                    FileUtils.deleteDirectory(aside.toFile());
                }
            }
            return target;
        } catch (IOException e) {
            throw new PlatformException(
                    "Cannot unpack " + archive + " into " + cache + ": " + e.getMessage()
                            + "; free some space there (500 MB), or set " + RegistrySettings.CACHE_PROPERTY
                            + " to another folder",
                    e);
        }
    }

    private static String nameOf(Path archive) {
        var name = archive.getFileName().toString();
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    private static void unpack(Path archive, Path into) throws IOException {
        try (var file = new BufferedInputStream(Files.newInputStream(archive));
                var tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = into.resolve(entry.getName()).normalize();
                if (!path.startsWith(into)) {
                    throw new IOException("entry " + entry.getName() + " leads out of the folder");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isFile()) {
                    Files.createDirectories(path.getParent());
                    Files.copy(tar, path);
                }
            }
        }
    }

    private static void rename(Path aside, Path target) throws IOException {
        try {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was faster; its copy is as good.
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }
}
