import { Banner } from '@/components/ui/banner'

/** A part whose script did not come. What stops exposure is no such part. */
export const NotLoaded = () => (
  <Banner tone="warn">This part could not be loaded. Load the page again; stopping exposure still works.</Banner>
)
