/** The parts of a chart that are fetched when there is one to draw. */
export { CohortPlot } from './cohort-plot'
export { TwinTable } from './twin-table'
