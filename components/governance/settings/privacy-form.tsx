'use client'
import { Button } from '@/components/ui/button'
import { Field, Input, Textarea } from '@/components/ui/field'
import { type PrivacySettings, type RetentionClass } from '@/lib/governance/core/settings-schema'
import { SaveBar } from './save-bar'
import { Card } from './settings-frame'
import { useDraft } from './use-draft'
import { errorAt, type Save, useSave } from './use-save'

const CLASSES: readonly (readonly [RetentionClass, string, number, number])[] = [
  ['events', 'Raw events of people', 1, 400],
  ['mails', 'Mails that were sent', 1, 400],
  ['originals', 'What people sent, before anything was cut out', 1, 90],
  ['feedback', 'What people wrote, from the last reply on', 30, 3650],
]
const EMPTY_RULE = { name: '', pattern: '', replacement: '[redacted]' }

type Props = { settings: PrivacySettings; version: number; save: Save; why: string | null }

/** How long things are kept, what is cut out of texts, and what people are told. */
export function PrivacyForm({ settings, version, save, why }: Props) {
  const { draft, set, dirty, discard } = useDraft(settings)
  const { send, pending, refusal, forget } = useSave(save)
  const setRule = (i: number, change: Partial<typeof EMPTY_RULE>) =>
    set({ redactions: draft.redactions.map((rule, at) => (at === i ? Object.assign({}, rule, change) : rule)) })
  return (
    <>
      <Card
        title="How long things are kept"
        intro="In days. What is older is removed for good, within the hour. What was counted and decided stays."
      >
        <div className="grid gap-4 sm:grid-cols-2">
          {CLASSES.map(([key, words, least, most]) => (
            <Field
              key={key}
              label={words}
              hint={`From ${least} to ${most} days.`}
              error={errorAt(refusal, `settings.retentionDays.${key}`)}
            >
              {(described) => (
                <Input
                  {...described}
                  type="number"
                  min={least}
                  max={most}
                  value={draft.retentionDays[key]}
                  onChange={(event) =>
                    set({ retentionDays: { ...draft.retentionDays, [key]: Math.round(Number(event.target.value)) } })
                  }
                />
              )}
            </Field>
          ))}
        </div>
      </Card>
      <Card title="What is not shown">
        <div className="max-w-xs">
          <Field
            label="Smallest group"
            hint="Groups with fewer people are not shown apart. From 5 to 1000."
            error={errorAt(refusal, 'settings.minimumGroup')}
          >
            {(described) => (
              <Input
                {...described}
                type="number"
                min={5}
                max={1000}
                value={draft.minimumGroup}
                onChange={(event) => set({ minimumGroup: Math.round(Number(event.target.value)) })}
              />
            )}
          </Field>
        </div>
      </Card>
      <Card
        title="What is cut out of texts"
        intro="Patterns in RE2 syntax, cut out before a text is stored, besides e-mail addresses and card numbers."
        action={
          <Button
            size="small"
            disabledReason={why}
            onClick={() => set({ redactions: [...draft.redactions, { ...EMPTY_RULE }] })}
          >
            Add a rule
          </Button>
        }
      >
        {draft.redactions.length === 0 && <p className="text-body text-text-2">No further rules.</p>}
        {[...draft.redactions.entries()].map(([i, rule]) => (
          <fieldset key={i} className="grid items-start gap-3 sm:grid-cols-[1fr_2fr_1fr_auto]">
            <legend className="sr-only">Rule {i + 1}</legend>
            <Field label="Name" error={errorAt(refusal, `settings.redactions.${i}.name`)}>
              {(described) => (
                <Input
                  {...described}
                  value={rule.name}
                  onChange={(event) => setRule(i, { name: event.target.value })}
                />
              )}
            </Field>
            <Field
              label="Pattern"
              error={
                errorAt(refusal, `redactions.${i}.pattern`) ?? errorAt(refusal, `settings.redactions.${i}.pattern`)
              }
            >
              {(described) => (
                <Input
                  {...described}
                  className="font-mono"
                  spellCheck={false}
                  value={rule.pattern}
                  onChange={(event) => setRule(i, { pattern: event.target.value })}
                />
              )}
            </Field>
            <Field label="Replaced by">
              {(described) => (
                <Input
                  {...described}
                  value={rule.replacement}
                  onChange={(event) => setRule(i, { replacement: event.target.value })}
                />
              )}
            </Field>
            <Button
              size="small"
              look="quiet"
              className="sm:mt-7"
              aria-label={`Remove ${rule.name || `rule ${i + 1}`}`}
              onClick={() => set({ redactions: draft.redactions.filter((_, at) => at !== i) })}
            >
              Remove
            </Button>
          </fieldset>
        ))}
      </Card>
      <Card title="What people are told">
        <Field
          label="Consent text"
          optional
          hint="Stands beside forms that ask for feedback."
          error={errorAt(refusal, 'settings.consentText')}
        >
          {(described) => (
            <Textarea
              {...described}
              maxLength={2000}
              value={draft.consentText}
              onChange={(event) => set({ consentText: event.target.value })}
            />
          )}
        </Field>
      </Card>
      <SaveBar
        dirty={dirty}
        pending={pending}
        refusal={refusal}
        why={why}
        onSave={() => send({ settings: draft, expectedVersion: version })}
        onDiscard={() => {
          discard()
          forget()
        }}
      />
    </>
  )
}
