// SPDX-License-Identifier: Apache-2.0
package io.ganglion.shell;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Option;

/** Options behind the arguments. Karaf reads options before the first argument only; people type them last. */
final class Trailing {

    private Trailing() {}

    /** Sets the options of a command from the words behind its argument; a word that is no option of it is a failure. */
    static void apply(NodeCommand command, List<String> words) throws CommandFailure {
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            Field field = fields(command.getClass())
                    .filter(candidate -> names(candidate, word))
                    .findFirst()
                    .orElseThrow(() -> new CommandFailure("what is " + word + " here? See the command with --help"));
            set(command, field, word, rest);
        }
    }

    private static Stream<Field> fields(Class<?> type) {
        Stream<Field> own = Arrays.stream(type.getDeclaredFields());
        return type == NodeCommand.class ? own : Stream.concat(own, fields(type.getSuperclass()));
    }

    private static boolean names(Field field, String word) {
        Option option = field.getAnnotation(Option.class);
        return option != null
                && (option.name().equals(word) || List.of(option.aliases()).contains(word));
    }

    private static void set(NodeCommand command, Field field, String word, Iterator<String> rest)
            throws CommandFailure {
        try {
            if (field.getType() == boolean.class) {
                field.setBoolean(command, true);
            } else if (!rest.hasNext()) {
                throw new CommandFailure(word + " takes a value. See the command with --help");
            } else if (field.getType() == int.class) {
                field.setInt(command, Integer.parseInt(rest.next()));
            } else if (field.getType() == List.class) {
                List<Object> all = new ArrayList<>((List<?>) field.get(command));
                all.add(rest.next());
                field.set(command, all);
            } else {
                field.set(command, rest.next());
            }
        } catch (NumberFormatException e) {
            throw new CommandFailure(word + " takes a whole number. See the command with --help");
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("options are fields of this package: " + field, e);
        }
    }
}
