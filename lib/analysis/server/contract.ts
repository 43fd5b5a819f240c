/** What higher domains may ask of analysis. */
export { readCountPoints } from './count-points'
