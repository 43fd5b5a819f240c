/** Things without a name of their own: their place is who they are. */
export const numbered = <T>(items: readonly T[]): { item: T; at: number; id: string }[] =>
  items.map((item, at) => ({ item, at, id: String(at) }))
