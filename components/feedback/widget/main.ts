import { readConfig, type WidgetConfig } from './config'
import { buildForm, type Written } from './form'
import { type Answer, type Outgoing, sendAll } from './queue'

/** Refused for good: sending the same bytes again cannot help. Everything else is worth another try later. */
const FINAL = new Set([400, 401, 403, 404, 413, 415, 422])

async function post({ origin, key }: WidgetConfig, message: Outgoing): Promise<Answer> {
  try {
    const response = await fetch(`${origin}/api/ingest/v1/feedback`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(message),
      credentials: 'omit',
      keepalive: true,
    })
    if (response.ok) return 'taken'
    return FINAL.has(response.status) ? 'refused' : 'later'
  } catch {
    return 'later' // offline
  }
}

/** What the workspace tells people beside its forms; nothing while it cannot be asked. */
async function consentText({ origin, key }: WidgetConfig): Promise<string> {
  try {
    const headers = { authorization: `Bearer ${key}` }
    const response = await fetch(`${origin}/api/ingest/v1/feedback/consent`, { headers, credentials: 'omit' })
    const answer: unknown = response.ok ? await response.json() : null
    return typeof answer === 'object' && answer && 'text' in answer && typeof answer.text === 'string'
      ? answer.text
      : ''
  } catch {
    return '' // offline
  }
}

/** Each picture before the message that names it; null: it was not taken. */
async function upload({ origin, key }: WidgetConfig, picture: Blob): Promise<string | null> {
  try {
    const response = await fetch(`${origin}/api/ingest/v1/feedback/attachments`, {
      method: 'POST',
      headers: { 'content-type': picture.type, authorization: `Bearer ${key}` },
      body: picture,
      credentials: 'omit',
    })
    const answer: unknown = response.ok ? await response.json() : null
    return typeof answer === 'object' && answer && 'id' in answer && typeof answer.id === 'string' ? answer.id : null
  } catch {
    return null // offline
  }
}

function messageOf(config: WidgetConfig, written: Written, told: string, attachments: readonly string[]): Outgoing {
  const { text, kind, score, mayReply, email } = written
  const scored = score === null ? {} : config.scale === '10' ? { nps: score } : { rating: score }
  return {
    externalId: crypto.randomUUID(),
    channel: 'widget',
    text,
    occurredAt: new Date().toISOString(),
    ...scored,
    ...(config.unit ? { unit: config.unit } : {}),
    ...(email ? { email } : {}),
    ...(mayReply ? { consent: { reply: true } } : {}),
    ...(mayReply && told ? { consentText: told } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    attributes: {
      url: location.origin + location.pathname,
      route: location.pathname,
      locale: navigator.language,
      ...(kind ? { kind } : {}),
      ...(config.appVersion ? { appVersion: config.appVersion } : {}),
    },
  }
}

function start(config: WidgetConfig): void {
  const host = document.createElement('soundings-feedback')
  const root = host.attachShadow({ mode: 'open' })
  const send = (message: Outgoing | null) => sendAll(localStorage, message, (each) => post(config, each))
  let told = ''
  const deliver = async (written: Written): Promise<void> => {
    const ids = await Promise.all(written.pictures.map((picture) => upload(config, picture)))
    const attachments = ids.filter((id) => id !== null)
    const answer = await send(messageOf(config, written, told, attachments))
    const lost = attachments.length < ids.length ? ' A picture could not be taken along.' : ''
    if (answer === 'refused') form.told('This could not be taken. Your words are still here.', 'again')
    else if (answer === 'later')
      form.told(`You are offline. It is kept here and sent when you are back.${lost}`, 'thanks')
    else form.told(`Thank you. Somebody reads every message.${lost}`, 'thanks')
  }
  const form = buildForm(root, config, (written) => void deliver(written))
  const tell = async (): Promise<void> => {
    told = await consentText(config) // what was shown is what is agreed to
    form.tell(told)
  }
  const open = (): void => {
    form.open()
    void tell()
  }
  const own = config.trigger ? null : opener(config.label)
  if (own) root.append(own)
  const trigger = config.trigger ? document.querySelector(config.trigger) : own
  trigger?.addEventListener('click', open)
  document.body.append(host)
  addEventListener('online', () => void send(null))
  void send(null)
  window.Soundings = Object.assign(window.Soundings ?? {}, { open, close: () => form.close() })
}

function opener(label: string): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'opener'
  button.textContent = label
  return button
}

const script = document.currentScript
const config = script instanceof HTMLScriptElement ? readConfig(script.src, script.dataset) : null
// oxlint-disable-next-line no-console -- the only one who can mend this reads the page's console
if (!config) console.warn('Soundings: the feedback widget needs data-key with a client key.')
else if (document.body) start(config)
else addEventListener('DOMContentLoaded', () => start(config))
