type Props = { have: number; need: number | null; sentence: string }

/** How far the comparison has come while nothing can be said yet. */
export function FogProgress({ have, need, sentence }: Props) {
  return (
    <div className="flex flex-col gap-1.5">
      {need !== null && need > 0 && (
        <progress
          aria-label="People needed for an answer"
          max={need}
          value={Math.min(have, need)}
          className="forced-edge h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-baseline [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-baseline"
        />
      )}
      <p className="num text-dense text-text-2">{sentence}</p>
    </div>
  )
}
