// SPDX-License-Identifier: Apache-2.0
package io.ganglion.pipeline.lane;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganglion.api.contract.Contract;
import io.ganglion.api.contract.Observation;
import io.ganglion.api.model.Condition;
import io.ganglion.api.model.Insight;
import io.ganglion.pipeline.Json;
import io.ganglion.pipeline.Timestamp;
import java.io.IOException;
import java.util.Locale;
import org.osgi.framework.Version;

/** The body of an insight. Not thread-safe. */
final class InsightJson {

    /** How many attributes are named: more is a list that nobody reads. */
    static final int NAMED = 3;

    private static final String[] VERDICTS = new String[Condition.values().length];

    static {
        for (Condition condition : Condition.values()) {
            VERDICTS[condition.ordinal()] = condition.name().toLowerCase(Locale.ROOT);
        }
    }

    private final Json json = new Json();
    private final Timestamp time = new Timestamp();
    private final Json.Fields<Insight> fields = this::write;
    private final char[] share = "0.0000".toCharArray();
    // A version builds its text anew on every call; contracts and models change rarely.
    private Version contractVersion;
    private String contractText = "";
    private Version modelVersion;
    private String modelText = "";

    byte[] body(Insight insight) {
        return json.object(fields, insight);
    }

    private void write(JsonGenerator out, Insight insight) throws IOException {
        Observation observation = insight.observation();
        Contract contract = observation.contract();
        out.writeStringField("device", observation.device());
        Json.text(out, "entity", observation.entity());
        time.write(out, "time", observation.time());
        out.writeStringField("verdict", VERDICTS[insight.verdict().ordinal()]);
        Json.number(out, "score", insight.score());
        Json.number(out, "threshold", insight.threshold());
        contributions(out, contract, insight.errors());
        out.writeStringField("contract", contract.name());
        out.writeStringField("contractVersion", contractText(contract.version()));
        out.writeStringField("model", insight.model().name());
        out.writeStringField("modelVersion", modelText(insight.model().version()));
    }

    /** The greatest errors by selection: the api's sorted list would cost more than all the rest of the body. */
    private void contributions(JsonGenerator out, Contract contract, double[] errors) throws IOException {
        out.writeArrayFieldStart("contributions");
        double sum = 0;
        for (double error : errors) {
            sum += error;
        }
        long named = 0;
        for (int n = 0; n < NAMED; n++) {
            int greatest = greatest(errors, named);
            if (greatest < 0) {
                break;
            }
            named |= 1L << greatest;
            out.writeStartObject();
            out.writeStringField(
                    "attribute", contract.attributes().get(greatest).name());
            share(out, errors[greatest] / sum);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Four decimals are digits, not a double to be printed: that would cost a third of the body. */
    private void share(JsonGenerator out, double part) throws IOException {
        out.writeFieldName("share");
        if (!Double.isFinite(part)) {
            out.writeNull();
            return;
        }
        int tenThousandths = (int) Math.rint(part * 10_000);
        share[0] = (char) ('0' + tenThousandths / 10_000);
        int rest = tenThousandths % 10_000;
        int end = 3;
        for (int i = share.length - 1; i > 1; i--) {
            share[i] = (char) ('0' + rest % 10);
            end = share[i] == '0' ? end : Math.max(end, i + 1);
            rest /= 10;
        }
        out.writeRawValue(share, 0, end);
    }

    private static int greatest(double[] errors, long but) {
        int found = -1;
        double most = 0;
        for (int i = 0; i < errors.length; i++) {
            if (errors[i] > most && (but >>> i & 1) == 0) {
                most = errors[i];
                found = i;
            }
        }
        return found;
    }

    private String contractText(Version version) {
        if (version != contractVersion) {
            contractVersion = version;
            contractText = version.toString();
        }
        return contractText;
    }

    private String modelText(Version version) {
        if (version != modelVersion) {
            modelVersion = version;
            modelText = version.toString();
        }
        return modelText;
    }
}
