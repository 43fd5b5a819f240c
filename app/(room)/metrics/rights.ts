import { actorMay, type Member } from '@/lib/kernel/actor'

/** Why somebody may not write metrics; null: they may. */
export const whyNot = (actor: Member): string | null =>
  actorMay(actor, 'metric.edit') ? null : 'Needs the role engineer. Ask an admin.'
