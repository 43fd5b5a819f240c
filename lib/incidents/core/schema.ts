export * from './schema-input'
export * from './schema-view'
