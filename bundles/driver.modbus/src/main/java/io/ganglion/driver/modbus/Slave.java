// SPDX-License-Identifier: Apache-2.0
package io.ganglion.driver.modbus;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.ModbusSlaveException;
import com.ghgande.j2mod.modbus.io.ModbusTCPTransaction;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ModbusResponse;
import com.ghgande.j2mod.modbus.msg.ReadCoilsRequest;
import com.ghgande.j2mod.modbus.msg.ReadCoilsResponse;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesResponse;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersResponse;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersResponse;
import com.ghgande.j2mod.modbus.net.TCPMasterConnection;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.util.BitVector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection to a slave. An answer that is late, torn, or to another question ends the connection, for nobody knows
 * what the next bytes would belong to. Not thread-safe, but for {@link #close}.
 */
final class Slave implements AutoCloseable {

    private static final int EXCEPTION = 0x80;

    private final TCPMasterConnection connection;
    private final int unit;
    private final long patienceMillis;

    private Slave(TCPMasterConnection connection, ModbusSettings settings) {
        this.connection = connection;
        this.unit = settings.unit();
        this.patienceMillis = settings.timeout().toMillis();
    }

    static Slave connect(ModbusSettings settings) throws SlaveException {
        try {
            TCPMasterConnection connection = new TCPMasterConnection(InetAddress.getByName(settings.host()));
            connection.setPort(settings.port());
            connection.setTimeout((int) settings.timeout().toMillis());
            connection.connect();
            return new Slave(connection, settings);
        } catch (UnknownHostException e) {
            throw SlaveException.silent("no such host: " + settings.host(), e);
        } catch (Exception e) {
            // j2mod declares no less; what comes is of the network.
            throw SlaveException.silent("unreachable (" + e.getMessage() + ")", e);
        }
    }

    /** Registers, or 0 and 1 where the table is of bits; as many as the span has. */
    int[] read(Span span) throws SlaveException {
        ModbusResponse response = ask(request(span));
        int[] values = values(response, span);
        if (values.length < span.count() || response.getUnitID() != unit) {
            throw SlaveException.silent("answers to another question than " + span, null);
        }
        return values;
    }

    private ModbusRequest request(Span span) {
        ModbusRequest request =
                switch (span.area()) {
                    case HOLDING -> new ReadMultipleRegistersRequest(span.from(), span.count());
                    case INPUT -> new ReadInputRegistersRequest(span.from(), span.count());
                    case COIL -> new ReadCoilsRequest(span.from(), span.count());
                    case DISCRETE -> new ReadInputDiscretesRequest(span.from(), span.count());
                };
        request.setUnitID(unit);
        return request;
    }

    private ModbusResponse ask(ModbusRequest request) throws SlaveException {
        ModbusTCPTransaction transaction = new ModbusTCPTransaction(connection);
        transaction.setRetries(1);
        transaction.setRequest(request);
        // The socket's time-out starts again with every byte; a slave that trickles would hold this thread for minutes.
        CompletableFuture<Void> deadline =
                new CompletableFuture<Void>().orTimeout(patienceMillis, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> watch = deadline.whenComplete((done, late) -> {
            if (late instanceof TimeoutException) {
                connection.close();
            }
        });
        try {
            transaction.execute();
            return transaction.getResponse();
        } catch (ModbusSlaveException e) {
            // j2mod reads a function that does not exist as an exception, too, and does not ask whose it is.
            if (!answers(transaction.getResponse(), request)) {
                throw SlaveException.silent("answers another question", e);
            }
            throw SlaveException.refused(e.getType(), e);
        } catch (ModbusException e) {
            String why = watch.isDone() ? "no whole answer within " + patienceMillis + " ms" : e.getMessage();
            throw SlaveException.silent(why, e);
        } finally {
            deadline.complete(null);
        }
    }

    private static boolean answers(ModbusResponse refusal, ModbusRequest request) {
        return refusal.getFunctionCode() == request.getFunctionCode() + EXCEPTION
                && refusal.getTransactionID() == request.getTransactionID();
    }

    private static int[] values(ModbusResponse response, Span span) {
        if (response instanceof ReadMultipleRegistersResponse holding && span.area() == Area.HOLDING) {
            return registers(holding.getRegisters());
        }
        if (response instanceof ReadInputRegistersResponse input && span.area() == Area.INPUT) {
            return registers(input.getRegisters());
        }
        if (response instanceof ReadCoilsResponse coils && span.area() == Area.COIL) {
            return bits(coils.getCoils(), span.count());
        }
        if (response instanceof ReadInputDiscretesResponse discretes && span.area() == Area.DISCRETE) {
            return bits(discretes.getDiscretes(), span.count());
        }
        return new int[0];
    }

    private static int[] registers(InputRegister[] registers) {
        int[] values = new int[registers == null ? 0 : registers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = registers[i].toUnsignedShort();
        }
        return values;
    }

    private static int[] bits(BitVector bits, int count) {
        if (bits == null || bits.getBytes().length * 8 < count) {
            return new int[0];
        }
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = bits.getBytes()[i / 8] >> i % 8 & 1;
        }
        return values;
    }

    @Override
    public void close() {
        connection.close();
    }
}
