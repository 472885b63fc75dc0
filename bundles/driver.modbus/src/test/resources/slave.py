# SPDX-License-Identifier: Apache-2.0
# A Modbus TCP slave of pymodbus: python3 slave.py PORT. Prints "ready" when it listens.
import struct
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server import StartTcpServer


def words(packed):
    return list(struct.unpack(">%dH" % (len(packed) // 2), packed))


holding = {}


def put(address, values):
    for i, value in enumerate(values):
        holding[address + i] = value


put(0, words(struct.pack(">h", -1234)))
put(1, words(struct.pack(">H", 65000)))
put(2, words(struct.pack(">i", -123456789)))
put(4, words(struct.pack(">I", 4000000000)))
put(6, words(struct.pack(">q", -1234567890123456789)))
put(10, words(struct.pack(">f", 1.33)))
put(12, words(struct.pack(">d", 3.141592653589793)))
put(16, list(reversed(words(struct.pack(">f", 1.33)))))
put(18, words(struct.pack("<f", 1.33))[::1])
put(20, [0b0000000000010000])
put(21, words(struct.pack(">f", float("nan"))))
put(30, [133])
put(200, [7])
inputs = {100: 421, 101: 422}
coils = {3: True, 4: False, 5: True}
discretes = {0: False, 1: True}

slave = ModbusSlaveContext(
    di=ModbusSparseDataBlock(discretes),
    co=ModbusSparseDataBlock(coils),
    hr=ModbusSparseDataBlock(holding),
    ir=ModbusSparseDataBlock(inputs),
    zero_mode=True,
)
context = ModbusServerContext(slaves={1: slave, 7: slave}, single=False)
print("ready", flush=True)
StartTcpServer(context=context, address=("127.0.0.1", int(sys.argv[1])))
