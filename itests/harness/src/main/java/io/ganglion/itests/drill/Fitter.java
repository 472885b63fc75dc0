// SPDX-License-Identifier: Apache-2.0
package io.ganglion.itests.drill;

import io.ganglion.itests.drill.PlantDiary.Happening;
import io.ganglion.itests.harness.Redmine;
import io.ganglion.itests.harness.Redmine.Issue;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A technician who knows the plant and works by tickets alone: reads in Redmine which pump and since when, goes there, waits
 * until the pump is well again, and closes the ticket with what it was. Where Redmine is away, there is nothing to do.
 */
final class Fitter implements AutoCloseable {
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Pattern SINCE = Pattern.compile("since (\\S+Z)\\.");
    private static final Pattern DEVICE = Pattern.compile("Devices: ([^,( ]+)");

    private final Redmine redmine;
    private final PlantDiary diary;
    private final Thread thread = new Thread(this::work, "fitter");
    private volatile boolean working = true;
    private volatile long closed;
    /** What kept the last round from its end. */
    private String trouble = "";

    Fitter(Redmine redmine, PlantDiary diary) {
        this.redmine = redmine;
        this.diary = diary;
        thread.start();
    }

    private void work() {
        while (working) {
            try {
                for (Issue issue : redmine.issues(true)) {
                    look(issue);
                }
                told("");
            } catch (IOException e) {
                told(e.toString());
            }
            LockSupport.parkNanos(ROUND_NANOS);
        }
    }

    private void told(String now) {
        if (!now.isEmpty() && !now.equals(trouble)) {
            System.out.println("the fitter cannot work: " + now);
        }
        trouble = now;
    }

    private void look(Issue issue) throws IOException {
        if (issue.status().equals("New")) {
            redmine.begin(issue);
            return;
        }
        Optional<Happening> found =
                diary.at(word(DEVICE, issue.description()), Instant.parse(word(SINCE, issue.description())));
        if (found.isPresent() && !found.get().isOver()) {
            return;
        }
        if (found.filter(Happening::isFault).isPresent()) {
            redmine.close(issue, "confirmed", "blocked-suction", "The strainer was full. Cleaned it.");
        } else {
            redmine.close(issue, "refuted", "no-fault", "It runs as it should.");
        }
        closed++;
    }

    private static String word(Pattern pattern, String description) throws IOException {
        Matcher matcher = pattern.matcher(description);
        if (!matcher.find()) {
            throw new IOException("a ticket does not say " + pattern + ": " + description);
        }
        return matcher.group(1);
    }

    /** How many tickets were closed. */
    long closed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        working = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the fitter goes home", e);
        }
    }
}
