import { type ChangeRequestView } from '@/lib/flags/core/change-request'
import { type ChangeEstimate } from '@/lib/flags/core/estimate'
import { type Explanation } from '@/lib/flags/core/explain'
import {
  type FlagClients,
  type FlagDetail,
  type FlagUsageRow,
  type FlagVersionView,
} from '@/lib/flags/core/flag-detail'
import { type FlagTargeting, type FlagView } from '@/lib/flags/core/schema'
import { type ChangeDeeds } from './change-requests'
import { type Choices } from './condition-editor'
import { type Deed, type LiveRollout, type Rights } from './shared-types'

export const TABS = ['targeting', 'exposure', 'lifecycle', 'history'] as const
export type FlagTab = (typeof TABS)[number]

/** What is known of the people who met the flag in the last day; null: not measured. */
export type People = { perDay: number; byRule: readonly number[] } | null

export type Explained = Explanation & { rule: string | null; value: unknown }
export type FlagDeeds = {
  edit: Deed<FlagView>
  stop: Deed<FlagView>
  resume: Deed<FlagView>
  archive: Deed<FlagView>
  unarchive: Deed<FlagView>
  restore: Deed<FlagView>
  copy: Deed<FlagView>
  request: Deed<ChangeRequestView>
  explain: Deed<Explained>
  estimate: Deed<ChangeEstimate | null>
  choices: () => Promise<Choices>
  changes: ChangeDeeds
}

export type FlagScreenProps = {
  detail: FlagDetail
  environment: string
  tab: FlagTab
  rollouts: readonly LiveRollout[]
  people: People
  usage: readonly FlagUsageRow[]
  clients: readonly FlagClients[]
  history: readonly FlagVersionView[]
  rights: Rights
  deeds: FlagDeeds
}

export type Draft = Pick<FlagTargeting, 'state' | 'rules' | 'otherwise'>
