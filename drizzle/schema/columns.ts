import { customType, text } from 'drizzle-orm/pg-core'
import { instant as toInstant, type Instant } from '@/lib/kernel/time'

/** `timestamptz(3)` as the kernel's Instant. */
export const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'timestamp(3) with time zone',
  fromDriver: (value) => toInstant(Date.parse(value)),
  toDriver: (value) => value,
})

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** Position in commit order: the transaction that wrote the row (statistics.md §3, "Tick = bucket"). */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })

/** A prefixed id of the kernel. */
export const id = <T extends string>(name: string) => text(name).$type<T>()
