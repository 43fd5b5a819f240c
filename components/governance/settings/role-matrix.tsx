'use client'
import { Check, Minus } from 'lucide-react'
import { useState } from 'react'
import { Field, Select } from '@/components/ui/field'
import { type Role } from '@/lib/kernel/permissions'
import { ROLE_WORDS, ROLES } from './words'

export type DeedRow = { permission: string; group: string; words: string; roles: readonly Role[] }
/** What may scroll sideways: keyboards can scroll it too. */
const scrollsSideways = { tabIndex: 0, className: 'relative overflow-x-auto' }

type Props = { deeds: readonly DeedRow[]; people: readonly { id: string; name: string; role: Role }[] }

/** What can Ana do? The table that buttons and commands ask, for one person or for all roles. */
export function RoleMatrix({ deeds, people }: Props) {
  const [who, setWho] = useState('')
  const person = people.find(({ id }) => id === who)
  const shown = person ? [person.role] : ROLES
  const may = person ? deeds.filter(({ roles }) => roles.includes(person.role)).length : 0
  return (
    <>
      <div className="max-w-sm">
        <Field label="What can this person do?">
          {(described) => (
            <Select {...described} value={who} onChange={(event) => setWho(event.target.value)}>
              <option value="">All roles</option>
              {people.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {person && (
        <output className="text-body">
          {person.name} is {ROLE_WORDS[person.role]} and may do {may} of {deeds.length} things.
        </output>
      )}
      <section aria-label="Roles and what they may" {...scrollsSideways}>
        <table className="w-full text-dense">
          <thead>
            <tr className="text-left text-text-2">
              <th scope="col" className="py-1.5 pr-4 font-medium">
                What
              </th>
              {shown.map((role) => (
                <th key={role} scope="col" className="px-2 py-1.5 text-center font-medium">
                  {ROLE_WORDS[role]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {deeds.map(({ permission, group, words, roles }) => (
              <tr key={permission} className="border-t border-line">
                <th scope="row" className="py-1.5 pr-4 text-left font-normal">
                  <span className="text-text-3">{group}: </span>
                  {words}
                </th>
                {shown.map((role) => (
                  <td key={role} className="px-2 py-1.5 text-center">
                    <Mark yes={roles.includes(role)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

const Mark = ({ yes }: { yes: boolean }) => {
  const Icon = yes ? Check : Minus
  return (
    <span className={yes ? 'inline-flex text-good' : 'inline-flex text-text-3'}>
      <Icon aria-hidden="true" size={16} strokeWidth={1.75} />
      <span className="sr-only">{yes ? 'may' : 'may not'}</span>
    </span>
  )
}
