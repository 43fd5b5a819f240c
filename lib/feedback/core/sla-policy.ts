import { type SlaPolicy } from './schema-due'

/** What holds until somebody decides otherwise: office hours of UTC, an hour for what is urgent. */
export const DEFAULT_SLA: SlaPolicy = {
  targets: {
    urgent: { first: { amount: 1, unit: 'hours' }, solve: { amount: 8, unit: 'hours' } },
    high: { first: { amount: 4, unit: 'hours' }, solve: { amount: 2, unit: 'business-days' } },
    normal: { first: { amount: 1, unit: 'business-days' }, solve: { amount: 5, unit: 'business-days' } },
    low: { first: { amount: 3, unit: 'business-days' }, solve: { amount: 20, unit: 'business-days' } },
  },
  calendar: { timeZone: 'UTC', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: [] },
}
