'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { endedRolloutsQuery } from '@/lib/rollouts/client/queries'
import { type RolloutRow } from '@/lib/rollouts/core/schema'
import { RolloutsTable } from './rollouts-table'

/** Those that are over, newest first, as many as were asked for. */
export function EndedRollouts({
  q,
  first,
}: {
  q: string
  first: { q: string; rows: readonly RolloutRow[]; next: string | null }
}) {
  const asked = useDeferredValue(q.trim())
  const query = useInfiniteQuery({
    ...endedRolloutsQuery(asked),
    placeholderData: (before) => before,
    ...(asked === first.q && {
      initialData: { pages: [{ items: [...first.rows], nextCursor: first.next }], pageParams: [''] },
    }),
  })
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? []
  if (query.isError) {
    return <Banner tone="warn">Ended rollouts could not be read. The others are shown; it is tried again.</Banner>
  }
  if (rows.length === 0) return null
  return (
    <section aria-label="Ended">
      <h2 className="mb-2 text-answer font-bold">
        Ended{' '}
        <span className="num font-normal text-text-3">
          {rows.length}
          {query.hasNextPage ? '+' : ''}
        </span>
      </h2>
      <div className="card overflow-hidden py-1 md:pt-3">
        <RolloutsTable rows={rows} caption="Ended" />
      </div>
      {query.hasNextPage && (
        <Button className="mt-2" pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older ones
        </Button>
      )}
    </section>
  )
}
