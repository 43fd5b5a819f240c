import { type Discipline, type Role } from '@/lib/kernel/permissions'

/** Harbor Travel, the company of the demo: its people and metrics. Everything in it is a sample. */
export const PASSWORD = 'harbor-travel-demo'

type Person = { key: string; name: string; email: string; role: Role; disciplines: Discipline[] }

export const people: readonly Person[] = [
  { key: 'sam', name: 'Sam Berg', email: 'sam@harbor.example', role: 'approver', disciplines: ['engineering'] },
  { key: 'maria', name: 'Maria Ito', email: 'maria@harbor.example', role: 'engineer', disciplines: ['engineering'] },
  { key: 'ana', name: 'Ana Duarte', email: 'ana@harbor.example', role: 'approver', disciplines: ['product'] },
  { key: 'lea', name: 'Lea Novak', email: 'lea@harbor.example', role: 'approver', disciplines: ['data'] },
  { key: 'tom', name: 'Tom Adeyemi', email: 'tom@harbor.example', role: 'triage', disciplines: [] },
  { key: 'ines', name: 'Ines Marchetti', email: 'ines@harbor.example', role: 'engineer', disciplines: ['engineering'] },
  { key: 'yusuf', name: 'Yusuf Kaya', email: 'yusuf@harbor.example', role: 'on-call', disciplines: ['engineering'] },
  {
    key: 'priya',
    name: 'Priya Nair',
    email: 'priya@harbor.example',
    role: 'admin',
    disciplines: ['engineering', 'product', 'data'],
  },
  { key: 'olu', name: 'Olu Bello', email: 'olu@harbor.example', role: 'viewer', disciplines: [] },
]

type SampleMetric = {
  key: string
  name: string
  event: string
  aggregation: 'first-event' | 'proportion'
  direction: 'lower' | 'higher'
  harmLimit: { kind: 'absolute' | 'relative'; value: number }
  declaredRate: number
  window: string | null
  unit: string
}

const errors = (
  key: string,
  name: string,
  event: string,
  limit: number,
  declaredRate: number,
  unit: string,
): SampleMetric => ({
  key,
  name,
  event,
  aggregation: 'first-event',
  direction: 'lower',
  harmLimit: { kind: 'absolute', value: limit },
  declaredRate,
  window: null,
  unit,
})

export const metrics: readonly SampleMetric[] = [
  errors('payment_errors', 'Payment errors', 'payment.failed', 0.003, 0.003, 'people'),
  errors('search_errors', 'Search errors', 'search.failed', 0.01, 0.01, 'people'),
  errors('seat_errors', 'Seat errors', 'seat.failed', 0.01, 0.005, 'people'),
  errors('profile_errors', 'Profile errors', 'profile.failed', 0.01, 0.01, 'people'),
  errors('fare_errors', 'Fare errors', 'fare.failed', 0.008, 0.01, 'people'),
  errors('wallet_errors', 'Wallet errors', 'wallet.failed', 0.01, 0.01, 'people'),
  errors('slow_pages', 'Slow pages', 'page.slow', 0.03, 0.04, 'people'),
  {
    key: 'booking_completed',
    name: 'Bookings completed',
    event: 'booking.completed',
    aggregation: 'proportion',
    direction: 'higher',
    harmLimit: { kind: 'relative', value: 0.2 },
    declaredRate: 0.1,
    window: 'PT10M',
    unit: 'people',
  },
]
