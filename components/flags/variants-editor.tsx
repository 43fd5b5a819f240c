'use client'
import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import { type FlagType, type Variants } from '@/lib/flags/core/schema'

/** A variant as it is typed; the text is read when it is sent. */
export type VariantText = { id: number; name: string; text: string }

/** Values as text, the way this editor writes them. */
export const variantTexts = (variants: Variants): VariantText[] =>
  Object.entries(variants).map(([name, value], id) => ({
    id,
    name,
    text: typeof value === 'string' ? value : JSON.stringify(value),
  }))

/** What a new flag of a type starts with. */
export const startingVariants = (type: FlagType): VariantText[] =>
  variantTexts(
    {
      boolean: { on: true, off: false },
      string: { new: 'new', old: 'old' },
      number: { more: 10, usual: 5 },
      object: { new: { size: 2 }, old: { size: 1 } },
    }[type],
  )

/** The values meant; or what is wrong with one, in a sentence. */
export function readVariants(
  type: FlagType,
  texts: readonly VariantText[],
): { variants: Variants } | { fault: string } {
  const variants: Variants = {}
  for (const { name, text } of texts) {
    if (Object.hasOwn(variants, name)) return { fault: `Two variants are called “${name}”.` }
    const value = type === 'string' ? text : parsed(text)
    const isFit =
      type === 'object' ? typeof value === 'object' && value !== null && !Array.isArray(value) : typeof value === type
    if (!isFit) return { fault: `The value of “${name}” is not ${WANTED[type]}.` }
    variants[name] = value as Variants[string] // of the flag's type, just checked
  }
  return { variants }
}

const WANTED: Readonly<Record<FlagType, string>> = {
  boolean: 'true or false',
  string: 'a text',
  number: 'a number',
  object: 'a JSON object such as {"size": 2}',
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Props = {
  type: FlagType
  variants: readonly VariantText[]
  onChange: (variants: VariantText[]) => void
  safe: string
  onSafe: (name: string) => void
}

/** Names and values, and which one is safe: served by default and when exposure stops. */
export function VariantsEditor({ type, variants, onChange, safe, onSafe }: Props) {
  const set = (id: number, change: Partial<VariantText>) => {
    const before = variants.find((each) => each.id === id)
    onChange(variants.map((each) => (each.id === id ? Object.assign({}, each, change) : each)))
    if (change.name !== undefined && before?.name === safe) onSafe(change.name)
  }
  const nextId = Math.max(-1, ...variants.map(({ id }) => id)) + 1
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 text-body font-medium">Variants</legend>
      {variants.map(({ id, name, text }, i) => (
        <div key={id} className="flex flex-wrap items-center gap-2">
          <Input
            aria-label={`Name of variant ${i + 1}`}
            className="w-32 flex-1"
            value={name}
            onChange={(event) => set(id, { name: event.target.value.trim() })}
          />
          {type === 'boolean' ? (
            <Select
              aria-label={`Value of ${name}`}
              className="w-32 flex-2"
              value={text}
              onChange={(event) => set(id, { text: event.target.value })}
            >
              <option value="true">true</option>
              <option value="false">false</option>
            </Select>
          ) : (
            <Input
              aria-label={`Value of ${name}`}
              className="w-40 flex-2 font-mono"
              value={text}
              onChange={(event) => set(id, { text: event.target.value })}
            />
          )}
          <label className="touchable inline-flex items-center gap-1.5 text-dense">
            <input
              type="radio"
              name="safe-variant"
              checked={name === safe}
              onChange={() => onSafe(name)}
              className="accent-accent"
            />
            safe
          </label>
          {variants.length > 1 && (
            <button
              type="button"
              aria-label={`Remove variant ${name}`}
              onClick={() => onChange(variants.filter((each) => each.id !== id))}
              className="touchable inline-flex size-9 items-center justify-center rounded-control text-text-2 hover:bg-sunken"
            >
              <X aria-hidden="true" size={16} />
            </button>
          )}
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          size="small"
          look="quiet"
          icon={<Plus aria-hidden="true" size={14} />}
          onClick={() =>
            onChange([
              ...variants,
              {
                id: nextId,
                name: `variant-${nextId + 1}`,
                text: type === 'boolean' ? 'true' : type === 'string' ? '' : '0',
              },
            ])
          }
        >
          Variant
        </Button>
        <span className="text-dense text-text-2">The safe one is served by default and when exposure stops.</span>
      </div>
    </fieldset>
  )
}
