// SPDX-License-Identifier: Apache-2.0
package io.ganglion.ngsi.form;

import io.ganglion.ngsi.form.Condition.Path;
import io.ganglion.ngsi.form.Condition.Path.Member;
import io.ganglion.ngsi.form.Condition.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@code q} (ETSI GS CIM 009, 4.9): {@code flow<10;(motorCurrent>=5|vibrationX==1..2,4);!fluidTemperature}. The
 * semicolon binds closer than the bar. Attributes are numbers, texts and {@code dateObserved}; of their members
 * {@code observedAt} and {@code unitCode} can be asked.
 */
public final class QueryLanguage {

    private static final int LENGTH_LIMIT = 2_048;
    private static final int TERMS_LIMIT = 64;
    private static final int DEPTH_LIMIT = 8;
    private static final List<String> OPERATORS = List.of("!~=", "~=", "==", "!=", ">=", "<=", ">", "<");

    private final String text;
    private final Terms terms;
    private int at;
    private int depth;
    private int count;

    private QueryLanguage(String text, Terms terms) {
        this.text = text;
        this.terms = terms;
    }

    public static Condition read(String q, Terms terms) {
        if (q.length() > LENGTH_LIMIT) {
            throw Problem.badData("q has at most " + LENGTH_LIMIT + " characters: " + q.length());
        }
        QueryLanguage reader = new QueryLanguage(q, terms);
        Condition read = reader.any();
        if (reader.at < q.length()) {
            throw reader.wrong("';' or '|' is due");
        }
        return read;
    }

    private Condition any() {
        List<Condition> parts = new ArrayList<>(List.of(all()));
        while (take("|")) {
            parts.add(all());
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.Any(parts);
    }

    private Condition all() {
        List<Condition> parts = new ArrayList<>(List.of(one()));
        while (take(";")) {
            parts.add(one());
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.All(parts);
    }

    private Condition one() {
        if (++count > TERMS_LIMIT) {
            throw new Problem(Problem.Kind.TOO_COMPLEX_QUERY, "q has at most " + TERMS_LIMIT + " conditions");
        }
        if (take("(")) {
            if (++depth > DEPTH_LIMIT) {
                throw new Problem(Problem.Kind.TOO_COMPLEX_QUERY, "q nests at most " + DEPTH_LIMIT + " deep");
            }
            Condition inside = any();
            if (!take(")")) {
                throw wrong("')' is due");
            }
            depth--;
            return inside;
        }
        if (take("!")) {
            return new Condition.There(path(), false);
        }
        Path path = path();
        for (String operator : OPERATORS) {
            if (take(operator)) {
                return compare(path, operator);
            }
        }
        return new Condition.There(path, true);
    }

    private Condition compare(Path path, String operator) {
        return switch (operator) {
            case "==" -> new Condition.In(path, spans(), true);
            case "!=" -> new Condition.In(path, spans(), false);
            case "~=" -> new Condition.Like(path, pattern(), true);
            case "!~=" -> new Condition.Like(path, pattern(), false);
            default -> new Condition.Beside(path, operator.startsWith("<"), operator.endsWith("="), value());
        };
    }

    private Path path() {
        int from = at;
        while (at < text.length() && ";|()=!<>~,\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String name = text.substring(from, at);
        if (name.isBlank()) {
            throw wrong("an attribute's name is due");
        }
        if (name.indexOf('[') >= 0) {
            throw Problem.unsupported("values of this node have no inner structure to ask with []: " + name);
        }
        if (name.endsWith(".observedAt")) {
            return new Path(terms.expand(name.substring(0, name.length() - 11)), Member.OBSERVED_AT);
        }
        if (name.endsWith(".unitCode")) {
            return new Path(terms.expand(name.substring(0, name.length() - 9)), Member.UNIT_CODE);
        }
        return new Path(terms.expand(name), Member.VALUE);
    }

    private List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        do {
            Object from = value();
            spans.add(new Span(from, take("..") ? value() : from));
        } while (take(","));
        return spans;
    }

    private Object value() {
        if (take("\"")) {
            return quoted();
        }
        int from = at;
        while (at < text.length() && ";|(),".indexOf(text.charAt(at)) < 0 && !text.startsWith("..", at)) {
            at++;
        }
        String word = text.substring(from, at);
        if (word.isEmpty()) {
            throw wrong("a value is due");
        }
        return typed(word);
    }

    private static Object typed(String word) {
        if (word.matches("-?[0-9]{1,20}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")) {
            return Double.valueOf(word);
        }
        if (word.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T.*")) {
            return new Reading.Moment(Times.nanos("q", word));
        }
        return word;
    }

    private String quoted() {
        StringBuilder read = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return read.toString();
            }
            read.append(c == '\\' && at < text.length() ? text.charAt(at++) : c);
        }
        throw wrong("the closing '\"' is missing");
    }

    private SafePattern pattern() {
        if (take("\"")) {
            return SafePattern.of(quoted());
        }
        int from = at;
        int open = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open < 0 || open == 0 && (c == ';' || c == '|')) {
                break;
            }
            at++;
        }
        return SafePattern.of(text.substring(from, at));
    }

    private boolean take(String word) {
        boolean there = text.startsWith(word, at);
        at += there ? word.length() : 0;
        return there;
    }

    private Problem wrong(String due) {
        return Problem.badData(
                "q is not understood at character " + (at + 1) + ": " + due + ": q=" + Times.shortened(text));
    }
}
