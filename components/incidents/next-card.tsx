'use client'
import { Card } from '@/components/rollouts/card'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { type IncidentView } from '@/lib/incidents/core/schema'
import { type Asked } from './dialogs/asked'
import { roleWords } from './role-words'
import { type IncidentActions, type IncidentVerbs } from './use-incident'
import { textOf, VerbForm } from './verb-form'

type Props = {
  incident: IncidentView
  verbs: IncidentVerbs
  actions: IncidentActions
  ask: (asked: Asked) => void
}

/** What is still to do, who does it, and who else is here. */
export function NextCard({ incident, verbs, actions, ask }: Props) {
  const { respond } = incident.may
  const seen = { incidentId: incident.id, back: incident.name }
  return (
    <Card title="Do next">
      <ul className="flex flex-col gap-1">
        {incident.tasks.map((task) => (
          <li key={task.id} className="flex items-start gap-2 text-body">
            <VerbForm
              actions={actions}
              fields={{ word: 'finish-task', taskId: task.id, done: String(task.doneAt === null), ...seen }}
              onSend={() => void verbs.send('finish-task', { taskId: task.id, done: task.doneAt === null }, task.title)}
            >
              <Button
                type="submit"
                size="small"
                look="quiet"
                disabledReason={respond.reason}
                aria-label={task.doneAt ? `Open “${task.title}” again` : `Done: ${task.title}`}
              >
                <span aria-hidden="true">{task.doneAt ? '☑' : '☐'}</span>
              </Button>
            </VerbForm>
            <span className="min-w-0 pt-1">
              {task.title}
              {task.owner && <span className="text-text-2"> · {task.owner}</span>}
              {task.doneAt && (
                <span className="text-text-2">
                  {' '}
                  · done by {task.doneBy} <Time at={task.doneAt} />
                </span>
              )}
              {task.link && (
                <>
                  {' '}
                  <a href={task.link} rel="noreferrer noopener" className="text-accent underline underline-offset-2">
                    link
                  </a>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {incident.tasks.length === 0 && <p className="text-body text-text-2">No tasks yet.</p>}
      <VerbForm
        key={incident.tasks.length}
        actions={actions}
        fields={{ word: 'tasks', ...seen }}
        onSend={(form) => void verbs.send('tasks', { title: textOf(form, 'title') }, 'Task added')}
        className="mt-3 flex flex-wrap items-end gap-2"
      >
        <Field label="New task">{(described) => <Input {...described} name="title" required maxLength={200} />}</Field>
        <Button type="submit" disabledReason={respond.reason} pending={verbs.pending === 'tasks'}>
          Add
        </Button>
      </VerbForm>
      <h3 className="mt-4 mb-1 text-body font-bold">People</h3>
      <p className="text-body">
        Lead: {incident.lead?.name ?? 'nobody yet'}
        {incident.roles.map(({ role, userId, name }) => (
          <span key={`${role}${userId}`}>
            {' '}
            · {name} ({roleWords(role)})
          </span>
        ))}
      </p>
      <VerbForm
        actions={actions}
        fields={{ word: 'assign', role: 'lead', ...(incident.lead ? { replaces: incident.lead.id } : {}), ...seen }}
        onSend={() => {
          const replaces = incident.lead ? { replaces: incident.lead.id } : {}
          void verbs.send('assign', { role: 'lead', ...replaces }, 'You lead it')
        }}
        className="mt-2 flex flex-wrap gap-2"
      >
        <Button type="submit" disabledReason={incident.may.lead.reason} pending={verbs.pending === 'assign'}>
          {incident.lead ? `Take over from ${incident.lead.name}` : 'Take the lead'}
        </Button>
        <Button disabledReason={respond.reason} onClick={() => ask({ kind: 'roles' })}>
          Roles…
        </Button>
      </VerbForm>
    </Card>
  )
}
