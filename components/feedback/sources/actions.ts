import { type Action } from '@/components/live/use-action'
import {
  type BulkAnswer,
  type ClassifyView,
  type ImportView,
  type RouteDryRun,
  type RuleDryRun,
  type SourceView,
} from '@/lib/feedback/core/schema'
import { type Outcome } from '@/lib/kernel/result'

/** What the page lends the screen: server actions. */
export type SourceActions = {
  createSource: Action<SourceView & { secret: string | null }>
  editSource: Action<unknown>
  importCsv: Action<ImportView>
  classify: (input: { text: string }) => Promise<Outcome<ClassifyView>>
  dryRun: (input: unknown) => Promise<Outcome<RuleDryRun>>
  saveRule: Action<unknown>
  deleteRule: Action<unknown>
  saveRoute: Action<unknown>
  deleteRoute: Action<unknown>
  orderRoutes: Action<unknown>
  dryRunRoute: (input: unknown) => Promise<Outcome<RouteDryRun>>
  bulk: Action<BulkAnswer>
  undo: Action<BulkAnswer>
}
