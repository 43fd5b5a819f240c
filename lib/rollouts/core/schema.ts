/** Everything of rollouts that crosses a border: what comes in, what analysis hands over, what goes out. */
export * from './schema-input'
export * from './schema-verdict'
export * from './schema-view'
export * from './schema-need'
export * from './schema-draft'
export * from './schema-review'
