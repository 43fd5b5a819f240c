import { parse, type Type } from 'protobufjs'

/**
 * The part of OTLP that is read, by the field numbers of protocols.md §3.4. The outer three levels (request,
 * resource, scope) are walked by hand, so that rows are bounded while they are decoded.
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
message Span {
  bytes trace_id = 1;
  bytes parent_span_id = 4;
  string name = 5;
  int32 kind = 6;
  fixed64 start_time_unix_nano = 7;
  fixed64 end_time_unix_nano = 8;
  repeated KeyValue attributes = 9;
  repeated SpanEvent events = 11;
  SpanStatus status = 15;
}
message SpanEvent { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
message SpanStatus { int32 code = 3; }
message Metric {
  string name = 1;
  // Of these only the points are counted, so they stay bytes.
  bytes gauge = 5;
  bytes sum = 7;
  bytes histogram = 9;
  bytes exponential_histogram = 10;
  bytes summary = 11;
}
message ExportLogsPartialSuccess { int64 rejected_log_records = 1; string error_message = 2; }
message ExportLogsServiceResponse { ExportLogsPartialSuccess partial_success = 1; }
message Status { int32 code = 1; string message = 2; }
`

const { root } = parse(OTLP)

export const otlp: Record<'Resource' | 'LogRecord' | 'Span' | 'Metric' | 'ExportLogsServiceResponse' | 'Status', Type> =
  {
    Resource: root.lookupType('Resource'),
    LogRecord: root.lookupType('LogRecord'),
    Span: root.lookupType('Span'),
    Metric: root.lookupType('Metric'),
    ExportLogsServiceResponse: root.lookupType('ExportLogsServiceResponse'),
    Status: root.lookupType('Status'),
  }
