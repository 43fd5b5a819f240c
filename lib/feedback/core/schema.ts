export * from './schema-ingest'
export * from './schema-input'
export * from './schema-view'
export * from './schema-words'
