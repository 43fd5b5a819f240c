/** Shares are whole thousandths of a percent: 100,000 is everyone. */
export const SHARE_TOTAL = 100_000

/** A share as people write it: 12,500 is `12.5%`. */
export const shareText = (share: number): string => `${share / 1000}%`
