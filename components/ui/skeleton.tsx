import { cx } from './cx'

/** A place held with its final size; decorative, the region around it says that it is loading. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden="true" className={cx('animate-breathe rounded-control bg-sunken', className)} />
)
