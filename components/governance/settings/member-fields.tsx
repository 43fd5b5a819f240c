'use client'
import { Field, Select } from '@/components/ui/field'
import { type Discipline, type Role } from '@/lib/kernel/permissions'
import { DISCIPLINE_WORDS, DISCIPLINES, ROLE_WORDS, roleOf, ROLES } from './words'

type Props = {
  role: Role
  disciplines: readonly Discipline[]
  onChange: (change: { role?: Role; disciplines?: Discipline[] }) => void
}

/** Role, and apart from it the disciplines for which somebody signs off. */
export const MemberFields = ({ role, disciplines, onChange }: Props) => (
  <>
    <Field label="Role">
      {(described) => (
        <Select {...described} value={role} onChange={(event) => onChange({ role: roleOf(event.target.value) })}>
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {ROLE_WORDS[one]}
            </option>
          ))}
        </Select>
      )}
    </Field>
    <fieldset className="flex flex-col gap-1.5">
      <legend className="text-body font-medium">Signs off for</legend>
      {DISCIPLINES.map((one) => (
        <label key={one} className="touchable flex items-center gap-2 text-body">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={disciplines.includes(one)}
            onChange={(event) =>
              onChange({
                disciplines: DISCIPLINES.filter((other) =>
                  other === one ? event.target.checked : disciplines.includes(other),
                ),
              })
            }
          />
          {DISCIPLINE_WORDS[one]}
        </label>
      ))}
    </fieldset>
  </>
)
