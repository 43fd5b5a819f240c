/** Where the demo opens the story, in minutes before it burns: a quiet evening, INC-37 under way, the morning after. */
export const MOMENTS = { calm: 40, burning: 0, after: -346 } as const
export type Moment = keyof typeof MOMENTS

export const isMoment = (text: string): text is Moment => text in MOMENTS

/** What a visitor finds. */
export const MOMENT_WORDS: Readonly<Record<Moment, string>> = {
  calm: 'A quiet evening: six rollouts are in flight and nothing burns.',
  burning:
    'Payments fail: INC-37 is open. 40 s after your first look another rollout begins to hurt people. Stay and watch.',
  after: 'The morning after: INC-37 is resolved, and its review is due.',
}
