// SPDX-License-Identifier: Apache-2.0
package io.ganglion.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Makes the first administrator where a node has no logins at all: there is no password that everybody knows. */
final class FirstLogin {

    /** Its name in the folder of secrets; holds {@code user password} for the owner alone. */
    static final String FILE = "web-first-login";

    private static final int PASSWORD_BYTES = 18;

    private FirstLogin() {}

    /**
     * Does nothing where there is a file of credentials, whatever it holds.
     *
     * @return where the password lies, if one was made
     */
    static Optional<Path> make(Path secrets) throws IOException {
        Path credentials = secrets.resolve(WebCredentials.FILE);
        if (Files.exists(credentials)) {
            return Optional.empty();
        }
        Files.createDirectories(
                secrets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        String password = Base64.getUrlEncoder().encodeToString(bytes);
        // The password before its hash: a node that is killed between the two makes both anew.
        Path told = secrets.resolve(FILE);
        Files.move(draft(secrets, "admin " + password + "\n"), told, StandardCopyOption.ATOMIC_MOVE);
        String line = "admin:" + Role.COE_ADMIN.word() + ":" + PasswordHash.of(password.toCharArray()) + "\n";
        Path draft = draft(secrets, line);
        try {
            // A link does not replace what the owner made meanwhile, a move would.
            Files.createLink(credentials, draft);
            return Optional.of(told);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(told);
            return Optional.empty();
        } finally {
            Files.delete(draft);
        }
    }

    private static Path draft(Path folder, String text) throws IOException {
        Path draft = Files.createTempFile(
                folder,
                ".web-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(draft, text.getBytes(UTF_8));
    }
}
