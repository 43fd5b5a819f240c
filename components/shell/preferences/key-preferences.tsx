'use client'
import { useId, useState } from 'react'
import { type KeySettings, keyInForce, keyName } from '@/components/live/hotkey-rules'
import { KEY_MAP, type MappedKey } from '@/components/live/key-map'
import { useKeySettings } from '@/components/live/key-settings'
import { useAnnounce } from '@/components/ui/announcer'
import { Kbd } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'

const idOf = ({ where, key }: MappedKey): string => `${where}:${key}`

/** The other keys of a place, or of everywhere, that a moved key would hide. */
export function takenBy(settings: KeySettings, moved: MappedKey, key: string): MappedKey | undefined {
  return KEY_MAP.find(
    (each) =>
      idOf(each) !== idOf(moved) &&
      (each.where === moved.where || each.where === 'Anywhere' || moved.where === 'Anywhere') &&
      keyInForce({ ...settings, off: false, dangerousOff: false }, each.where, each) === key,
  )
}

/** Single keys: all off, the dangerous ones off, each moved to another key (WCAG 2.1.4). */
export function KeyPreferences() {
  const [settings, save] = useKeySettings()
  const [asking, ask] = useState<string | null>(null)
  const [refusal, refuse] = useState<string | null>(null)
  const announce = useAnnounce()
  const places = [...new Set(KEY_MAP.map(({ where }) => where))]

  const move = (mapped: MappedKey, event: React.KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      ask(null)
      return
    }
    const name = keyName({
      key: event.key,
      repeat: event.repeat,
      shift: event.shiftKey,
      modified: event.ctrlKey || event.metaKey || event.altKey,
      elsewhere: false,
      sinceRouteChangeMs: Number.POSITIVE_INFINITY,
    })
    if (name === null) return
    event.preventDefault()
    const taken = takenBy(settings, mapped, name)
    if (taken) {
      refuse(`${name.toUpperCase()} is “${taken.label}” already. Press another key, or Esc.`)
      return
    }
    const { [idOf(mapped)]: _, ...rest } = settings.moved
    save({ ...settings, moved: name === mapped.key ? rest : { ...rest, [idOf(mapped)]: name } })
    announce('polite', `${mapped.label} is now ${name.toUpperCase()}`)
    refuse(null)
    ask(null)
  }
  return (
    <section aria-labelledby="keys" className="card flex flex-col gap-4 p-4 sm:p-6">
      <h2 id="keys" className="text-h2 font-bold">
        Keyboard
      </h2>
      <Tick
        label="Single keys"
        hint="Letters act without Ctrl or Command. Off, only ⌘K and the usual keys of the browser work."
        checked={!settings.off}
        onChange={(on) => save({ ...settings, off: !on })}
      />
      <Tick
        label="Keys that change what people are served: P, R and X"
        hint="Off, these decisions need their buttons."
        checked={!settings.dangerousOff}
        onChange={(on) => save({ ...settings, dangerousOff: !on })}
      />
      <output className="min-h-5 text-dense text-text-2">{refusal}</output>
      {places.map((where) => (
        <div key={where}>
          <h3 className="pb-1 text-body font-bold">{where}</h3>
          <ul className="grid gap-x-8 md:grid-cols-2">
            {KEY_MAP.filter((mapped) => mapped.where === where).map((mapped) => {
              const id = idOf(mapped)
              return (
                <li key={id} className="flex items-center justify-between gap-3 border-t border-line py-1.5 text-body">
                  <span className="min-w-0">{mapped.label}</span>
                  <button
                    type="button"
                    aria-label={`${mapped.label}: key ${(settings.moved[id] ?? mapped.key).toUpperCase()}. Change`}
                    aria-pressed={asking === id}
                    onClick={() => {
                      refuse(null)
                      ask(asking === id ? null : id)
                    }}
                    onKeyDown={asking === id ? (event) => move(mapped, event) : undefined}
                    className="touchable inline-flex h-7 min-w-16 items-center justify-center rounded-control border border-line px-2 text-dense hover:bg-sunken"
                  >
                    {asking === id ? 'Press a key' : <Kbd>{(settings.moved[id] ?? mapped.key).toUpperCase()}</Kbd>}
                  </button>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
      <div>
        <Button
          disabledReason={Object.keys(settings.moved).length === 0 ? 'No key was moved.' : null}
          onClick={() => save({ ...settings, moved: {} })}
        >
          Put all keys back
        </Button>
      </div>
    </section>
  )
}

type TickProps = { label: string; hint: string; checked: boolean; onChange: (on: boolean) => void }
function Tick({ label, hint, checked, onChange }: TickProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-3 text-body">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={`${id}-hint`}
        className="mt-0.5 size-5 shrink-0 accent-(--accent)"
      />
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-dense text-text-2">
          {hint}
        </p>
      </div>
    </div>
  )
}
