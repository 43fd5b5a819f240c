'use client'
import { CopyButton } from '@/components/ui/copy-button'
import { Field, Input, Select, Textarea } from '@/components/ui/field'
import { type SsoRules } from '@/lib/governance/core/settings-schema'
import { RowAction } from './row-action'
import { SaveBar } from './save-bar'
import { useDraft } from './use-draft'
import { errorAt, type Save, useSave } from './use-save'
import { ROLE_WORDS, ROLES } from './words'

type Stored = { issuer: string; clientId: string; rules: SsoRules; version: number }
type Props = { stored: Stored | null; callback: string; why: string | null; actions: { edit: Save; remove: Save } }

/** Sign-in through an OpenID provider. Passwords go on working. */
export function SsoForm({ stored, callback, why, actions }: Props) {
  const { draft, set, dirty, discard } = useDraft(draftOf(stored))
  const { send, pending, refusal, forget } = useSave(actions.edit)
  const text = (key: 'issuer' | 'clientId' | 'clientSecret' | 'roleClaim' | 'allowedDomains') => ({
    value: draft[key],
    onChange: (event: { target: { value: string } }) => set({ [key]: event.target.value }),
  })
  const rest = ['issuer', 'clientId', 'clientSecret']
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2 text-body">
        <span className="text-text-2">Address to return to:</span>
        <code className="text-dense break-all">{callback}</code>
        <CopyButton text={callback} label="Copy" />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Issuer" hint="https://id.example.com" error={errorAt(refusal, 'issuer')}>
          {(described) => <Input {...described} type="url" {...text('issuer')} />}
        </Field>
        <Field label="Client id" error={errorAt(refusal, 'clientId')}>
          {(described) => <Input {...described} autoComplete="off" {...text('clientId')} />}
        </Field>
        <Field
          label="Client secret"
          optional={stored !== null}
          hint={stored ? 'Left empty, the one that is set stays.' : undefined}
          error={errorAt(refusal, 'clientSecret')}
        >
          {(described) => <Input {...described} type="password" autoComplete="off" {...text('clientSecret')} />}
        </Field>
        <Field label="Newcomers are" hint="Whom the provider knows and we do not.">
          {(described) => (
            <Select
              {...described}
              value={draft.defaultRole}
              onChange={(event) => set({ defaultRole: event.target.value })}
            >
              <option value="">Not let in without an invitation</option>
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {ROLE_WORDS[role]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Domains that come in"
          optional
          hint="With commas between. Empty: all that the provider vouches for."
        >
          {(described) => <Input {...described} {...text('allowedDomains')} />}
        </Field>
        <Field label="Claim with the role" optional hint="Such as groups. Then the provider decides at each sign-in.">
          {(described) => <Input {...described} {...text('roleClaim')} />}
        </Field>
      </div>
      {draft.roleClaim !== '' && (
        <Field label="What its values mean" hint="One a line: group = role. Of several the mightiest holds.">
          {(described) => (
            <Textarea {...described} value={draft.roleMap} onChange={(event) => set({ roleMap: event.target.value })} />
          )}
        </Field>
      )}
      {stored && (
        <div>
          <RowAction
            label="End single sign-on…"
            name="End single sign-on…"
            look="quiet"
            action={actions.remove}
            input={{}}
            said="Single sign-on has ended"
            why={why}
            ask={{
              title: 'End sign-in through this provider?',
              body: 'People without a password choose one by mail. Sessions that are open stay.',
              confirm: 'End it',
              cancel: 'Keep it',
            }}
          />
        </div>
      )}
      <SaveBar
        dirty={dirty}
        pending={pending}
        refusal={refusal && !rest.includes(refusal.field ?? '') ? refusal : null}
        why={why}
        onSave={() => send(inputOf(draft, stored?.version), () => set({ clientSecret: '' }))}
        onDiscard={() => {
          discard()
          forget()
        }}
      />
    </div>
  )
}

type Draft = ReturnType<typeof draftOf>

function draftOf(stored: Stored | null) {
  const rules = stored?.rules
  return {
    issuer: stored?.issuer ?? '',
    clientId: stored?.clientId ?? '',
    clientSecret: '',
    defaultRole: (rules ? (rules.defaultRole ?? '') : 'viewer') as string,
    allowedDomains: rules?.allowedDomains.join(', ') ?? '',
    roleClaim: rules?.roleClaim ?? '',
    roleMap: Object.entries(rules?.roleMap ?? {})
      .map(([value, role]) => `${value} = ${role}`)
      .join('\n'),
  }
}

const partsOf = (text: string, separator: string): string[] =>
  text.split(separator).flatMap((part) => part.trim() || [])

function inputOf({ issuer, clientId, clientSecret, ...draft }: Draft, expectedVersion = 1) {
  const pairs = partsOf(draft.roleMap, '\n').map((line) => {
    const at = line.lastIndexOf('=')
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
  })
  const rules = {
    roleClaim: draft.roleClaim,
    roleMap: Object.fromEntries(pairs),
    defaultRole: draft.defaultRole === '' ? null : draft.defaultRole,
    allowedDomains: partsOf(draft.allowedDomains, ','),
  }
  return { issuer, clientId, rules, expectedVersion, ...(clientSecret === '' ? {} : { clientSecret }) }
}
