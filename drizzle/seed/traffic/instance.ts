import { OFREPProvider } from '@openfeature/ofrep-provider'
import { OpenFeature, type Client } from '@openfeature/server-sdk'
import { type SampleRollout } from '../story'
import { type Door } from './door'

export type Identity = { id: string; service: string; version: string }

/** One running copy of a service of Harbor Travel: evaluates flags for people and reports what happens to them. */
export type Instance = {
  /** The person meets the flag. True or false is what was served; null when no value came. */
  meet(rollout: SampleRollout, unit: string, oldApp: boolean): Promise<boolean | null>
  /** Something happened to the person, now. */
  tell(unit: string, event: string): void
  /** Sends what is waiting. */
  close(): Promise<void>
}

/** An OpenFeature client of this instance's own, over OFREP. */
export async function openClient(identity: Identity, door: Door, key: string): Promise<Client> {
  const headers = { Authorization: `Bearer ${key}`, 'X-Soundings-Client': marked(identity) }
  const provider = new OFREPProvider({ baseUrl: door.url, fetchImplementation: door.fetch, headers })
  await OpenFeature.setProviderAndWait(identity.id, provider)
  return OpenFeature.getClient(identity.id)
}

/** How an instance says who it is. */
export const marked = ({ id, service, version }: Identity): string => `${id}; service=${service}; version=${version}`

/** Whether this app's report of the exposure gets lost: old apps forget the baseline of some flags. */
export const isLost = (rollout: SampleRollout | undefined, variant: string | undefined, oldApp: boolean): boolean =>
  oldApp && rollout?.lostBaseline !== undefined && variant === 'control'
