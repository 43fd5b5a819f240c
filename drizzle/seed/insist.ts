/** The seed is ours: a refusal in it is a fault. */
export function insist<T>(outcome: { ok: true; value: T } | { ok: false; code: string; message: string }): T {
  if (!outcome.ok) throw new Error(`the sample was refused: ${outcome.code}: ${outcome.message}`)
  return outcome.value
}
