'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '@/components/live/use-action'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { RefusalNote } from '@/components/ui/refusal-note'
import { feedbackKeys, tagRulesQuery } from '@/lib/feedback/client/queries'
import { type RuleDryRun, type TagRuleView } from '@/lib/feedback/core/schema'
import { plural } from '@/lib/kernel/format'
import { type SourceActions } from './actions'

type Props = {
  initial: TagRuleView[]
  reason: string | null
  actions: Pick<SourceActions, 'saveRule' | 'deleteRule' | 'dryRun'>
}

/** Rules are data: words or a pattern, a weight, and what a no before them does. Tried on what came before they act. */
export function TagRules({ initial, reason, actions }: Props) {
  const { data: rules } = useQuery({ ...tagRulesQuery(), initialData: initial })
  const remove = useAction(actions.deleteRule, feedbackKeys.rules())
  const own = rules.filter(({ origin }) => origin === 'workspace')
  const builtIn = rules.filter(({ origin }) => origin === 'built-in')
  return (
    <>
      <RuleForm reason={reason} actions={actions} />
      {own.length === 0 && <p className="text-text-2">No rules of your own yet.</p>}
      <ul>
        {own.map((rule) => (
          <li key={rule.id} className="flex flex-wrap items-center gap-3 border-t border-line py-1.5">
            <span className="min-w-28 font-medium">{rule.tag}</span>
            <code className="min-w-0 flex-1 font-mono text-dense break-all">{rule.pattern}</code>
            <Button
              size="small"
              disabledReason={reason}
              aria-label={`Delete the rule for ${rule.tag}: ${rule.pattern}`}
              onClick={() => void remove.send({ id: rule.id })}
            >
              Delete
            </Button>
          </li>
        ))}
      </ul>
      {remove.refusal && <RefusalNote refusal={remove.refusal} />}
      <details>
        <summary className="cursor-pointer">{plural(builtIn.length, 'rule', 'rules')} that came with Soundings</summary>
        <ul className="pt-2 text-dense">
          {builtIn.map((rule) => (
            <li key={rule.tag + rule.pattern} className="flex gap-3 border-t border-line py-1">
              <span className="w-28 shrink-0 font-medium">{rule.tag}</span>
              <span className="min-w-0 break-words text-text-2">{rule.pattern}</span>
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

function RuleForm({ reason, actions }: Omit<Props, 'initial'>) {
  const save = useAction(actions.saveRule, feedbackKeys.rules())
  const [tag, setTag] = useState('')
  const [match, setMatch] = useState<'words' | 'regex'>('words')
  const [pattern, setPattern] = useState('')
  const [tried, setTried] = useState<RuleDryRun | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const rule = { tag: tag.trim(), match, pattern: pattern.trim() }
  const empty = rule.tag === '' || rule.pattern === '' ? 'Name a tag and its words.' : null
  const tryIt = async () => {
    try {
      const outcome = await actions.dryRun(rule)
      setTried(outcome.ok ? outcome.value : null)
      setProblem(outcome.ok ? null : outcome.message)
    } catch {
      setProblem('Soundings couldn’t be reached. Try again.')
    }
  }
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!reason && !empty) void save.send(rule).then((outcome) => outcome?.ok && setPattern(''))
      }}
    >
      <div className="w-36 max-sm:w-full">
        <Field label="Tag">
          {(described) => <Input {...described} value={tag} onChange={(event) => setTag(event.target.value)} />}
        </Field>
      </div>
      <div className="w-36 max-sm:w-full">
        <Field label="By">
          {(described) => (
            <Select
              {...described}
              value={match}
              onChange={(event) => setMatch(event.target.value === 'regex' ? 'regex' : 'words')}
            >
              <option value="words">Words</option>
              <option value="regex">Pattern</option>
            </Select>
          )}
        </Field>
      </div>
      <div className="min-w-60 flex-1">
        <Field label={match === 'words' ? 'Words or short phrases, with commas between' : 'Pattern'} error={problem}>
          {(described) => <Input {...described} value={pattern} onChange={(event) => setPattern(event.target.value)} />}
        </Field>
      </div>
      <Button disabledReason={empty} onClick={() => void tryIt()}>
        Try it
      </Button>
      <Button type="submit" look="primary" disabledReason={reason ?? empty} pending={save.isPending}>
        Add rule
      </Button>
      {save.refusal && <RefusalNote refusal={save.refusal} />}
      {tried && (
        <Banner tone="info">
          Would have tagged {tried.hits} of the last {tried.looked}; people took this tag off {tried.peopleRemoved} of
          those.{' '}
          {tried.examples
            .slice(0, 3)
            .map(({ excerpt }) => `“${excerpt}”`)
            .join(' ')}
        </Banner>
      )}
    </form>
  )
}
