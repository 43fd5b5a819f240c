import { type Policy } from '@/lib/analysis/core/schema'
import { careful } from '@/lib/analysis/core/careful'
import { minutes } from '@/lib/kernel/time'

/** Harbor's own rules for payments: pause after ten minutes of harm, roll back when nobody answered for 35 more. */
export const paymentsGuard: Policy = {
  ...careful,
  key: 'payments-guard',
  name: 'payments-guard',
  version: 7,
  rules: [
    { when: { harm: 20 }, for: minutes(10), act: 'pause' },
    { when: { harm: 20 }, for: minutes(45), act: 'roll-back' },
  ],
}
