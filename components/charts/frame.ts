/** Room around the plots, shared by both panels and the event rail, so that one time axis runs through all. */
export type Frame = { left: number; right: number; narrow: boolean }

export const frameOf = (widthPx: number): Frame =>
  widthPx < 520 ? { left: 38, right: 46, narrow: true } : { left: 48, right: 112, narrow: false }

export const HEIGHT = { rail: 28, difference: 240, values: 120, narrow: 180 } as const
