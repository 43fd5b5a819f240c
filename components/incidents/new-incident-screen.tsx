'use client'
import { PageHead } from '@/components/shell/page-head'
import { RoomFrame } from '@/components/shell/room-frame'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Field, Input, Select, Textarea } from '@/components/ui/field'
import { paths } from '@/lib/kernel/paths'

type Props = {
  post: (form: FormData) => Promise<void>
  environments: readonly { key: string; name: string }[]
  refused: string | null
}

/** Declaring takes a title; everything else can follow. A plain form: it works whatever else is broken. */
export function NewIncidentScreen({ post, environments, refused }: Props) {
  return (
    <RoomFrame crumbs={[{ label: 'Incidents', href: paths.incidents() }, { label: 'Declare' }]}>
      <div className="flex max-w-xl flex-col gap-4">
        <PageHead title="Declare incident" answer="You are looking at it from now on; owners and on-call are told." />
        {refused && <Banner tone="warn">It was not opened ({refused}). Look at the fields and try again.</Banner>}
        <form action={post} className="card flex flex-col gap-4 px-4 py-4 sm:px-6">
          <input type="hidden" name="word" value="open" />
          <Field label="What is broken for people">
            {(described) => (
              <Input {...described} name="title" required maxLength={200} placeholder="Checkout payments fail" />
            )}
          </Field>
          <Field label="Severity">
            {(described) => (
              <Select {...described} name="severity" defaultValue="SEV3">
                <option value="SEV1">SEV1: money, data or safety</option>
                <option value="SEV2">SEV2: a main journey</option>
                <option value="SEV3">SEV3: degraded</option>
                <option value="SEV4">SEV4: minor</option>
              </Select>
            )}
          </Field>
          <Field label="Environment">
            {(described) => (
              <Select
                {...described}
                name="environment"
                defaultValue={environments.find(({ key }) => /^prod/i.test(key))?.key}
              >
                {environments.map(({ key, name }) => (
                  <option key={key} value={key}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Service" optional>
            {(described) => <Input {...described} name="service" maxLength={100} placeholder="payments-api" />}
          </Field>
          <Field label="Rollout that you suspect" optional>
            {(described) => <Input {...described} name="rollout" maxLength={40} placeholder="RO-142" />}
          </Field>
          <Field label="What you know" optional>
            {(described) => <Textarea {...described} name="summary" maxLength={2000} />}
          </Field>
          <Button type="submit" look="primary" className="self-start">
            Declare incident
          </Button>
        </form>
      </div>
    </RoomFrame>
  )
}
