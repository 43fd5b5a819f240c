/** A server that must not outlive this process: how to end it properly, and how to tell it to end when there is no time. */
type Companion = { stop: () => Promise<void>; signal: () => void }

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
const companions = new Set<Companion>()

/**
 * Ends the companion with this process. When somebody else listens to the signals (the supervisor of all processes),
 * the order of stopping is theirs, and only their exit is watched; else a signal stops the companion first.
 * @returns forgets the companion
 */
export function endWithUs(companion: Companion): () => void {
  if (companions.size === 0) {
    process.on('exit', signalAll)
    for (const signal of SIGNALS) process.on(signal, onSignal)
  }
  companions.add(companion)
  return () => {
    companions.delete(companion)
    if (companions.size === 0) stopListening()
  }
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  void stopAllAndDie(signal)
}

async function stopAllAndDie(signal: NodeJS.Signals): Promise<void> {
  await Promise.allSettled([...companions].map(({ stop }) => stop()))
  stopListening()
  process.kill(process.pid, signal) // nobody listens any more: we die of the signal, as its sender expects
}

function signalAll(): void {
  for (const { signal } of companions) signal()
}

function stopListening(): void {
  process.off('exit', signalAll)
  for (const signal of SIGNALS) process.off(signal, onSignal)
}
