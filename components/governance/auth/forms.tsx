'use client'
import { Field, Input } from '../../ui/field'
import { AuthForm, type FormAction } from './form'

const PASSWORD_HINT = 'At least 12 characters. A sentence is easier to remember than signs.'

type AcceptProps = { action: FormAction; email: string | null }

/** Name and password of somebody who comes in by an invitation. */
export const AcceptForm = ({ action, email }: AcceptProps) => (
  <AuthForm action={action} submit="Accept and sign in" submitting="One moment…" fields={['email', 'name', 'password']}>
    {(errorOf, typed) => (
      <>
        <Field label="E-mail" error={errorOf('email')}>
          {(described) => (
            <Input
              {...described}
              name="email"
              type="email"
              autoComplete="username"
              defaultValue={typed['email'] ?? email ?? ''}
              readOnly={email !== null}
              required
            />
          )}
        </Field>
        <Field label="Your name" hint="If you use Soundings already, your name there stays." error={errorOf('name')}>
          {(described) => (
            <Input
              {...described}
              name="name"
              autoComplete="name"
              maxLength={100}
              defaultValue={typed['name']}
              required
            />
          )}
        </Field>
        <Field
          label="Password"
          hint={`${PASSWORD_HINT} If you use Soundings already, enter the one you have.`}
          error={errorOf('password')}
        >
          {(described) => <Input {...described} name="password" type="password" autoComplete="new-password" required />}
        </Field>
      </>
    )}
  </AuthForm>
)

/** Asks for a link by mail. */
export const ForgotForm = ({ action }: { action: FormAction }) => (
  <AuthForm action={action} submit="Send the link" submitting="Sending…" fields={['email']}>
    {(errorOf, typed) => (
      <Field label="E-mail" error={errorOf('email')}>
        {(described) => (
          <Input
            {...described}
            name="email"
            type="email"
            autoComplete="username"
            defaultValue={typed['email']}
            required
          />
        )}
      </Field>
    )}
  </AuthForm>
)

/** Chooses a new password. */
export const ResetForm = ({ action }: { action: FormAction }) => (
  <AuthForm action={action} submit="Save the password" submitting="Saving…" fields={['password']}>
    {(errorOf) => (
      <Field label="New password" hint={PASSWORD_HINT} error={errorOf('password')}>
        {(described) => <Input {...described} name="password" type="password" autoComplete="new-password" required />}
      </Field>
    )}
  </AuthForm>
)

/** First run: the first admin, the workspace and its first environment. */
export const SetupForm = ({ action, code }: { action: FormAction; code: string }) => (
  <AuthForm
    action={action}
    submit="Create the workspace"
    submitting="Creating…"
    fields={['code', 'name', 'email', 'password', 'workspace', 'environment', 'sample']}
  >
    {(errorOf, typed) => (
      <>
        <Field label="Setup code" hint="Soundings printed it when it started." error={errorOf('code')}>
          {(described) => (
            <Input {...described} name="code" autoComplete="off" defaultValue={typed['code'] ?? code} required />
          )}
        </Field>
        <Field label="Your name" error={errorOf('name')}>
          {(described) => (
            <Input {...described} name="name" autoComplete="name" defaultValue={typed['name']} required />
          )}
        </Field>
        <Field label="E-mail" error={errorOf('email')}>
          {(described) => (
            <Input
              {...described}
              name="email"
              type="email"
              autoComplete="username"
              defaultValue={typed['email']}
              required
            />
          )}
        </Field>
        <Field label="Password" hint={PASSWORD_HINT} error={errorOf('password')}>
          {(described) => <Input {...described} name="password" type="password" autoComplete="new-password" required />}
        </Field>
        <Field
          label="Workspace"
          hint="What your teams share, such as the name of your company."
          error={errorOf('workspace')}
        >
          {(described) => <Input {...described} name="workspace" defaultValue={typed['workspace']} required />}
        </Field>
        <Field
          label="First environment"
          hint="Development and Staging come along; you can change all of them later."
          error={errorOf('environment')}
        >
          {(described) => (
            <Input {...described} name="environment" defaultValue={typed['environment'] ?? 'Production'} required />
          )}
        </Field>
        <div className="flex flex-col gap-1">
          <label className="touchable flex items-center gap-2 text-body font-medium">
            <input
              type="checkbox"
              name="sample"
              className="size-4 accent-accent"
              defaultChecked={typed['sample'] === 'on'}
              aria-describedby="sample-hint"
            />
            Start with sample data
          </label>
          <p id="sample-hint" className="text-caption text-text-2">
            Harbor Travel, a company with flags, rollouts and messages. Settings removes all of it with one button.
          </p>
        </div>
      </>
    )}
  </AuthForm>
)
