import { expect, test } from 'vitest'
import { LiveHub, type Stream, type Surroundings } from './hub'
import { type LiveEvent, readTabMessage, RESYNC, type TabMessage } from './messages'

/** A browser of several tabs: the first to ask leads, messages reach all other tabs, time moves when told. */
function aBrowser() {
  const tabs: { hear: ((message: unknown) => void) | null; ticks: (() => void)[] }[] = []
  const streams: {
    topics: readonly string[]
    say: (kind: 'open' | 'message' | 'beat', data?: string) => void
    closed: boolean
  }[] = []
  const queue: (() => void)[] = []
  let nowMs = 0
  const later = new Set<() => void>()
  const openTab = () => {
    const tab: (typeof tabs)[number] = { hear: null, ticks: [] }
    tabs.push(tab)
    const around: Surroundings = {
      tab: `tab-${tabs.length}`,
      now: () => nowMs,
      open: (topics): Stream => {
        const on = new Map<string, (data: string) => void>()
        const stream = { topics, closed: false, say: (kind: string, data = '') => on.get(kind)?.(data) }
        streams.push(stream)
        return {
          on: (kind, run) => void on.set(kind, run),
          close: () => {
            stream.closed = true
          },
        }
      },
      lead: (become) => {
        queue.push(become)
        if (queue.length === 1) become()
        return () => {
          queue.shift()
          queue[0]?.()
        }
      },
      channel: {
        send: (message: TabMessage) => {
          for (const other of tabs) if (other !== tab) other.hear?.(structuredClone(message))
        },
        listen: (hear) => {
          tab.hear = hear
          return () => {
            tab.hear = null
          }
        },
      },
      every: (_, run) => {
        tab.ticks.push(run)
        return () => {}
      },
      after: (_, run) => {
        later.add(run)
        return () => later.delete(run)
      },
    }
    return new LiveHub(around)
  }
  const pass = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 1000) {
      nowMs += 1000
      for (const tab of tabs) for (const tick of tab.ticks) tick()
    }
  }
  /** What was asked for stays as it is for a moment. */
  const settle = () => {
    for (const run of later) {
      later.delete(run)
      run()
    }
  }
  const open = () => streams.filter(({ closed }) => !closed)
  return { openTab, streams, pass, settle, open, last: () => streams.at(-1) }
}

function ears() {
  const heard: LiveEvent[] = []
  return { heard, hear: (event: LiveEvent) => void heard.push(event) }
}
const changed = { topic: 'rollout:rol_1', id: 'rol_1', version: 7 }

test('one connection serves all tabs, with the topics of all', () => {
  const browser = aBrowser()
  const [first, second] = [browser.openTab(), browser.openTab()]
  const [a, b] = [ears(), ears()]
  first.join(['rollouts'], a.hear)
  second.join(['rollout:rol_1'], b.hear)
  browser.settle()
  expect(browser.last()?.topics).toEqual(['rollout:rol_1', 'rollouts'])
  browser.last()?.say('open')
  browser.last()?.say('message', JSON.stringify(changed))
  expect(a.heard).toEqual([RESYNC])
  expect(b.heard).toEqual([RESYNC, changed])
  expect(browser.open()).toHaveLength(1)
})

test('a walk through a list never holds more than two connections, and ends with one', () => {
  const browser = aBrowser()
  const hub = browser.openTab()
  hub.join(['feedback'], ears().hear)
  browser.settle()
  browser.last()?.say('open')
  let leave: (() => void) | null = null
  for (let item = 0; item < 12; item += 1) {
    const leaveBefore: (() => void) | null = leave
    leave = hub.join([`feedback:${item}`], ears().hear)
    leaveBefore?.()
    if (item % 2 === 0) browser.settle() // some steps are fast, some are slow; none waits for an open stream
    expect(browser.open().length).toBeLessThanOrEqual(2)
  }
  browser.settle()
  browser.last()?.say('open')
  expect(browser.open().map(({ topics }) => topics)).toEqual([['feedback', 'feedback:11']])
})

test('what is still wanted of an open stream needs no other one; nothing wanted, nothing open', () => {
  const browser = aBrowser()
  const hub = browser.openTab()
  const leaveList = hub.join(['feedback'], ears().hear)
  const leaveItem = hub.join(['feedback:1'], ears().hear)
  browser.settle()
  browser.last()?.say('open')
  leaveItem()
  browser.settle()
  expect(browser.streams).toHaveLength(1)
  leaveList()
  browser.settle()
  expect(browser.open()).toEqual([])
})

test('when the leading tab closes, the next one connects for those who are left', () => {
  const browser = aBrowser()
  const [first, second] = [browser.openTab(), browser.openTab()]
  first.join(['rollouts'], ears().hear)
  second.join(['rollout:rol_1'], ears().hear)
  browser.settle()
  first.close()
  browser.settle()
  expect(browser.last()?.topics).toEqual(['rollout:rol_1'])
})

test('45 s of silence is said, polled every 15 s, and ends with reading everything again', () => {
  const browser = aBrowser()
  const hub = browser.openTab()
  const { heard, hear } = ears()
  hub.join(['rollouts'], hear)
  browser.settle()
  browser.last()?.say('open')
  browser.pass(45_000)
  expect([hub.freshness, heard.length]).toEqual(['live', 1])
  browser.pass(31_000)
  expect([hub.freshness, heard.length]).toEqual(['reconnecting', 3])
  browser.last()?.say('beat')
  expect([hub.freshness, heard.length]).toEqual(['live', 4])
})

test('a follower stays live on the heartbeats that the leader passes on', () => {
  const browser = aBrowser()
  const [first, second] = [browser.openTab(), browser.openTab()]
  first.join(['rollouts'], ears().hear)
  second.join(['rollouts'], ears().hear)
  browser.settle()
  browser.last()?.say('open')
  browser.pass(40_000)
  browser.last()?.say('beat')
  browser.pass(40_000)
  expect(second.freshness).toBe('live')
})

test('what is not ours on the stream is dropped', () => {
  const browser = aBrowser()
  const { heard, hear } = ears()
  browser.openTab().join(['rollouts'], hear)
  browser.settle()
  for (const data of ['', 'null', '{"topic":1}', '{', '{"topic":"rollouts"}']) browser.last()?.say('message', data)
  expect(heard).toEqual([])
})

test.each([null, 'beat', {}, { kind: 'want', tab: 't' }, { kind: 'leave' }, { kind: 'event', event: { topic: 'x' } }])(
  'a message of another version is none: %j',
  (message) => expect(readTabMessage(message)).toBeNull(),
)
