'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useState } from 'react'
import { useHotkeys } from '@/components/live/hotkeys'
import { useCommands } from '@/components/shell/palette/commands'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Banner } from '@/components/ui/banner'
import { Button, buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { Time } from '@/components/ui/time'
import { isOwnerless } from '@/lib/flags/core/flag-row'
import { frozenWords } from '@/lib/flags/core/hold'
import { paths } from '@/lib/kernel/paths'
import { type FlagScreenProps, TABS } from './flag-screen-types'
import { LifecycleSteps } from './lifecycle-steps'
import { TargetingTab } from './targeting-tab'
import { useRefresh } from './use-refresh'
import { endsWords, KIND_WORDS } from './words'

const ExposureTab = lazy(async () => ({ default: (await import('./exposure-tab')).ExposureTab }))
const LifecycleTab = lazy(async () => ({ default: (await import('./lifecycle-tab')).LifecycleTab }))
const HistoryTab = lazy(async () => ({ default: (await import('./history-tab')).HistoryTab }))
const StopDialog = lazy(async () => ({ default: (await import('./stop-dialog')).StopDialog }))
const ResumeDialog = lazy(async () => ({ default: (await import('./stop-dialog')).ResumeDialog }))
const ArchiveDialog = lazy(async () => ({ default: (await import('./archive-dialog')).ArchiveDialog }))
const ChangeRequests = lazy(async () => ({ default: (await import('./change-requests')).ChangeRequests }))
const EditDialog = lazy(async () => ({ default: (await import('./edit-dialog')).EditDialog }))

const TAB_WORDS = { targeting: 'Targeting', exposure: 'Exposure', lifecycle: 'Lifecycle', history: 'History' } as const
type Asking = 'stop' | 'resume' | 'archive' | 'edit' | null

/** What this switch does, to whom, and whether it can go. */
export function FlagScreen(props: FlagScreenProps) {
  const { detail, environment, tab, rollouts, rights } = props
  const { definition, archivedAt, environments } = detail
  const router = useRouter()
  const [asking, ask] = useState<Asking>(null)
  const { key } = definition
  useRefresh([`flag:${key}`, 'flags', 'rollouts'])
  const place = environments.find((each) => each.key === environment) ?? environments[0]
  const live = rollouts.find(({ environment: where }) => where === place?.key)
  const stop = place?.targeting.handStop ?? null
  const verb = stop ? 'Resume exposure' : 'Stop exposure'
  const verbReason = archivedAt ? 'The flag is archived.' : stop ? rights.edit : rights.stop
  useCommands([
    {
      label: `${verb} of ${key}…`,
      detail: place?.name,
      disabledReason: verbReason,
      run: () => ask(stop ? 'resume' : 'stop'),
    },
    { label: `Edit ${key}…`, disabledReason: rights.edit, run: () => ask('edit') },
  ])
  useHotkeys(
    TABS.map((each, i) => ({
      key: String(i + 1),
      label: TAB_WORDS[each],
      run: () => router.push(paths.flagTab(key, environment, each)),
    })),
    'Flag',
  )
  const menu = (
    <DropdownMenu label="More" face="⋯" className={buttonClass('secondary')}>
      <MenuItem disabledReason={rights.edit} onSelect={() => ask('edit')}>
        Edit owner, purpose, dates, variants…
      </MenuItem>
      <MenuItem disabledReason={rights.edit} onSelect={() => ask('archive')}>
        {archivedAt ? 'Bring back…' : 'Archive…'}
      </MenuItem>
    </DropdownMenu>
  )
  return (
    <RoomFrame crumbs={[{ label: 'Flags', href: paths.flags() }, { label: key }]} environment={place?.name}>
      <div className="flex flex-col gap-4">
        <PageHead
          title={key}
          answer={<Answer {...props} />}
          action={
            <div className="flex flex-wrap items-center gap-2">
              {archivedAt ? null : live ? (
                <Link href={paths.rollout(live.name)} className={buttonClass('primary')}>
                  Open {live.name}
                </Link>
              ) : rights.edit ? (
                <Button disabledReason={rights.edit}>Start rollout</Button>
              ) : (
                <Link href={paths.newRollout(key)} className={buttonClass('primary')}>
                  Start rollout
                </Link>
              )}
              {menu}
              {place && !archivedAt && (
                <Button
                  look={stop ? 'secondary' : 'danger'}
                  disabledReason={verbReason}
                  onClick={() => ask(stop ? 'resume' : 'stop')}
                >
                  {stop ? 'Resume exposure…' : 'Stop exposure…'}
                </Button>
              )}
            </div>
          }
        />
        {stop && place && (
          <Banner tone="warn">
            Exposure is stopped in {place.name}: everyone gets <strong>{stop.variant}</strong>, before every rule.{' '}
            {stop.by.name} stopped it <Time at={stop.at} format="dated" now={detail.now} />
            {stop.note && <> · “{stop.note}”</>}. {live && `${live.name} serves nobody until exposure resumes here.`}
          </Banner>
        )}
        {place?.hold.frozen && !archivedAt && (
          <Banner tone="warn">
            {frozenWords(place.name, place.hold.frozen, detail.now)}: {place.hold.frozen.name}. What it serves stays as
            it is; Stop exposure is always open.
          </Banner>
        )}
        {detail.requests.length > 0 && (
          <Suspense fallback={null}>
            <ChangeRequests
              requests={detail.requests}
              now={detail.now}
              reason={rights.approve}
              deeds={props.deeds.changes}
            />
          </Suspense>
        )}
        <LifecycleSteps lifecycle={detail.lifecycle} />
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <nav aria-label="Environment" className="flex flex-wrap gap-2">
            {environments.map((each) => (
              <Link
                key={each.key}
                href={paths.flagTab(key, each.key, tab)}
                scroll={false}
                aria-current={each.key === place?.key ? 'true' : undefined}
                className="touchable inline-flex h-8 items-center gap-1 rounded-full border border-line-strong px-3 text-dense font-medium text-text-2 aria-[current=true]:border-text aria-[current=true]:bg-text aria-[current=true]:text-canvas"
              >
                {each.name}
                {each.targeting.handStop && <span>■ stopped</span>}
              </Link>
            ))}
          </nav>
          <nav aria-label="Parts of the flag" className="flex flex-wrap gap-1 border-b border-line">
            {TABS.map((each) => (
              <Link
                key={each}
                href={paths.flagTab(key, environment, each)}
                scroll={false}
                aria-current={each === tab ? 'page' : undefined}
                className={cx(
                  'touchable inline-flex h-9 items-center border-b-2 border-transparent px-3 text-body text-text-2 hover:text-text',
                  'aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-text',
                )}
              >
                {TAB_WORDS[each]}
              </Link>
            ))}
          </nav>
        </div>
        {place && tab === 'targeting' && <TargetingTab key={place.key} {...props} place={place} live={live} />}
        <Suspense fallback={null}>
          {place && tab === 'exposure' && <ExposureTab {...props} place={place} />}
          {tab === 'lifecycle' && <LifecycleTab {...props} />}
          {tab === 'history' && <HistoryTab {...props} />}
          {asking === 'stop' && place && <StopDialog {...props} place={place} live={live} close={() => ask(null)} />}
          {asking === 'resume' && place && (
            <ResumeDialog {...props} place={place} live={live} close={() => ask(null)} />
          )}
          {asking === 'archive' && <ArchiveDialog {...props} close={() => ask(null)} />}
          {asking === 'edit' && <EditDialog {...props} close={() => ask(null)} />}
        </Suspense>
      </div>
    </RoomFrame>
  )
}

function Answer({ detail }: FlagScreenProps) {
  const { definition, archivedAt, now, namingFault } = detail
  const ends = endsWords(definition.endsOn, now)
  return (
    <>
      <p>
        {definition.name && `${definition.name}. `}
        {KIND_WORDS[definition.kind]} ·{' '}
        {isOwnerless(definition) ? <span className="text-warn">△ nobody owns it</span> : `owner ${definition.owner}`}
        {definition.permanent
          ? ' · permanent'
          : ends
            ? ` · removes by ${definition.endsOn} (${ends})`
            : ' · no end date'}
        {archivedAt && ' · archived: served nowhere'}
      </p>
      {(definition.purpose || definition.expectedImpact) && (
        <p>
          {definition.purpose && `Purpose: ${definition.purpose}`}{' '}
          {definition.expectedImpact && `Expect: ${definition.expectedImpact}`}
        </p>
      )}
      {namingFault && <p className="text-warn">△ {namingFault}</p>}
    </>
  )
}
