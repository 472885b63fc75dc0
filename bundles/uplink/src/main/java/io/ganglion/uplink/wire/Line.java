// SPDX-License-Identifier: Apache-2.0
package io.ganglion.uplink.wire;

import java.io.IOException;
import java.util.List;

/**
 * One connection to a broker, from connect to its end; never used twice. Thread-safe. Reports to its {@link Ears} from
 * Paho's threads.
 */
public interface Line {

    /**
     * What one side of the connection hears. All calls come from Paho's threads, and may still come after the line was
     * cut.
     */
    interface Ears {

        /** The broker let us in. */
        void up(Line line, Terms terms);

        /**
         * A message was answered.
         *
         * @param code MQTT 5's reason code; 0 where the broker speaks MQTT 3.1.1
         */
        void answered(Line line, Object tag, int code, String words);

        /**
         * A message arrived; its acknowledgement is {@link #acknowledge}.
         *
         * @throws InterruptedException where it was not taken; ends the line
         */
        default void arrived(Line line, Incoming message) throws InterruptedException {
            throw new InterruptedException("nothing was subscribed to: topic=" + message.topic());
        }

        /** Over, for this reason; may come more than once. */
        void over(Line line, Trouble trouble);
    }

    /** Begins to connect; returns at once, but for reading files. What is wrong with those is an exception that says so. */
    void open() throws IOException;

    /** Sends at QoS 1; false where it cannot be taken now, and nothing was. The tag comes back with the answer. */
    boolean send(Outgoing message, Object tag);

    /** Asks for messages at QoS 1; a refusal ends the line. */
    void subscribe(List<String> filters);

    /** Answers for a message that arrived. */
    void acknowledge(int id);

    /** Says goodbye; blocks for a second at most. */
    void close();

    /** Ends it as a pulled cable would. */
    void cut();
}
