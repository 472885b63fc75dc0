// SPDX-License-Identifier: Apache-2.0
package io.ganglion.bench.store;

import io.ganglion.api.contract.Observation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.read.TsFileReader;
import org.apache.tsfile.read.common.RowRecord;
import org.apache.tsfile.read.expression.QueryExpression;
import org.apache.tsfile.read.expression.impl.GlobalTimeExpression;
import org.apache.tsfile.read.filter.factory.TimeFilterApi;
import org.apache.tsfile.read.query.dataset.QueryDataSet;
import org.apache.tsfile.write.TsFileWriter;
import org.apache.tsfile.write.record.Tablet;
import org.apache.tsfile.write.schema.IMeasurementSchema;
import org.apache.tsfile.write.schema.MeasurementSchema;

/**
 * Apache TsFile, Gorilla and LZ4 as in IoTDB. Nothing is durable before the file is closed, so what it is charged for is less
 * than what the others do.
 */
final class TsFileRows implements Contestant {

    private static final int TABLET = 1_024;

    private final List<IMeasurementSchema> schema = new ArrayList<>();
    private final Map<String, Tablet> tablets = new HashMap<>();
    private File file;
    private TsFileWriter writer;
    private TsFileReader reader;

    TsFileRows() {
        for (String name : Plant.NAMES) {
            schema.add(new MeasurementSchema(name, TSDataType.DOUBLE, TSEncoding.GORILLA, CompressionType.LZ4));
        }
    }

    @Override
    public String name() {
        return "tsfile";
    }

    @Override
    public void open(Path folder) throws Exception {
        Files.createDirectories(folder);
        file = folder.resolve("rows.tsfile").toFile();
        tablets.clear();
        writer = null;
        reader = null;
        if (file.exists()) {
            reader = new TsFileReader(file);
        } else {
            writer = new TsFileWriter(file);
        }
    }

    @Override
    public void append(Observation[] rows, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            Tablet tablet = tablets.get(rows[i].device());
            if (tablet == null) {
                tablet = begin(rows[i].device());
            }
            int row = tablet.getRowSize();
            tablet.addTimestamp(row, rows[i].time());
            for (int a = 0; a < rows[i].values().length; a++) {
                tablet.addValue(row, a, rows[i].values()[a]);
            }
            if (row + 1 == TABLET) {
                writer.writeTree(tablet);
                tablet.reset();
            }
        }
    }

    private Tablet begin(String device) throws Exception {
        for (IMeasurementSchema one : schema) {
            writer.registerTimeseries(path(device), one);
        }
        Tablet tablet = new Tablet(path(device), schema, TABLET);
        tablets.put(device, tablet);
        return tablet;
    }

    private static String path(String device) {
        return "root.plant." + device.replace('-', '_');
    }

    @Override
    public void finish() throws Exception {
        for (Tablet tablet : tablets.values()) {
            if (tablet.getRowSize() > 0) {
                writer.writeTree(tablet);
            }
        }
        writer.close();
        writer = null;
    }

    @Override
    public int query(int device, int attribute, long from, long to) throws Exception {
        QueryExpression question = QueryExpression.create(
                List.of(new org.apache.tsfile.read.common.Path(
                        path(Plant.name(device)), Plant.NAMES.get(attribute), true)),
                new GlobalTimeExpression(TimeFilterApi.between(from, to - 1)));
        QueryDataSet found = reader.query(question);
        double sum = 0;
        int size = 0;
        while (found.hasNext()) {
            RowRecord row = found.next();
            sum += row.getFields().get(0).getDoubleV();
            size++;
        }
        return Double.isNaN(sum) ? -1 : size;
    }

    @Override
    public void close() throws Exception {
        if (reader != null) {
            reader.close();
        }
    }
}
