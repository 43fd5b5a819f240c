import { expect, test } from 'vitest'
import { weekParagraph, type Week } from './week'

const quiet: Week = {
  started: 0,
  finished: 0,
  rolledBack: { policy: 0, people: 0 },
  incidentsOpened: 0,
  incidentsOpen: 0,
  feedbackIn: 0,
  feedbackDone: 0,
  clustersRising: 0,
}

test.each<[string, Partial<Week>, string]>([
  ['a quiet week', {}, 'No rollout started or ended in the last 7 days. There was no incident. Nobody wrote to us.'],
  [
    'a full week',
    {
      started: 3,
      finished: 1,
      rolledBack: { policy: 1, people: 1 },
      incidentsOpened: 2,
      incidentsOpen: 1,
      feedbackIn: 135,
      feedbackDone: 97,
      clustersRising: 1,
    },
    'In the last 7 days 3 rollouts started, 1 reached everybody and 2 were rolled back, 1 of them by policy. 2 incidents were opened; 1 is open now. 135 pieces of feedback came in, 97 of them answered or closed so far. People write more and more about one thing.',
  ],
  [
    'only policies acted',
    { rolledBack: { policy: 1, people: 0 }, incidentsOpen: 2, feedbackIn: 4, feedbackDone: 1, clustersRising: 2 },
    'In the last 7 days no rollout started and 1 was rolled back by policy. No incident was opened; 2 are open now. 4 pieces of feedback came in, 1 of them answered or closed so far. People write more and more about 2 things.',
  ],
  [
    'one of each',
    { started: 1, incidentsOpened: 1, feedbackIn: 1 },
    'In the last 7 days 1 rollout started. 1 incident was opened; none is open now. 1 piece of feedback came in, none of them answered or closed so far.',
  ],
])('%s', (_, week, expected) => {
  expect(weekParagraph({ ...quiet, ...week })).toBe(expected)
})
