import { type RolloutView } from '@/lib/rollouts/core/schema'

/** What sign-offs no longer rest on: said to whoever is asked, and to whoever signed before. */
export function ChangedSince({ rollout: { changed } }: { rollout: RolloutView }) {
  if (changed.length === 0) return null
  return (
    <div className="rounded-control bg-warn-soft px-3 py-2 text-body">
      <p className="font-medium">What changed since you were asked</p>
      <ul className="list-disc pl-5">
        {changed.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}
