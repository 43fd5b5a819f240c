import { parse, type Type } from 'protobufjs'

/**
 * The part of OTLP's logs that is read, by the field numbers of protocols.md §3.4. The outer three levels (request,
 * resource, scope) are walked by hand in `decode-otlp-logs`, so that rows are bounded while they are decoded.
 */
const OTLP = `
syntax = "proto3";
message AnyValue {
  oneof value {
    string string_value = 1;
    bool bool_value = 2;
    int64 int_value = 3;
    double double_value = 4;
    ArrayValue array_value = 5;
    KeyValueList kvlist_value = 6;
    bytes bytes_value = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message Resource { repeated KeyValue attributes = 1; }
message LogRecord {
  fixed64 time_unix_nano = 1;
  AnyValue body = 5;
  repeated KeyValue attributes = 6;
  bytes trace_id = 9;
  fixed64 observed_time_unix_nano = 11;
  string event_name = 12;
}
message ExportLogsPartialSuccess { int64 rejected_log_records = 1; string error_message = 2; }
message ExportLogsServiceResponse { ExportLogsPartialSuccess partial_success = 1; }
message Status { int32 code = 1; string message = 2; }
`

const { root } = parse(OTLP)

export const otlp: Record<'Resource' | 'LogRecord' | 'ExportLogsServiceResponse' | 'Status', Type> = {
  Resource: root.lookupType('Resource'),
  LogRecord: root.lookupType('LogRecord'),
  ExportLogsServiceResponse: root.lookupType('ExportLogsServiceResponse'),
  Status: root.lookupType('Status'),
}
