import { type Where } from './hotkeys'

/** One key of the map in Settings → Preferences: where it works, and whether it changes what people are served. */
export type MappedKey = { where: Where; key: string; label: string; dangerous: boolean }

const at = (where: Where, keys: Readonly<Record<string, string>>, dangerous: readonly string[] = []): MappedKey[] =>
  Object.entries(keys).map(([key, label]) => ({
    where,
    key,
    label,
    dangerous: dangerous.includes(key),
  }))

/** The keyboard map (ux §1.5) as it is before anybody moves a key. ⌘K and Escape always work. */
export const KEY_MAP: readonly MappedKey[] = [
  ...at('Anywhere', {
    '/': 'Search',
    '?': 'Show the keys that work here',
    '[': 'Open or close the navigation',
    y: 'Copy a link to what is on screen now',
    'g o': 'Go to Overview',
    'g r': 'Go to Rollouts',
    'g f': 'Go to Flags',
    'g b': 'Go to Feedback',
    'g i': 'Go to Incidents',
    'g m': 'Go to Metrics',
    'g l': 'Go to Learnings',
    'g a': 'Go to Audit',
    'g ,': 'Go to Settings',
  }),
  ...at('List', { j: 'Next row', k: 'Previous row', o: 'Open the row', x: 'Select the row', f: 'Filter' }),
  ...at(
    'Rollout',
    {
      p: 'Pause, or Resume when paused',
      r: 'Roll back',
      a: 'Approve',
      n: 'Advance',
      z: 'Undo one’s own last decision',
      c: 'Comment',
      m: 'Annotate the chart',
      v: 'Values or difference on top',
      d: 'Chart as a table',
      ',': 'Previous event in the chart',
      '.': 'Next event in the chart',
    },
    ['p', 'r'],
  ),
  ...at('Feedback', {
    j: 'Next item',
    k: 'Previous item',
    e: 'Done',
    a: 'Assign',
    '⇧a': 'Assign to me',
    l: 'Tag',
    c: 'Cluster',
    m: 'Merge duplicate',
    '⇧m': 'Un-merge',
    h: 'Snooze',
    i: 'Link',
    r: 'Reply',
    t: 'Internal note',
    d: 'Decline',
    '!': 'Spam',
    u: 'Unread',
    '+': 'Sentiment is more positive',
    '-': 'Sentiment is more negative',
    n: 'Next in the same cluster',
    z: 'Undo',
    x: 'Select',
  }),
  ...at(
    'Incident',
    {
      x: 'Stop exposure of the top suspect',
      k: 'Acknowledge',
      u: 'Post an update',
      t: 'Add a note to the timeline',
      p: 'Pause every linked rollout',
    },
    ['x', 'p'],
  ),
]
